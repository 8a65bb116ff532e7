// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/calls.h"
#include "conference/commands.h"
#include "conference/loss_watch.h"
#include "conference/polls.h"
#include "conference/snapshots.h"
#include "conference/takes.h"
#include "conference/voice_switch.h"

namespace mcu::conference {

/// The verbs of the service, all on one Domain.
struct Parts {
    explicit Parts(Domain& domain)
        : calls(domain),
          takes(domain),
          polls(domain),
          voice(domain),
          snapshots(domain),
          losses(domain) {}

    [[nodiscard]] Verbs verbs() { return {calls, takes, polls, voice, snapshots}; }

    Calls calls;
    Takes takes;
    Polls polls;
    VoiceSwitch voice;
    Snapshots snapshots;
    LossWatch losses;
};

}  // namespace mcu::conference
