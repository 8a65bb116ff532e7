// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "call/call.h"
#include "conference/cascade_host.h"
#include "conference/journal.h"
#include "conference/layout.h"
#include "conference/probe_service.h"
#include "conference/service.h"
#include "conference/settings.h"
#include "media/audio_mixer.h"
#include "media/transport.h"
#include "media/video_mixer.h"

namespace mcu::conference {

class Domain;
class ProbeJournal;
struct Conference;
struct Parts;

/// The domain: conferences, their sites, calls and media (the focus of RFC 4353). Owned by `app`.
/// Thread: control. Order: construct; make the media and endpoints with this as their listener;
/// attachMedia, addEndpoint, putSites; restore; then the loop runs. At the end: shutDown, let the
/// loop run until the calls have ended, destroy endpoints, this, then the media.
class ConferenceService final : public Service,
                                public ProbeService,
                                public CascadeHost,
                                public call::CallListener,
                                public media::Transport::Listener,
                                public media::VideoMixer::Listener {
public:
    ConferenceService(Loop& loop, Journal& journal, Settings settings, LayoutBook layouts);
    ~ConferenceService() override;
    ConferenceService(const ConferenceService&) = delete;
    ConferenceService& operator=(const ConferenceService&) = delete;

    void attachMedia(media::Transport& transport,
                     media::AudioMixer& audio,
                     media::VideoMixer& video);
    void addEndpoint(call::CallEndpoint& endpoint);
    /// The configured site list.
    Status putSites(const std::vector<SiteRecord>& sites);
    /// Where reports of probes are kept; null keeps them as long as the process. Before restore().
    void setProbeJournal(ProbeJournal* journal);
    /// Which conferences are confidential (GEN-03): no pictures are taken of them, nobody unlisted
    /// is let in, media are encrypted. Asked each time; who does not fit is hung up within a
    /// second.
    void confidentialBy(std::function<bool(const ConferenceId&)> asked);
    /// Brings back what the run before left and calls its sites again. Call before the loop runs.
    Status restore();
    /// Ends all calls; conferences stay in the journal.
    void shutDown();

    /// A counter of another module for ServerStatus::counters, and lines such as its listeners, set
    /// by `app`.
    using Complement = std::function<void(ServerStatus&)>;
    void complementStatus(Complement complement);
    /// Passwords of the site list for the registrar: empty when unknown or none.
    [[nodiscard]] Secret<std::string> passwordOf(const std::string& user) const;
    [[nodiscard]] bool knowsUser(const std::string& user) const;

    void execute(const Actor& actor, const Command& command, Done done) override;
    void examine(const Actor& actor, const Examine& command, Examined done) override;
    void probe(const Actor& actor, const Probe& command, Probed done) override;
    [[nodiscard]] Result<ProbeReport> lastProbe(const std::string& target) const override;
    void status(const ConferenceId& conference,
                std::function<void(Result<ServerStatus>)> done) override;
    [[nodiscard]] std::vector<RequestStatus> requests(
        const ConferenceId& conference) const override;
    [[nodiscard]] std::vector<SiteRecord> sites() const override;
    [[nodiscard]] std::vector<std::string> layouts() const override;
    std::uint64_t subscribe(std::function<void(const Event&)> handler) override;
    void unsubscribe(std::uint64_t subscription) override;

    void setCascadeListener(CascadeListener* listener) override;
    [[nodiscard]] bool hasConference(const ConferenceId& conference) const override;
    Status addTrunk(const TrunkSpec& spec) override;
    void removeTrunk(const ConferenceId& conference, const SiteId& trunk) override;
    void redialTrunk(const ConferenceId& conference, const SiteId& trunk) override;
    void trunkStatus(const ConferenceId& conference,
                     std::function<void(std::vector<TrunkStatus>)> done) override;
    Status putFarSites(const ConferenceId& conference,
                       const McuId& link,
                       const std::vector<FarSite>& changed,
                       const std::vector<SiteId>& gone) override;
    void setLinkReachable(const ConferenceId& conference,
                          const McuId& link,
                          bool reachable) override;
    void carry(const ConferenceId& conference, const SiteId& trunk, const SiteId& site) override;
    void noteFarStep(const ConferenceId& conference,
                     const SiteId& site,
                     SelectionStep step) override;
    void refuseFar(const ConferenceId& conference, const SiteId& site, const Error& why) override;
    [[nodiscard]] ProgrammeState programmeOf(const ConferenceId& conference) const override;
    [[nodiscard]] std::vector<RequestState> requestsOf(
        const ConferenceId& conference) const override;
    Status select(const ConferenceId& conference,
                  const SiteId& trunk,
                  const Selection& selection) override;
    void setMasterProgramme(const ConferenceId& conference,
                            const ProgrammeState& programme) override;
    void roster(const ConferenceId& conference,
                std::function<void(std::vector<FarSite>)> done) override;
    /// The site a word means, as commands take it.
    [[nodiscard]] Result<SiteId> resolve(const SiteWord& word) const;
    /// The MCU whose room it is; empty: ours, or no link brings it.
    [[nodiscard]] McuId ownerOf(const SiteId& site) const;

    void report(const ConferenceId& conference,
                const SiteId& site,
                const std::string& kind,
                const std::string& severity,
                const std::string& text,
                const std::map<std::string, std::string>& fields) override;

    void onIncoming(const call::IncomingCall& call) override;
    void onRinging(CallId call) override;
    void onMedia(CallId call, const media::AgreedMedia& media) override;
    void onConnected(CallId call, const std::string& remoteProduct) override;
    void onFastUpdate(CallId call) override;
    void onPeer(CallId call, const call::PeerDescription& peer) override;
    void onUserInput(CallId call, const std::string& keys) override;
    void onEnded(CallId call, const call::HangupCause& cause) override;
    void onRegistered(const std::string& user,
                      const std::string& contact,
                      Duration expires) override;

    void onStreamUp(SessionId session, media::Kind kind) override;
    void onMediaTimeout(SessionId session, media::Kind kind) override;
    void onSecured(SessionId session, media::Kind kind, const std::string& suite) override;
    void onSecurityFailed(SessionId session, media::Kind kind, const Error& error) override;
    void onKeyframeWanted(FeedId feed) override;
    void onFastUpdateBySignalling(SessionId session) override;
    void onSubscribed(SessionId session, media::Kind kind, FeedId feed, SteadyTime at) override;
    void onContributor(SessionId session, media::Kind kind, std::uint32_t contributor) override;
    void onKey(SessionId session, char key) override;

    void onSourceUp(SourceId source) override;
    void onSourceStalled(SourceId source) override;
    void onKeyframeNeeded(SourceId source) override;
    void onCut(ViewId view, std::uint64_t takeId, SteadyTime at) override;

private:
    void tick();
    void fallBackIfLost(Conference& conference);
    /// Calls or media of a site changed: takes, requests and selections may have come further.
    void moveOn(Conference& conference);
    void restoreConference(const StoredConference& stored);
    void setFrozen(SourceId source, bool frozen);

    std::unique_ptr<Domain> domain_;
    std::unique_ptr<Parts> parts_;
    Complement complement_;
    Loop::TimerId timer_ = 0;
    std::uint64_t ticks_ = 0;
    SteadyTime started_;
};

}  // namespace mcu::conference
