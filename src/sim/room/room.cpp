// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/room/room.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace mcu::sim {
namespace {

constexpr int kPortsWithoutSockets = 20000;
constexpr auto kCallAgain = std::chrono::seconds(1);

}  // namespace

std::string_view nameOf(RoomState state) {
    switch (state) {
        case RoomState::idle:
            return "idle";
        case RoomState::opening:
            return "opening";
        case RoomState::dialling:
            return "dialling";
        case RoomState::ringing:
            return "ringing";
        case RoomState::connected:
            return "connected";
        case RoomState::failed:
            return "failed";
    }
    return "?";
}

Room::Room(RoomHost& host, int number)
    : host_(host),
      number_(number),
      user_(fillPattern(host.options.userPattern, number)),
      since_(host.loop.clock().now()) {}

Room::~Room() {
    *alive_ = false;
    host_.loop.cancel(callAgain_);
    release();
}

void Room::enter(RoomState state, std::string_view event) {
    state_ = state;
    since_ = host_.loop.clock().now();
    host_.onEvent(*this, event);
}

media::LocalMedia Room::mediaWithoutSockets() const {
    media::LocalMedia media;
    int port = kPortsWithoutSockets + number_ * 4 % kPortsWithoutSockets;
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        media::LocalStream stream;
        stream.kind = kind;
        stream.rtp = host_.options.mediaAddress;
        stream.rtp.setPort(static_cast<std::uint16_t>(port));
        stream.rtcp = stream.rtp;
        stream.rtcp.setPort(static_cast<std::uint16_t>(port + 1));
        stream.ssrc = static_cast<std::uint32_t>(port);
        stream.cname = user_;
        media.streams.push_back(std::move(stream));
        port += 2;
    }
    return media;
}

void Room::withMedia(std::function<void(const media::LocalMedia&)> use) {
    dialled_ = host_.loop.clock().now();
    cause_.clear();
    securityFailure_.clear();
    setUpMs_ = -1;
    if (!host_.options.media) {
        use(mediaWithoutSockets());
        return;
    }
    media::Transport::SessionSpec spec;
    spec.ice = host_.options.ice;
    spec.localAddress = host_.options.mediaAddress;
    spec.label = user_;
    enter(RoomState::opening, "opening");
    host_.transport.openSession(spec,
                                [this, alive = alive_, attempt = ++attempt_, use = std::move(use)](
                                    Result<media::LocalMedia> opened) {
                                    if (!*alive) {
                                        return;
                                    }
                                    if (attempt != attempt_ || state_ != RoomState::opening) {
                                        if (opened) {
                                            host_.transport.closeSession(opened->session);
                                        }
                                        return;
                                    }
                                    if (!opened) {
                                        cause_ = opened.error().message;
                                        enter(RoomState::failed, "failed");
                                        return;
                                    }
                                    session_ = opened->session;
                                    use(*opened);
                                });
}

bool Room::call(const std::string& to) {
    if (state_ != RoomState::idle && state_ != RoomState::failed) {
        if (hangingUp_) {
            callOnceEnded_ = to;
        }
        return hangingUp_;
    }
    host_.loop.cancel(std::exchange(callAgain_, 0));
    calledTo_ = to;
    if (firstCalled_ == SteadyTime{}) {
        firstCalled_ = host_.loop.clock().now();
    }
    withMedia([this, to](const media::LocalMedia& local) {
        call::DialTarget target;
        target.uri = to.empty() ? host_.options.server : to;
        target.fromUser = user_;
        target.displayName = host_.options.namePattern.empty()
                                 ? user_
                                 : fillPattern(host_.options.namePattern, number_);
        if (!host_.options.password.reveal().empty()) {
            target.authUser = user_;
            target.authPassword = host_.options.password;
        }
        call_ = host_.endpoint.dial(target, local, host_.options.policy);
        enter(RoomState::dialling, "dialling");
    });
    return true;
}

void Room::accept(const call::IncomingCall& incoming) {
    call_ = incoming.id;
    withMedia([this, id = incoming.id](const media::LocalMedia& local) {
        host_.endpoint.answer(id, local, host_.options.policy);
        enter(RoomState::ringing, "answering");
    });
}

