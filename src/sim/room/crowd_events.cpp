// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/room/crowd.h"

namespace mcu::sim {

void Crowd::onIncoming(const call::IncomingCall& call) {
    Room* chosen = nullptr;
    for (const auto& [number, room] : rooms_) {
        const bool free = !room->callId() && room->state() != RoomState::opening;
        if (room->user() == call.toUser) {
            chosen = free ? room.get() : nullptr;
            break;
        }
        if (free && chosen == nullptr && rooms_.size() == 1) {
            chosen = room.get();
        }
    }
    if (chosen == nullptr) {
        host_->endpoint.reject(call.id, {call::CauseCode::busy, 0, "", false});
        return;
    }
    chosen->accept(call);
}

void Crowd::onRinging(CallId call) {
    if (auto* room = find(call)) {
        room->onRinging();
    }
}

void Crowd::onMedia(CallId call, const media::AgreedMedia& media) {
    if (auto* room = find(call)) {
        room->onMedia(media);
    }
}

void Crowd::onConnected(CallId call, const std::string& remoteProduct) {
    if (auto* room = find(call)) {
        room->onConnected(remoteProduct);
    }
}

void Crowd::onFastUpdate(CallId call) {
    if (auto* room = find(call)) {
        room->onFastUpdate();
    }
}

void Crowd::onEnded(CallId call, const call::HangupCause& cause) {
    if (auto* room = find(call)) {
        room->onEnded(cause);
    }
}

void Crowd::onRegistered(const std::string& user, const std::string& contact, Duration expires) {
    // Rooms take no registrations.
    static_cast<void>(user);
    static_cast<void>(contact);
    static_cast<void>(expires);
}

void Crowd::onStreamUp(SessionId session, media::Kind kind) {
    if (auto* room = find(session)) {
        note(*room, kind == media::Kind::audio ? "audio-up" : "video-up");
    }
}

void Crowd::onMediaTimeout(SessionId session, media::Kind kind) {
    if (auto* room = find(session)) {
        note(*room, kind == media::Kind::audio ? "audio-silent" : "video-silent");
        // As room systems do: the far end is gone without a word, and the next call is welcome.
        if (kind == media::Kind::audio) {
            room->hangUp();
        }
    }
}

void Crowd::onSecured(SessionId session, media::Kind kind, const std::string& suite) {
    if (auto* room = find(session)) {
        room->onSecured(kind, suite);
    }
}

void Crowd::onSecurityFailed(SessionId session, media::Kind kind, const Error& error) {
    if (auto* room = find(session)) {
        room->onSecurityFailed(kind, error);
    }
}

void Crowd::onKeyframeWanted(FeedId feed) {
    for (const auto& [number, room] : rooms_) {
        if (room->givesBack(feed)) {
            room->requestKeyframe();
        }
    }
    sources_->onKeyframeWanted(feed);
}

void Crowd::onFastUpdateBySignalling(SessionId session) {
    if (auto* room = find(session); room != nullptr && room->callId()) {
        host_->endpoint.requestFastUpdate(room->callId());
    }
}

void Crowd::onSubscribed(SessionId session, media::Kind kind, FeedId feed, SteadyTime at) {
    // Rooms have no takes to report.
    static_cast<void>(session);
    static_cast<void>(kind);
    static_cast<void>(feed);
    static_cast<void>(at);
}

}  // namespace mcu::sim
