// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "cascade/command.h"
#include "cascade/status.h"

namespace mcu::cascade {

std::string_view nameOf(Policy policy) {
    switch (policy) {
        case Policy::automatic:
            return "auto";
        case Policy::confirm:
            return "confirm";
        case Policy::manual:
            return "manual";
    }
    return "";
}

std::string_view nameOf(LinkState state) {
    switch (state) {
        case LinkState::down:
            return "down";
        case LinkState::connecting:
            return "connecting";
        case LinkState::refused:
            return "refused";
        case LinkState::up:
            return "up";
        case LinkState::degraded:
            return "degraded";
        case LinkState::controlLost:
            return "control-lost";
    }
    return "";
}

}  // namespace mcu::cascade