void Room::hangUp() {
    host_.loop.cancel(std::exchange(callAgain_, 0));
    callOnceEnded_.reset();
    if (call_) {
        hangingUp_ = true;
        host_.endpoint.hangUp(call_, {call::CauseCode::normal, 0, "", false});
    } else if (state_ == RoomState::opening) {
        enter(RoomState::idle, "ended");
    }
}

void Room::setHold(bool on) {
    if (call_) {
        host_.endpoint.setHold(call_, on);
    }
}

void Room::onRinging() {
    enter(RoomState::ringing, "ringing");
}

void Room::onMedia(const media::AgreedMedia& media) {
    agreed_ = media;
    if (!session_) {
        return;
    }
    host_.transport.apply(session_, impaired(media));
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        if (host_.options.returns) {
            giveBack(kind);
        } else {
            send(kind);
        }
    }
    watch();
    host_.onEvent(*this, "media");
}

media::AgreedMedia Room::impaired(media::AgreedMedia media) const {
    if (host_.relay == nullptr) {
        return media;
    }
    for (auto& stream : media.streams) {
        if (stream.active()) {
            // The server's first packets may come straight here, before it knows the relay.
            stream.symmetric = false;
            stream.remoteRtp = host_.relay->towards(session_, stream.remoteRtp);
            if (stream.remoteRtcp.isSet()) {
                stream.remoteRtcp = host_.relay->towards(session_, stream.remoteRtcp);
            }
        }
    }
    return media;
}

std::optional<RunningFeed>& Room::slot(media::Kind kind) {
    return kind == media::Kind::audio ? sound_ : picture_;
}

const RunningFeed* Room::feedOf(media::Kind kind) const {
    const auto& feed = kind == media::Kind::audio ? sound_ : picture_;
    return feed ? &*feed : nullptr;
}

bool& Room::muted(media::Kind kind) {
    return kind == media::Kind::audio ? audioMuted_ : videoMuted_;
}

void Room::send(media::Kind kind) {
    const auto* stream = agreed_.find(kind);
    auto& feed = slot(kind);
    if (stream == nullptr) {
        return;
    }
    if (feed && feed->codec == stream->send.codec) {
        return;
    }
    auto made = kind == media::Kind::audio ? host_.sources.sound(number_, stream->send.codec)
                                           : host_.sources.picture(number_, stream->send);
    if (!made) {
        logger("sim").error("room {} cannot send: {}", number_, made.error().message);
        return;
    }
    const auto before = std::exchange(feed, *made);
    if (!muted(kind)) {
        host_.transport.subscribe(session_, kind, feed->id);
    }
    if (before) {
        host_.sources.stop(*before);
    }
}

void Room::giveBack(media::Kind kind) {
    const auto* stream = agreed_.find(kind);
    auto& feed = returned_.at(static_cast<std::size_t>(kind));
    if (stream == nullptr || feed) {
        return;
    }
    feed = host_.transport.createFeed(stream->send.codec).id;
    host_.transport.forward(session_, kind, feed);
    host_.transport.subscribe(session_, kind, feed);
}

bool Room::givesBack(FeedId feed) const {
    return feed && std::find(returned_.begin(), returned_.end(), feed) != returned_.end();
}

void Room::watch() {
    const auto& options = host_.options;
    if (!pictures_ && options.look.contains(number_, options.first) &&
        agreed_.find(media::Kind::video) != nullptr) {
        const auto ask = [this, alive = alive_, session = session_] {
            if (*alive && session == session_) {
                host_.transport.requestKeyframe(session);
            }
        };
        pictures_ = std::make_shared<PictureWatcher>(
            [&loop = host_.loop, ask] { static_cast<void>(loop.post(ask)); });
        host_.watching.add(pictures_);
        host_.transport.setSink(session_, media::Kind::video, pictures_->sink());
        host_.transport.requestKeyframe(session_);
    }
    if (!sounds_ && options.listen.contains(number_, options.first) &&
        agreed_.find(media::Kind::audio) != nullptr) {
        sounds_ = std::make_shared<SoundWatcher>();
        host_.watching.add(sounds_);
        host_.transport.setSink(session_, media::Kind::audio, sounds_->sink());
    }
}

void Room::onConnected(const std::string& product) {
    product_ = product;
    wasConnected_ = true;
    setUpMs_ =
        std::chrono::duration<double, std::milli>(host_.loop.clock().now() - dialled_).count();
    enter(RoomState::connected, "connected");
}

