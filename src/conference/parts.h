// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/calls.h"
#include "conference/commands.h"
#include "conference/examiner.h"
#include "conference/far_sites.h"
#include "conference/journal_watch.h"
#include "conference/loss_watch.h"
#include "conference/manual_mcus.h"
#include "conference/polls.h"
#include "conference/prober.h"
#include "conference/relay_watch.h"
#include "conference/requests.h"
#include "conference/snapshots.h"
#include "conference/takes.h"
#include "conference/trunks.h"
#include "conference/voice_switch.h"

namespace mcu::conference {

/// The verbs of the service, all on one Domain.
struct Parts {
    explicit Parts(Domain& domain)
        : calls(domain),
          requests(domain),
          farSites(domain),
          takes(domain, calls, requests, farSites),
          manualMcus(domain),
          trunks(domain, calls, farSites),
          polls(domain),
          voice(domain),
          snapshots(domain),
          losses(domain),
          disk(domain),
          relays(domain),
          examiner(domain, calls),
          prober(domain, calls) {}

    [[nodiscard]] Verbs verbs() {
        return {calls, takes, requests, manualMcus, polls, voice, snapshots};
    }

    Calls calls;
    Requests requests;
    FarSites farSites;
    Takes takes;
    ManualMcus manualMcus;
    Trunks trunks;
    Polls polls;
    VoiceSwitch voice;
    Snapshots snapshots;
    LossWatch losses;
    JournalWatch disk;
    RelayWatch relays;
    Examiner examiner;
    Prober prober;
};

}  // namespace mcu::conference
