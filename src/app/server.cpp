// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server.h"

#include <map>
#include <utility>

#include "app/components.h"
#include "app/expected_ports.h"
#include "app/machine_address.h"
#include "app/process_figures.h"
#include "app/security_evidence.h"
#include "app/site_owners.h"
#include "base/log.h"
#include "conference/layout.h"
#include "store/sqlite_journal.h"

namespace mcu::app {

namespace {

constexpr auto kLongestFarewell = std::chrono::seconds(3);
constexpr auto kFarewellPoll = std::chrono::milliseconds(20);

const conference::Actor kSystem{"system", "configuration", ""};

/// What the configuration says of a site and the register does not (its password, how it is called)
/// stays.
conference::SiteRecord complemented(conference::SiteRecord site,
                                    const std::map<SiteId, conference::SiteRecord>& known) {
    const auto found = known.find(site.id);
    if (found == known.end()) {
        return site;
    }
    conference::SiteRecord both = found->second;
    both.name = site.name;
    both.shortName = site.shortName;
    both.aliases = site.aliases;
    both.level = site.level;
    both.uri = site.uri.empty() ? both.uri : site.uri;
    both.backupUri = site.backupUri.empty() ? both.backupUri : site.backupUri;
    both.maxKbps = site.maxKbps;
    both.relay = site.relay.empty() ? both.relay : site.relay;
    both.phone = site.phone.empty() ? both.phone : site.phone;
    return both;
}

void addSipCounters(std::map<std::string, std::uint64_t>& counters, const sip::SipCounters& sip) {
    counters["sip.malformed"] = sip.malformed;
    counters["sip.refused"] = sip.refused;
    counters["sip.auth_failures"] = sip.authFailures;
    counters["sip.incoming_calls"] = sip.incomingCalls;
    counters["sip.outgoing_calls"] = sip.outgoingCalls;
    counters["sip.connected_calls"] = sip.connectedCalls;
    counters["sip.ended_calls"] = sip.endedCalls;
    counters["sip.registrations"] = sip.registrationsAccepted;
    counters["sip.active_calls"] = sip.activeCalls;
    counters["sip.registered_users"] = sip.registeredUsers;
}

void addH323Counters(std::map<std::string, std::uint64_t>& counters,
                     const h323::H323Counters& h323) {
    counters["h323.malformed"] = h323.malformed;
    counters["h323.refused"] = h323.refused;
    counters["h323.incoming_calls"] = h323.incomingCalls;
    counters["h323.outgoing_calls"] = h323.outgoingCalls;
    counters["h323.connected_calls"] = h323.connectedCalls;
    counters["h323.ended_calls"] = h323.endedCalls;
    counters["h323.silent_dropped"] = h323.silentDropped;
    counters["h323.connections_refused"] = h323.connectionsRefused;
    counters["h323.tls_failures"] = h323.tlsFailures;
    counters["h323.user_inputs"] = h323.userInputs;
    counters["h323.new_keys"] = h323.newKeys;
    counters["h323.active_calls"] = h323.activeCalls;
}

}  // namespace

Server::Server(ServerSettings settings, AsioLoop& loop)
    : settings_(std::move(settings)), loop_(loop) {}

Server::~Server() {
    memory_.reset();
    if (control_) {
        control_->stop();
    }
    control_.reset();
    incidents_.reset();
    incidentNotices_.reset();
    if (service_) {
        service_->confidentialBy([](const ConferenceId& /*conference*/) { return false; });
    }
    notices_.reset();  // its thread may still post answers; they are dropped with the loop
    sessions_.reset();
    cascade_.reset();
    cascadeSip_.reset();
    h323_.reset();
    sip_.reset();
    gatekeepers_.reset();
    // The domain goes before the media it drives.
    service_.reset();
}

Result<std::unique_ptr<Server>> Server::start(ServerSettings settings, AsioLoop& loop) {
    std::unique_ptr<Server> server(new Server(std::move(settings), loop));
    for (const auto step : {&Server::openJournal,
                            &Server::openMedia,
                            &Server::openSip,
                            &Server::openGatekeepers,
                            &Server::openH323,
                            &Server::openConferences,
                            &Server::beginGatekeepers,
                            &Server::openCascade,
                            &Server::openSessions,
                            &Server::openIncidents}) {
        const Status opened = (server.get()->*step)();
        if (!opened) {
            return opened.error();
        }
    }
    server->settings_.control.gatekeeper = [owner = server.get()] {
        return owner->gatekeepers_ ? owner->gatekeepers_->status() : call::GatekeeperStatus();
    };
    server->settings_.control.ports = [expected = server->expectedPorts()] {
        return control::comparePorts(expected, openSockets());
    };
    server->settings_.control.host = HostLook(server->settings_, server->expectedPorts());
    server->settings_.control.buildId = buildId();
    server->settings_.control.components = components();
    server->tellOfAccess();
    control::Surroundings around{*server->service_,
                                 loop,
                                 server->cascade_.get(),
                                 server->sessions_.get(),
                                 server->incidents_.get(),
                                 server->service_.get()};
    auto control = control::ControlServer::start(server->settings_.control, around);
    if (!control) {
        return control.error().in("control");
    }
    server->control_ = std::move(*control);
    server->memory_ = std::make_unique<MemoryKeeper>(loop, [owner = server.get()] {
        return (owner->sip_ ? owner->sip_->counters().endedCalls : 0) +
               (owner->h323_ ? owner->h323_->counters().endedCalls : 0);
    });
    logger("app").info("server up id={} version={}",
                       server->settings_.conference.serverId,
                       server->settings_.conference.version);
    return server;
}

void Server::tellOfAccess() {
    auto& access = settings_.control.access;
    access.owners = [this](const std::string& word) {
        return siteOwners(word,
                          *service_,
                          sessions_->registry(),
                          settings_.incidents.organisation,
                          settings_.conference.serverId);
    };
    access.refused = [this](const access::Refusal& refusal) { noteRefusal(refusal); };
}

void Server::noteRefusal(const access::Refusal& refusal) {
    logger("control").warn("refused actor={} from={} act={} why={} before={}",
                           refusal.actor.name,
                           refusal.actor.origin,
                           refusal.act,
                           refusal.id,
                           refusal.before);
    service_->report({},
                     {},
                     "security.refused",
                     "warning",
                     refusal.text,
                     {{"actor", refusal.actor.name},
                      {"organisation", refusal.actor.organisation},
                      {"origin", refusal.actor.origin},
                      {"role", refusal.role},
                      {"act", refusal.act},
                      {"right", refusal.right},
                      {"reason", refusal.id},
                      {"repeated", std::to_string(refusal.before)}});
}

std::vector<control::ExpectedPort> Server::expectedPorts() const {
    BoundSignalling bound;
    bound.sip = sip_ ? sip_->boundListeners() : std::vector<sip::SipListener>();
    bound.trunks = cascadeSip_ ? cascadeSip_->boundListeners() : std::vector<sip::SipListener>();
    bound.h323 = h323_ ? h323_->boundAddress() : NetAddress();
    bound.h323Tls = h323_ ? h323_->boundTlsAddress() : NetAddress();
    bound.cascadePort = cascade_ ? cascade_->port() : 0;
    return app::expectedPorts(settings_, bound);
}

Status Server::openJournal() {
    if (settings_.stateDirectory.empty()) {
        journal_ = std::make_unique<conference::NullJournal>();
        noSessions_ = std::make_unique<session::NullJournal>();
        sessionJournal_ = noSessions_.get();
        noIncidents_ = std::make_unique<incident::NullJournal>();
        incidentJournal_ = noIncidents_.get();
        return {};
    }
    auto journal = store::SqliteJournal::open(settings_.stateDirectory, loop_);
    if (!journal) {
        return journal.error().in("mcu.state_dir");
    }
    sessionJournal_ = journal->get();
    incidentJournal_ = journal->get();
    probeJournal_ = journal->get();
    journal_ = std::move(*journal);
    return {};
}

Status Server::openMedia() {
    const auto& ports = settings_.transport;
    machine_ = std::make_unique<MachineWatch>(
        settings_.stateDirectory, ports.firstPort == 0 ? 0 : ports.lastPort - ports.firstPort + 1);
    conference::LayoutBook layouts;
    if (!settings_.layoutsDirectory.empty()) {
        const Status added = layouts.addFolder(settings_.layoutsDirectory);
        if (!added) {
            return added.error().in("mcu.layouts");
        }
    }
    service_ = std::make_unique<conference::ConferenceService>(
        loop_, *journal_, settings_.conference, std::move(layouts));
    service_->setProbeJournal(probeJournal_);
    auto video = mixing::VideoMixerEngine::create(settings_.video, loop_, *service_);
    if (!video) {
        return video.error().in("video");
    }
    video_ = std::move(*video);
    auto audio = mixing::AudioMixerEngine::create(loop_);
    if (!audio) {
        return audio.error().in("audio");
    }
    audio_ = std::move(*audio);
    auto transport = transport::RtpTransport::create(settings_.transport, loop_, *service_);
    if (!transport) {
        return transport.error().in("media");
    }
    transport_ = std::move(*transport);
    service_->attachMedia(*transport_, *audio_, *video_);
    service_->complementStatus([this](conference::ServerStatus& status) { complement(status); });
    return {};
}

Status Server::openSip() {
    if (!settings_.sipEnabled) {
        return {};
    }
    auto sip = sip::SipEndpoint::create(settings_.sip, loop_, *service_);
    if (!sip) {
        return sip.error().in("sip");
    }
    sip_ = std::move(*sip);
    service_->addEndpoint(*sip_);
    return {};
}

Status Server::openH323() {
    if (!settings_.h323Enabled) {
        return {};
    }
    auto h323 = h323::H323Endpoint::create(settings_.h323, loop_, *service_);
    if (!h323) {
        return h323.error().in("h323");
    }
    h323_ = std::move(*h323);
    service_->addEndpoint(*h323_);
    return {};
}

Status Server::openConferences() {
    const Status listed = service_->putSites(settings_.sites);
    if (!listed) {
        return listed.error().in("sites");
    }
    const Status restored = service_->restore();
    if (!restored) {
        return restored.error().in("mcu.state_dir");
    }
    refreshCredentials();
    service_->subscribe([this](const conference::Event& event) {
        if (event.kind.starts_with("sites.")) {
            refreshCredentials();
        }
    });
    for (const auto& planned : settings_.conferences) {
        openPlanned(planned);
    }
    return {};
}

/// Before the calls, which ask them first; they begin when it is known where calls come in.
Status Server::openGatekeepers() {
    if (!settings_.ras) {
        return {};
    }
    auto link = GatekeeperLink::open(*settings_.ras, settings_.h323Names, loop_, *service_);
    if (!link) {
        return link.error();
    }
    gatekeepers_ = std::move(*link);
    settings_.h323.gate = &gatekeepers_->gate();
    gatekeepers_->endCall = [this](CallId call, const call::HangupCause& cause) {
        if (h323_) {
            h323_->hangUp(call, cause);
        }
    };
    gatekeepers_->limitCall = [this](CallId call, std::uint32_t kbps) {
        if (h323_) {
            h323_->limitIncomingVideo(call, kbps);
        }
    };
    return {};
}

Status Server::beginGatekeepers() {
    if (gatekeepers_) {
        gatekeepers_->begin(h323_ ? h323_->boundAddress() : NetAddress());
    }
    return {};
}

Status Server::openCascade() {
    if (!settings_.cascade) {
        return {};
    }
    auto sip = sip::SipEndpoint::create(settings_.cascadeSip, loop_, *service_);
    if (!sip) {
        return sip.error().in("cascade.sip_listen");
    }
    cascadeSip_ = std::move(*sip);
    service_->addEndpoint(*cascadeSip_);
    auto address = cascadeSipAddress();
    if (!address) {
        return address.error().in("cascade.public_address");
    }
    settings_.cascade->sipAddress = *address;
    auto cascade = cascade::CascadeService::start(
        *settings_.cascade,
        loop_,
        *service_,
        [sip = cascadeSip_.get()](std::map<std::string, Secret<std::string>> credentials) {
            sip->setCredentials(std::move(credentials));
        });
    if (!cascade) {
        return cascade.error().in("cascade");
    }
    cascade_ = std::move(*cascade);
    service_->subscribe([this](const conference::Event& event) {
        if (cascade_) {
            cascade_->noteEvent(event);
        }
    });
    return {};
}

Status Server::openSessions() {
    notices_ =
        std::make_unique<NoticeCommand>(loop_, settings_.noticeCommand, settings_.noticeTimeout);
    sessions_ = std::make_unique<session::SessionService>(
        session::Surroundings{
            loop_, *sessionJournal_, *service_, *notices_, cascade_.get(), service_.get()},
        settings_.session);
    sessions_->onRegistry([this](const session::Registry& registry) { putRegistry(registry); });
    sessions_->onAlarm([this](const session::SessionService::Alarm& alarm) {
        service_->report(
            {alarm.conference}, {}, alarm.kind, alarm.severity, alarm.text, alarm.fields);
    });
    if (!settings_.trainingClock.empty()) {
        trainingClock_ = std::make_unique<TrainingClock>(
            loop_, settings_.trainingClock, [this](std::chrono::seconds offset) {
                sessions_->setClockOffset(offset);
            });
    }
    service_->confidentialBy(
        [this](const ConferenceId& conference) { return sessions_->confidential(conference); });
    const Status restored = sessions_->restore();
    return restored ? Status() : restored.error().in("mcu.state_dir");
}

Status Server::openIncidents() {
    incidentNotices_ = std::make_unique<IncidentNotices>(
        loop_, settings_.incidentCommand, settings_.incidentTimeout);
    incidents_ = std::make_unique<incident::IncidentService>(
        incident::Surroundings{loop_, *incidentJournal_, *service_, *incidentNotices_},
        settings_.incidents);
    incidents_->onAlarm([this](const incident::IncidentService::Alarm& alarm) {
        service_->report(
            alarm.conference, alarm.site, alarm.kind, alarm.severity, alarm.text, alarm.fields);
    });
    incidents_->ownersFrom([this](const SiteId& site) { return ownerOf(site); });
    const Status restored = incidents_->restore();
    if (restored && cascade_) {
        cascade_->carryIncidents(*incidents_);
    }
    sessions_->follow(*incidents_, *incidents_);
    if (cascade_) {
        cascade_->carryChecks(sessions_->checkKeeper());
        cascade_->carrySessions(sessions_->sessionKeeper());
    }
    return restored ? Status() : restored.error().in("mcu.state_dir");
}

incident::Owner Server::ownerOf(const SiteId& site) const {
    const auto* entry = sessions_->registry().find(site.value);
    if (entry == nullptr || entry->owner.empty()) {
        return {settings_.incidents.organisation, {}, {}};
    }
    return {entry->owner, entry->contact.name, entry->contact.phone};
}

void Server::putRegistry(const session::Registry& registry) {
    std::map<SiteId, conference::SiteRecord> known;
    for (auto& site : service_->sites()) {
        known.emplace(site.id, std::move(site));
    }
    for (const auto& site : registry.sites()) {
        if (!site.mcu.empty() && site.mcu != settings_.conference.serverId) {
            continue;  // the link to its MCU brings it
        }
        const Status put = service_->putSites({complemented(registry.recordFor(site), known)});
        if (!put) {
            logger("app").warn(
                "site of the register not taken site={} why={}", site.id, put.error().message);
        }
    }
    refreshCredentials();
}

Result<std::string> Server::cascadeSipAddress() const {
    const auto bound = cascadeSip_->boundListeners().front().address;
    if (!settings_.cascadeAddress.empty()) {
        return settings_.cascadeAddress + ":" + std::to_string(bound.port());
    }
    if (!bound.isAny()) {
        return bound.toString();
    }
    auto machine = machineAddress();
    if (!machine) {
        return machine.error();
    }
    machine->setPort(bound.port());
    return machine->toString();
}

void Server::openPlanned(const PlannedConference& planned) {
    const auto id = planned.create.conference;
    service_->execute(
        kSystem,
        planned.create,
        [this, id, call = planned.callAtStart](const Result<conference::Outcome>& made) {
            if (!made) {
                if (made.error().code != ErrorCode::alreadyExists) {
                    logger("app").error("conference of the configuration not made conf={} why={}",
                                        id.value,
                                        made.error().message);
                }
                return;
            }
            if (call) {
                service_->execute(kSystem, conference::CallAbsent{id}, [](const auto&) {});
            }
        });
}

void Server::complement(conference::ServerStatus& status) const {
    const ProcessFigures process = processFigures();
    status.threads = process.threads;
    status.residentMiB = process.residentMiB;
    status.cpuSeconds = process.cpuSeconds;
    status.machine =
        machine_->look(loop_.clock().now(), process.cpuSeconds, status.transport.sessions);
    for (auto& warning : warningsOf(status.machine)) {
        status.warnings.push_back(std::move(warning));
    }
    if (sip_) {
        for (const auto& listener : sip_->boundListeners()) {
            status.listeners.push_back("sip " + std::string(sip::nameOf(listener.transport)) + " " +
                                       listener.address.toString());
        }
        addSipCounters(status.counters, sip_->counters());
    }
    if (h323_) {
        if (h323_->boundAddress().isSet()) {
            status.listeners.push_back("h323 tcp " + h323_->boundAddress().toString());
        }
        if (h323_->boundTlsAddress().isSet()) {
            status.listeners.push_back("h323 tls " + h323_->boundTlsAddress().toString());
        }
        addH323Counters(status.counters, h323_->counters());
    }
    if (cascade_) {
        status.counters.merge(cascade_->counters());
    }
    if (gatekeepers_) {
        gatekeepers_->complement(status);
    }
    if (trainingClock_) {
        status.warnings.emplace_back("training clock: the times of sessions are not real");
    }
    status.counters["access.refused"] = control_ ? control_->refusals() : 0;
    status.counters["audio.skipped_ticks"] = audio_->skippedTicks();
}

void Server::refreshCredentials() {
    if (!sip_) {
        return;
    }
    sip::Credentials credentials;
    for (const auto& site : service_->sites()) {
        credentials[site.user.empty() ? site.id.value : site.user] = site.password;
    }
    sip_->setCredentials(std::move(credentials));
}

void Server::shutDown() {
    if (stopping_) {
        return;
    }
    stopping_ = true;
    logger("app").info("server stopping");
    control_->stop();
    trainingClock_.reset();
    incidents_->close();
    sessions_->close();
    cascade_.reset();
    service_->shutDown();
    awaitEndOfCalls(loop_.clock().now() + kLongestFarewell);
}

void Server::awaitEndOfCalls(SteadyTime deadline) {
    const auto activeCalls = [](const std::unique_ptr<sip::SipEndpoint>& sip) {
        return sip ? sip->counters().activeCalls : 0;
    };
    const auto h323Calls = h323_ ? h323_->counters().activeCalls : 0;
    if (activeCalls(sip_) + activeCalls(cascadeSip_) + h323Calls == 0 ||
        loop_.clock().now() >= deadline) {
        loop_.stop();
        return;
    }
    loop_.after(kFarewellPoll, [this, deadline] { awaitEndOfCalls(deadline); });
}

}  // namespace mcu::app
