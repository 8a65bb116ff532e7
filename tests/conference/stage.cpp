// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/stage.h"

#include <algorithm>
#include <stdexcept>

namespace mcu::conference {

media::AgreedMedia agreed(const RoomKind& kind) {
    media::AgreedMedia result;
    const auto address = *NetAddress::parse("192.0.2.1", 4000);
    const auto direction = kind.held ? media::Direction::inactive : media::Direction::sendReceive;
    media::AgreedStream audio;
    audio.kind = media::Kind::audio;
    audio.remoteRtp = address;
    audio.direction = direction;
    audio.send.codec = kind.audio;
    audio.receive = {audio.send};
    media::AgreedStream video;
    video.kind = media::Kind::video;
    video.remoteRtp = address;
    video.direction = direction;
    video.send.codec = kind.video;
    video.send.h264.packetizationMode = kind.packetizationMode;
    video.send.h264.levelIdc = kind.level;
    video.receive = {video.send};
    video.maxKbps = kind.maxKbps;
    if (kind.encrypted) {
        audio.keying = media::SdesKeys{};
        video.keying = media::SdesKeys{};
    }
    result.streams = {audio, video};
    result.heldByRemote = kind.held;
    return result;
}

Stage::Stage(Settings settings, Journal* journal)
    : service(loop, journal == nullptr ? nullJournal : *journal, std::move(settings), LayoutBook()),
      transport(loop, service),
      video(loop, service) {
    service.attachMedia(transport, audio, video);
    service.addEndpoint(sip);
    service.subscribe([this](const Event& event) { events.push_back(event); });
}

Stage::~Stage() = default;

SiteRecord Stage::listed(const std::string& id, const std::string& name) {
    SiteRecord record;
    record.id = SiteId{id};
    record.name = name.empty() ? "Room " + id : name;
    record.level = "commune";
    record.uri = "sip:" + id + "@192.0.2.7";
    record.home = ConferenceId{"c"};
    return record;
}

CreateConference Stage::defaults() {
    CreateConference command;
    command.conference = ConferenceId{"c"};
    command.captions = false;
    return command;
}

void Stage::createConference(const std::vector<std::string>& sites, const CreateConference& like) {
    CreateConference command = like;
    for (const auto& site : sites) {
        (void)service.putSites({listed(site)});
        command.sites.push_back(site);
    }
    const auto made = run(command);
    if (!made) {
        throw std::runtime_error(made.error().message);
    }
}

std::optional<Result<Outcome>>& Stage::begin(const Command& command) {
    auto& outcome = *pending_.emplace_back(std::make_unique<std::optional<Result<Outcome>>>());
    service.execute(
        actor, command, [&outcome](Result<Outcome> result) { outcome = std::move(result); });
    return outcome;
}

Result<Outcome> Stage::run(const Command& command) {
    auto& outcome = begin(command);
    settle();
    if (!outcome) {
        return Error(ErrorCode::timeout, "the command has not ended");
    }
    return *outcome;
}

CallId Stage::ring(const std::string& fromUser,
                   const std::string& toUser,
                   const std::string& authenticated) {
    call::IncomingCall call;
    call.id = sip.newIncomingId();
    call.fromUri = "sip:" + fromUser + "@192.0.2.7";
    call.toUser = toUser;
    call.authenticatedUser = authenticated;
    call.remoteAddress = "192.0.2.7:5060";
    call.transport = "udp";
    service.onIncoming(call);
    settle();
    return call.id;
}

void Stage::answerWith(CallId call, const RoomKind& kind) {
    service.onMedia(call, agreed(kind));
    service.onConnected(call, "TestRoom/1");
    settle();
}

void Stage::mediaUp(CallId call) {
    const auto session = sip.calls.at(call).local.session;
    service.onStreamUp(session, media::Kind::audio);
    service.onStreamUp(session, media::Kind::video);
    settle();
}

CallId Stage::join(const std::string& site, const RoomKind& kind) {
    const auto call = ring(site);
    answerWith(call, kind);
    mediaUp(call);
    return call;
}

void Stage::leave(CallId call, call::CauseCode cause) {
    service.onEnded(call, {cause, 0, "", true});
    sip.calls.erase(call);
    settle();
}

SessionId Stage::sessionOf(const std::string& site) const {
    SessionId result;
    for (const auto& [id, session] : transport.sessions) {
        if (session.label == site) {
            result = id;
        }
    }
    return result;
}

std::string Stage::siteOfSession(SessionId session) const {
    const auto found = transport.sessions.find(session);
    return found == transport.sessions.end() ? "" : found->second.label;
}

ServerStatus Stage::status() {
    ServerStatus result;
    service.status({}, [&result](Result<ServerStatus> status) {
        if (status) {
            result = *status;
        }
    });
    settle();
    return result;
}

SiteStatus Stage::site(const std::string& id) {
    for (const auto& conference : status().conferences) {
        for (const auto& site : conference.sites) {
            if (site.id.value == id) {
                return site;
            }
        }
    }
    return {};
}

std::optional<ViewStatus> Stage::view(const std::string& name) {
    for (const auto& conference : status().conferences) {
        for (const auto& view : conference.views) {
            if (view.name == name) {
                return view;
            }
        }
    }
    return std::nullopt;
}

const fakes::FakeVideoMixer::Encoder* Stage::encoderOf(const std::string& site) const {
    const auto session = transport.sessions.find(sessionOf(site));
    if (session == transport.sessions.end() ||
        !session->second.watched.contains(media::Kind::video)) {
        return nullptr;
    }
    const auto feed = session->second.watched.at(media::Kind::video);
    for (const auto& [id, encoder] : video.encoders) {
        if (transport.feedOfSink.at(encoder.sink) == feed) {
            return &encoder;
        }
    }
    return nullptr;
}

bool Stage::isForwarded(const std::string& site) const {
    const auto session = transport.sessions.find(sessionOf(site));
    return session != transport.sessions.end() &&
           session->second.watched.contains(media::Kind::video) && encoderOf(site) == nullptr;
}

std::vector<std::string> Stage::sees(const std::string& site) {
    std::vector<std::string> result;
    const auto& session = transport.sessions.at(sessionOf(site));
    if (!session.watched.contains(media::Kind::video)) {
        return result;
    }
    if (const auto* encoder = encoderOf(site)) {
        for (const auto& pane : video.views.at(encoder->view).shown.panes) {
            std::string shown;
            for (const auto& [id, other] : transport.sessions) {
                const auto sink = other.sinks.find(media::Kind::video);
                const auto source = video.sources.find(pane.source);
                if (pane.source && source != video.sources.end() && sink != other.sinks.end() &&
                    sink->second.get() == source->second) {
                    shown = other.label;
                }
            }
            result.push_back(shown);
        }
        return result;
    }
    const auto source = sourceOf(session, media::Kind::video);
    return source.empty() ? result : std::vector<std::string>{source};
}

std::string Stage::sourceOf(const fakes::FakeTransport::Session& session, media::Kind kind) const {
    const auto feed = session.watched.find(kind);
    for (const auto& [id, other] : transport.sessions) {
        const auto forwarded = other.forwardedTo.find(kind);
        if (feed != session.watched.end() && forwarded != other.forwardedTo.end() &&
            forwarded->second == feed->second) {
            return siteOfSession(id);
        }
    }
    return {};
}

std::string Stage::hearsUndecoded(const std::string& site) const {
    return sourceOf(transport.sessions.at(sessionOf(site)), media::Kind::audio);
}

const fakes::FakeAudioMixer::Output* Stage::hears(const std::string& site) const {
    const auto& session = transport.sessions.at(sessionOf(site));
    const auto feed = session.watched.find(media::Kind::audio);
    for (const auto& [id, output] : audio.outputs) {
        if (feed != session.watched.end() && transport.feedOfSink.at(output.sink) == feed->second) {
            return &output;
        }
    }
    return nullptr;
}

bool Stage::isDecodedForSound(const std::string& site) const {
    return transport.sessions.at(sessionOf(site)).sinks.contains(media::Kind::audio);
}

int Stage::count(const std::string& eventKind) const {
    return static_cast<int>(std::count_if(
        events.begin(), events.end(), [&](const Event& event) { return event.kind == eventKind; }));
}

}  // namespace mcu::conference
