// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "app/gatekeeper_link.h"
#include "app/incident_notices.h"
#include "app/machine_watch.h"
#include "app/memory_keeper.h"
#include "app/notice_command.h"
#include "app/server_settings.h"
#include "app/training_clock.h"
#include "base/asio_loop.h"
#include "cascade/cascade_service.h"
#include "conference/conference_service.h"
#include "conference/journal.h"
#include "conference/probe_journal.h"
#include "control/control_server.h"
#include "h323/h323_endpoint.h"
#include "mixing/audio/audio_mixer_engine.h"
#include "mixing/video/video_mixer_engine.h"
#include "session/session_service.h"
#include "sip/sip_endpoint.h"
#include "transport/rtp_transport.h"

namespace mcu::app {

/// `mcud` put together: the one place that names the concrete classes behind the domain's
/// interfaces. Made on the thread that then runs the loop (role control). Members are declared in
/// the order they are made, so they end in reverse: control socket, signalling, domain's media,
/// domain.
class Server {
public:
    /// Opens everything in order; the first thing that cannot be had is the error. `loop` outlives
    /// the server.
    static Result<std::unique_ptr<Server>> start(ServerSettings settings, AsioLoop& loop);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Takes no more requests, ends all calls, and stops the loop when the far ends have been told,
    /// at most 3 s later. On the loop.
    void shutDown();

private:
    Server(ServerSettings settings, AsioLoop& loop);

    Status openJournal();
    Status openMedia();
    Status openSip();
    Status openH323();
    Status openConferences();
    Status openSessions();
    Status openIncidents();
    /// Who answers for a site, as the register says.
    [[nodiscard]] incident::Owner ownerOf(const SiteId& site) const;
    /// Whose the sites are, and where refusals go: for the control API.
    void tellOfAccess();
    /// Somebody was refused an act: an event, and a line of the log.
    void noteRefusal(const access::Refusal& refusal);
    Status openCascade();
    Status openGatekeepers();
    Status beginGatekeepers();
    /// Where other MCUs dial our trunks.
    [[nodiscard]] Result<std::string> cascadeSipAddress() const;
    void openPlanned(const PlannedConference& planned);
    /// Our own sites of the register become sites that can be called.
    void putRegistry(const session::Registry& registry);
    void complement(conference::ServerStatus& status) const;
    [[nodiscard]] std::vector<control::ExpectedPort> expectedPorts() const;
    /// Gives the registrar the passwords of the present site list.
    void refreshCredentials();
    void awaitEndOfCalls(SteadyTime deadline);

    ServerSettings settings_;
    AsioLoop& loop_;
    std::unique_ptr<conference::Journal> journal_;
    std::unique_ptr<session::Journal> noSessions_;  ///< without a state directory
    session::Journal* sessionJournal_ = nullptr;
    std::unique_ptr<incident::Journal> noIncidents_;  ///< without a state directory
    incident::Journal* incidentJournal_ = nullptr;
    conference::ProbeJournal* probeJournal_ = nullptr;
    std::unique_ptr<conference::ConferenceService> service_;
    std::unique_ptr<mixing::VideoMixerEngine> video_;
    std::unique_ptr<mixing::AudioMixerEngine> audio_;
    std::unique_ptr<transport::RtpTransport> transport_;
    std::unique_ptr<sip::SipEndpoint> sip_;
    std::unique_ptr<h323::H323Endpoint> h323_;
    std::unique_ptr<sip::SipEndpoint> cascadeSip_;
    std::unique_ptr<GatekeeperLink> gatekeepers_;
    std::unique_ptr<cascade::CascadeService> cascade_;
    std::unique_ptr<NoticeCommand> notices_;
    std::unique_ptr<session::SessionService> sessions_;
    std::unique_ptr<TrainingClock> trainingClock_;
    std::unique_ptr<IncidentNotices> incidentNotices_;
    std::unique_ptr<incident::IncidentService> incidents_;
    std::unique_ptr<control::ControlServer> control_;
    std::unique_ptr<MemoryKeeper> memory_;
    std::unique_ptr<MachineWatch> machine_;
    bool stopping_ = false;
};

}  // namespace mcu::app