void Room::onFastUpdate() {
    if (picture_) {
        picture_->stream->wantKeyframe();
    }
}

void Room::onEnded(const call::HangupCause& cause) {
    cause_ = std::string(call::nameOf(cause.code)) + (cause.text.empty() ? "" : ": " + cause.text);
    const bool wanted = cause.code == call::CauseCode::normal || !cause.byRemote;
    release();
    if (!hangingUp_ && callAgain(cause)) {
        enter(RoomState::idle, "waiting");
        return;
    }
    hangingUp_ = false;
    enter(wanted ? RoomState::idle : RoomState::failed, "ended");
    if (const auto to = std::exchange(callOnceEnded_, std::nullopt)) {
        call(*to);
    }
}

bool Room::callAgain(const call::HangupCause& cause) {
    const bool startingUp = cause.code == call::CauseCode::unreachable && !wasConnected_ &&
                            firstCalled_ != SteadyTime{} &&
                            host_.loop.clock().now() - firstCalled_ <
                                std::chrono::seconds(host_.options.startWaitSeconds);
    if (startingUp) {
        callAgain_ = host_.loop.after(kCallAgain, [this] {
            callAgain_ = 0;
            call(calledTo_);
        });
    }
    return startingUp;
}

void Room::onSecured(media::Kind kind, const std::string& suite) {
    static_cast<void>(kind);
    static_cast<void>(suite);
    host_.onEvent(*this, "secured");
}

void Room::onSecurityFailed(media::Kind kind, const Error& error) {
    static_cast<void>(kind);
    securityFailure_ = error.message;
    host_.onEvent(*this, "security-failed");
}

void Room::requestKeyframe() {
    if (session_) {
        host_.transport.requestKeyframe(session_);
    }
}

void Room::press(const std::string& keys) {
    if (call_) {
        host_.endpoint.sendUserInput(call_, keys);
    }
}

void Room::limitVideo(std::uint32_t kbps) {
    if (call_) {
        host_.endpoint.limitIncomingVideo(call_, kbps);
    }
}

void Room::setAudioCodecs(std::vector<media::Codec> codecs) {
    if (call_) {
        auto policy = host_.options.policy;
        policy.audio = std::move(codecs);
        host_.endpoint.announce(call_, policy);
    }
}

void Room::ownPicture() {
    const auto* stream = agreed_.find(media::Kind::video);
    if (ownsPicture_ || !host_.options.samePicture || !picture_ || stream == nullptr) {
        return;
    }
    if (auto made = host_.sources.ownPicture(number_, stream->send)) {
        picture_ = *made;
        ownsPicture_ = true;
        host_.transport.subscribe(session_, media::Kind::video, picture_->id);
    }
}

void Room::setFrozen(bool on) {
    ownPicture();
    if (picture_) {
        picture_->stream->setFrozen(on);
    }
}

void Room::setGarbage(bool on) {
    ownPicture();
    if (picture_) {
        picture_->stream->setGarbage(on);
    }
}

void Room::setMuted(media::Kind kind, bool on) {
    const bool before = std::exchange(muted(kind), on);
    if (!slot(kind) || before == on) {
        return;
    }
    if (on) {
        host_.transport.unsubscribe(session_, kind);
    } else {
        host_.transport.subscribe(session_, kind, slot(kind)->id);
    }
}

void Room::setVideoMuted(bool on) {
    setMuted(media::Kind::video, on);
}

void Room::setAudioMuted(bool on) {
    setMuted(media::Kind::audio, on);
}

void Room::release() {
    call_ = {};
    if (pictures_) {
        host_.watching.remove(pictures_.get());
        pictures_.reset();
    }
    if (sounds_) {
        host_.watching.remove(sounds_.get());
        sounds_.reset();
    }
    if (session_) {
        host_.transport.closeSession(session_);
        if (host_.relay != nullptr) {
            host_.relay->end(session_);
        }
        session_ = {};
    }
    for (auto& feed : returned_) {
        if (feed) {
            host_.transport.destroyFeed(std::exchange(feed, {}));
        }
    }
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        if (auto& feed = slot(kind)) {
            host_.sources.stop(*feed);
            feed.reset();
        }
    }
    ownsPicture_ = false;
    agreed_ = {};
}

}  // namespace mcu::sim
