// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/manual_mcus.h"
#include "conference/polls.h"
#include "conference/requests.h"
#include "conference/snapshots.h"
#include "conference/takes.h"
#include "conference/voice_switch.h"

namespace mcu::conference {

/// The parts that carry commands out.
struct Verbs {
    Calls& calls;
    Takes& takes;
    Requests& requests;
    ManualMcus& manualMcus;
    Polls& polls;
    VoiceSwitch& voice;
    Snapshots& snapshots;
};

/// One command at the gate: who gave it and who waits. Dispatches to a handler per command; grouped
/// by what they act on in commands_*.cpp. Made for one command. Thread: control.
class CommandHandler {
public:
    CommandHandler(Domain& domain, Verbs verbs, const Actor& actor, Service::Done done)
        : domain_(domain), verbs_(verbs), actor_(actor), done_(std::move(done)) {}

    // The conference itself.
    void operator()(const CreateConference& command);
    void operator()(const CloseConference& command);
    void operator()(const LockConference& command);
    void operator()(const SetVoiceSwitching& command);
    // Who is in it.
    void operator()(const AddSite& command);
    void operator()(const RemoveSite& command);
    void operator()(const CallSites& command);
    void operator()(const CallAbsent& command);
    void operator()(const HangUpSites& command);
    void operator()(const SetRedial& command);
    // What each is allowed.
    void operator()(const SetChannel& command);
    void operator()(const SetVolume& command);
    void operator()(const SetChair& command);
    // What is seen.
    void operator()(const SetLayout& command);
    void operator()(const Show& command);
    void operator()(const Broadcast& command);
    void operator()(const ChairLook& command);
    void operator()(const Precue& command);
    void operator()(const SetBanner& command);
    void operator()(const Poll& command);
    void operator()(const Snapshot& command);
    // The chair's calls.
    void operator()(const RequestSite& command);
    void operator()(const CancelRequest& command);
    void operator()(const ConfirmSeen& command);
    void operator()(const Back& command);
    // The site list.
    void operator()(const PutSite& command);
    void operator()(const DeleteSite& command);

private:
    void fail(const Error& error) { done_(error); }

    /// Refreshes, writes down, and only then says it is done.
    void succeed(Conference& conference, const std::string& kind, Outcome outcome);
    void confirmManual(Conference& conference, const Site& site);
    void emitFor(Conference& conference, const std::string& kind, const Outcome& outcome);

    [[nodiscard]] Result<std::vector<SiteId>> resolveAll(const std::vector<SiteWord>& words) const;
    /// Sites of the conference that the words name, or all of them.
    [[nodiscard]] Result<std::vector<Site*>> sitesOf(Conference& conference,
                                                     const std::vector<SiteWord>& words,
                                                     bool all);
    [[nodiscard]] Result<SiteId> siteOrNone(Conference& conference, const SiteWord& word);
    [[nodiscard]] Result<std::string> viewKey(Conference& conference, const ViewName& view);
    Site& invite(Conference& conference, const SiteId& site, const std::string& uri);
    [[nodiscard]] Result<SiteId> siteByAddress(const AddSite& command);
    [[nodiscard]] std::string callAll(Conference& conference,
                                      const std::vector<Site*>& sites,
                                      Outcome& outcome);
    [[nodiscard]] std::string namesOf(const std::vector<SiteId>& sites) const;

    Domain& domain_;
    Verbs verbs_;
    Actor actor_;
    Service::Done done_;
};

}  // namespace mcu::conference
