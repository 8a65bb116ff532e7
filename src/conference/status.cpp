// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/status.h"

namespace mcu::conference {

std::string_view nameOf(SiteState state) {
    switch (state) {
        case SiteState::absent:
            return "absent";
        case SiteState::dialling:
            return "dialling";
        case SiteState::ringing:
            return "ringing";
        case SiteState::connecting:
            return "connecting";
        case SiteState::connected:
            return "connected";
        case SiteState::lost:
            return "lost";
        case SiteState::waiting:
            return "waiting";
        case SiteState::failed:
            return "failed";
    }
    return "?";
}

}  // namespace mcu::conference
