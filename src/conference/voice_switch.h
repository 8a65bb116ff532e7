// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/domain.h"

namespace mcu::conference {

/// Voice switching: whoever speaks leads the programme. A new speaker must have spoken for half the
/// hold time, and the one shown stays at least the hold time, so that a cough switches nothing. Off
/// by default. Thread: control.
class VoiceSwitch {
public:
    explicit VoiceSwitch(Domain& domain) : domain_(domain) {}

    void set(Conference& conference, bool on, std::chrono::milliseconds hold);
    /// Several times a second.
    void tick(Conference& conference);

private:
    void lead(Conference& conference, const SiteId& site);
    Domain& domain_;
};

}  // namespace mcu::conference
