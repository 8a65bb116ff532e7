// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/stream.h"

#include "base/log.h"
#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport {

using media::Kind;
using Listener = media::Transport::Listener;

Stream::Stream(StreamHost& host,
               Identity identity,
               SocketPair sockets,
               std::unique_ptr<IcePath> ice)
    : host_(host),
      identity_(std::move(identity)),
      sockets_(std::move(sockets)),
      ice_(std::move(ice)),
      out_(identity_.kind, identity_.ssrc),
      rtcp_(identity_.ssrc, identity_.cname) {}

void Stream::apply(const media::AgreedStream* agreed) {
    up_ = false;
    timedOut_ = false;
    silentSince_ = host_.now();
    const bool sentBefore = out_.sending();
    if (agreed == nullptr || !agreed->active()) {
        agreed_.reset();
        out_.configure({});
        keys_.clear();
        cbc_.clear();
        dtls_.end();
        return;
    }
    agreed_ = std::make_unique<const media::AgreedStream>(*agreed);
    in_.configure(*agreed, identity_.ssrc);
    applyIce(*agreed);
    applyKeying();
    out_.configure(*agreed);
    if (agreed->remoteRtcp.isSet()) {
        rtcpLatch_.announce(agreed->remoteRtcp, agreed->symmetric);
    }
    if (!sentBefore && out_.sending() && out_.pending()) {
        host_.wantKeyframe(out_.pending());
    }
}

bool Stream::receiving() const {
    return agreed_ && media::receives(agreed_->direction) && !agreed_->receive.empty();
}

void Stream::subscribe(FeedId feed, std::uint32_t contributor) {
    const auto current = out_.current();
    const auto pending = out_.pending();
    if (pending && pending != feed && pending != current) {
        host_.leaveFeed(pending, *this);
    }
    if (!feed && current) {
        host_.leaveFeed(current, *this);
    }
    out_.subscribe(feed, contributor);
    if (out_.pending() && identity_.kind == Kind::video) {
        host_.wantKeyframe(feed);
    }
}

void Stream::requestKeyframe() {
    keyframes_.request();
    askForKeyframe();
}

void Stream::askForKeyframe() {
    if (!agreed_ || !keyframes_.due(host_.now())) {
        return;
    }
    ++keyframesAsked_;
    rtcp::Writer packet;
    if (agreed_->remoteTakesPli) {
        rtcp_.writePictureLoss(packet, in_, rtcpNow());
    } else if (agreed_->remoteTakesFir) {
        rtcp_.writeFullIntraRequest(packet, in_, rtcpNow());
    } else {
        host_.report([session = identity_.session](Listener& listener) {
            listener.onFastUpdateBySignalling(session);
        });
        return;
    }
    sendRtcp(packet);
}

void Stream::tick() {
    const auto now = host_.now();
    in_.tick(now);
    out_.tick(now);
    if (!agreed_) {
        return;
    }
    dtls_.tick(now, [this](std::span<const std::byte> datagram) { sendDtls(datagram); });
    takeDtlsResult();
    askForKeyframe();
    if (rtcp_.reportDue(now)) {
        rtcp::Writer packet;
        rtcp_.writeReport(packet, out_, in_, rtcpNow());
        sendRtcp(packet);
    }
    checkSilence();
    logDrops();
}

void Stream::checkSilence() {
    const auto since = std::max(in_.lastAccepted(), silentSince_);
    if (!receiving()) {
        silentSince_ = host_.now();
        return;
    }
    if (timedOut_ || host_.now() - since < host_.mediaTimeout()) {
        return;
    }
    timedOut_ = true;
    up_ = false;
    in_.release();
    rtcpLatch_.release();
    logger("transport")
        .info("media timeout session={} site={} kind={}",
              identity_.session.value,
              identity_.label,
              identity_.kind == Kind::audio ? "audio" : "video");
    host_.report([id = identity_.session, kind = identity_.kind](Listener& listener) {
        listener.onMediaTimeout(id, kind);
    });
}

void Stream::logDrops() {
    constexpr auto kEach = std::chrono::seconds(10);
    const auto& drops = in_.drops();
    if (drops.total() == dropsLogged_ || host_.now() - dropsLoggedAt_ < kEach) {
        return;
    }
    logger("transport")
        .warn(
            "packets refused session={} site={} kind={} new={} header={} source={} payload_type={} "
            "auth={} replayed={} "
            "clear={}",
            identity_.session.value,
            identity_.label,
            identity_.kind == Kind::audio ? "audio" : "video",
            drops.total() - dropsLogged_,
            drops.badHeader,
            drops.badSource,
            drops.badPayloadType,
            drops.badAuth,
            drops.replayed,
            drops.clearRefused);
    dropsLogged_ = drops.total();
    dropsLoggedAt_ = host_.now();
}

void Stream::sayGoodbye() {
    if (agreed_) {
        rtcp::Writer packet;
        rtcp_.writeGoodbye(packet, out_, in_, rtcpNow());
        sendRtcp(packet);
    }
}

RtcpSession::Now Stream::rtcpNow() const {
    return {host_.now(), host_.wallNow()};
}

media::StreamStats Stream::stats() const {
    media::StreamStats made;
    made.kind = identity_.kind;
    made.received.packets = in_.rate().packets();
    made.received.bytes = in_.rate().bytes();
    made.received.kbps = in_.rate().kbps();
    made.received.lost = in_.lost();
    made.received.lossPercent = in_.reception().lossPercent();
    made.received.jitterMs = in_.reception().jitterMs();
    made.sent.packets = out_.rate().packets();
    made.sent.bytes = out_.rate().bytes();
    made.sent.kbps = out_.rate().kbps();
    made.sent.lost = rtcp_.far().lost;
    made.sent.lossPercent = rtcp_.far().lossPercent;
    made.sent.jitterMs = rtcp_.far().jitterMs;
    made.roundTripMs = rtcp_.roundTripMs();
    if (in_.lastAccepted() != SteadyTime{}) {
        made.silenceMs =
            std::chrono::duration<double, std::milli>(host_.now() - in_.lastAccepted()).count();
    }
    made.secured = keys_.ready() || (agreed_ && cbc_.any() && agreed_->encrypted());
    if (made.secured) {
        made.suite = keys_.ready() ? nameOf(keys_.suite()) : nameOf(cbc_.keys());
    }
    made.keyframesAsked = keyframesAsked_;
    made.keyframesWanted = keyframesWanted_;
    const auto& drops = in_.drops();
    made.badHeader = drops.badHeader;
    made.badSource = drops.badSource;
    made.badPayloadType = drops.badPayloadType;
    made.badAuth = drops.badAuth;
    made.replayed = drops.replayed;
    made.clearRefused = drops.clearRefused;
    made.otherContributor = otherContributor_;
    made.wrongCodec = out_.wrongCodec();
    return made;
}

}  // namespace mcu::transport
