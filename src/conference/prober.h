// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/probe_journal.h"
#include "conference/probe_service.h"

namespace mcu::conference {

/// Calls rooms to learn what they can do. Its calls are of no conference: nothing is seen or heard
/// of them and nothing is sent. A room that a conference wants meanwhile is let go before it is
/// called. Thread: control.
class Prober {
public:
    static constexpr std::size_t kAtOnce = 8;

    Prober(Domain& domain, const Calls& calls) : domain_(domain), calls_(calls) {}

    ~Prober() = default;
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    /// Null, the default: reports live as long as the process.
    void setJournal(ProbeJournal* journal) { journal_ = journal; }

    Status restore();

    void start(const Actor& actor, const Probe& command, ProbeService::Probed done);
    [[nodiscard]] Result<ProbeReport> last(const std::string& word) const;

    /// A conference is about to call this site, or it calls us.
    void giveWay(const SiteId& site);
    void stopAll(const std::string& why);
    /// Five times a second.
    void tick();

    // What calls and media report; false: it is none of ours.
    bool onMedia(CallId call, const media::AgreedMedia& media);
    bool onConnected(CallId call, const std::string& product);
    bool onPeer(CallId call, const call::PeerDescription& peer);
    bool onEnded(CallId call, const call::HangupCause& cause);
    bool onStreamUp(SessionId session, media::Kind kind);

private:
    struct Run {
        std::uint64_t serial = 0;
        ProbeReport report;
        ProbeService::Probed done;
        call::CallEndpoint* endpoint = nullptr;
        media::Encryption encryption = media::Encryption::preferred;
        CallId call;
        SessionId session;
        SteadyTime begun{};
        std::optional<SteadyTime> connectedAt;
        Duration callTimeout{};
        std::optional<media::AgreedMedia> media;
        bool audioUp = false;
        bool videoUp = false;
    };

    using Runs = std::map<std::string, Run>;  ///< by target

    /// What a word names: a site, or an address.
    [[nodiscard]] Result<ProbeReport> named(const std::string& word) const;
    /// From the call it has; an error while that is being set up; nothing: it has none.
    [[nodiscard]] Result<std::optional<ProbeReport>> fromCall(const ProbeReport& about) const;
    [[nodiscard]] Status mayCall(const ProbeReport& about) const;
    [[nodiscard]] call::MediaPolicy policyFor(const Run& run) const;
    void open(Run& run);
    void dial(std::uint64_t serial, Result<media::LocalMedia> local);
    [[nodiscard]] Runs::iterator withSerial(std::uint64_t serial);
    [[nodiscard]] Runs::iterator withCall(CallId call);
    [[nodiscard]] bool isComplete(const Run& run) const;
    void letGo(Run& run, const std::string& why);
    /// Ends the run, its call too; the report goes to disk and then to who waits.
    void finish(Runs::iterator run, const std::string& cause);
    void keep(ProbeReport report, ProbeService::Probed done);

    Domain& domain_;
    const Calls& calls_;
    ProbeJournal* journal_ = nullptr;
    Runs runs_;
    std::map<std::string, ProbeReport> last_;
    std::uint64_t lastSerial_ = 0;
};

/// The streams of agreed media; which of them have brought packets. Pure.
[[nodiscard]] std::vector<ProbedStream> probedStreams(const media::AgreedMedia& media,
                                                      bool audioUp,
                                                      bool videoUp);

}  // namespace mcu::conference
