// SPDX-License-Identifier: GPL-3.0-or-later
// The path of packets through a Stream: what runs for each of them.
#include <algorithm>
#include <cstring>
#include <utility>

#include "media/h261/depacketizer.h"
#include "media/h263/depacketizer.h"
#include "media/h264/keyframe.h"
#include "media/vp8/descriptor.h"
#include "transport/rtcp/rtcp_packet.h"
#include "transport/session/stream.h"

namespace mcu::transport {

using media::Kind;
using Listener = media::Transport::Listener;

namespace {

/// What a datagram is, by its first bytes (RFC 7983 section 7, RFC 5761 section 4).
enum class Protocol : std::uint8_t { stun, dtls, rtp, rtcp, unknown };

Protocol protocolOf(std::span<const std::byte> datagram) {
    if (datagram.size() < 2) {
        return Protocol::unknown;
    }
    const auto first = std::to_integer<unsigned>(datagram[0]);
    if (first >= 128 && first <= 191) {
        const auto second = std::to_integer<unsigned>(datagram[1]);
        return second >= 192 && second <= 223 ? Protocol::rtcp : Protocol::rtp;
    }
    if (first <= 3) {
        return Protocol::stun;
    }
    return first >= 20 && first <= 63 ? Protocol::dtls : Protocol::unknown;
}

bool startsKeyframe(media::Codec codec, std::span<const std::byte> payload) {
    switch (codec) {
        case media::Codec::h264:
            return media::h264::payloadStartsKeyframe(payload);
        case media::Codec::vp8:
            return media::vp8::payloadStartsKeyframe(payload);
        case media::Codec::h263:
            return media::h263::payloadStartsKeyframe(media::h263::PayloadFormat::rfc2190, payload);
        case media::Codec::h263v1998:
            return media::h263::payloadStartsKeyframe(media::h263::PayloadFormat::rfc4629, payload);
        case media::Codec::h261:
            return media::h261::payloadStartsKeyframe(payload);
        default:
            return false;
    }
}

}  // namespace

void Stream::onDatagram(std::span<std::byte> bytes,
                        const sockaddr_storage& source,
                        bool fromRtcpSocket) {
    ++host_.totals().packetsReceived;
    if (!agreed_) {
        // Early media of a call still being set up, or late media of a stream given up.
        ++host_.totals().packetsDropped;
        return;
    }
    const auto dropsBefore = in_.drops().total();
    switch (protocolOf(bytes)) {
        case Protocol::rtp:
            if (fromRtcpSocket) {
                ++in_.drops().badHeader;
            } else {
                onRtp(bytes, source);
            }
            break;
        case Protocol::rtcp:
            onRtcp(bytes, source, fromRtcpSocket);
            break;
        case Protocol::dtls:
            onDtls(bytes, source);
            break;
        case Protocol::stun:  // with ICE, libnice takes these
        case Protocol::unknown:
            ++in_.drops().badHeader;
            break;
    }
    host_.totals().packetsDropped += in_.drops().total() - dropsBefore;
}

void Stream::onRtp(std::span<std::byte> packet, const sockaddr_storage& source) {
    auto header = RtpHeader::parse(packet);
    if (!header) {
        ++in_.drops().badHeader;
        return;
    }
    if (!in_.knowsPayloadType(header->payloadType)) {
        ++in_.drops().badPayloadType;
        return;
    }
    const bool srtp = agreed_->srtp();
    const auto* cbc = std::get_if<media::CbcKeys>(&agreed_->keying);
    const bool encrypted = srtp || (cbc != nullptr && cbc->remote);
    const bool passes = gate_.passes(header->contributor);
    const bool key = in_.isTelephoneEvent(header->payloadType);
    const bool wanted = key || (passes && (sink_ || forward_ || keyframes_.pending()));
    if (srtp ? !openRtp(packet, wanted) : encrypted && wanted && !openCbc(packet, *header)) {
        return;
    }
    if (packet.size() < header->length) {
        ++in_.drops().badHeader;
        return;
    }
    // The padding of a packet that stays encrypted is not known, and does not matter.
    const auto payload =
        encrypted && !wanted ? packet.subspan(header->length) : header->payload(packet);
    if (!payload) {
        ++in_.drops().badHeader;
        return;
    }
    const auto accepted = in_.accept(*header, payload->size(), source, host_.now(), srtp || ice_);
    if (!accepted) {
        return;
    }
    if (!up_) {
        up_ = true;
        timedOut_ = false;
        host_.report([id = identity_.session, kind = identity_.kind](Listener& listener) {
            listener.onStreamUp(id, kind);
        });
    }
    if (!passes) {
        ++otherContributor_;
    } else if (gate_.reportFirst()) {
        host_.report(
            [id = identity_.session, kind = identity_.kind, contributor = header->contributor](
                Listener& listener) { listener.onContributor(id, kind, contributor); });
    }
    if (key) {
        onTelephoneEvent(*header, *payload);
    } else if (wanted) {
        deliver(*header, *accepted, *payload);
    }
}

bool Stream::openRtp(std::span<std::byte>& packet, bool decrypt) {
    if (!keys_.ready()) {
        ++in_.drops().clearRefused;
        return false;
    }
    using Verdict = srtp::SrtpReceiver::Verdict;
    std::size_t length = packet.size();
    Verdict verdict{};
    if (decrypt) {
        verdict = keys_.receiver().unprotectRtp(packet, length);
    } else {
        verdict = keys_.receiver().authenticateRtp(packet);
        length -= std::min(length, keys_.rtpTagBytes());
    }
    packet = packet.first(length);
    switch (verdict) {
        case Verdict::ok:
            return true;
        case Verdict::badAuth:
            ++in_.drops().badAuth;
            break;
        case Verdict::replayed:
            ++in_.drops().replayed;
            break;
        case Verdict::malformed:
            // Too short for a tag: most likely not encrypted at all.
            ++in_.drops().clearRefused;
            break;
    }
    return false;
}

bool Stream::openCbc(std::span<std::byte>& packet, RtpHeader& header) {
    std::size_t length = packet.size();
    auto* cipher = cbc_.receiver(header.payloadType);
    if (cipher == nullptr || !cipher->open(packet, length, header.length)) {
        // Of no whole number of blocks, or with padding that cannot be: most likely in the clear.
        ++in_.drops().clearRefused;
        return false;
    }
    header.padded = false;
    packet = packet.first(length);
    return true;
}

void Stream::onTelephoneEvent(const RtpHeader& header, std::span<const std::byte> payload) {
    if (const auto key = keyReader_.read(header.timestamp, payload, host_.now())) {
        host_.report(
            [id = identity_.session, key = *key](Listener& listener) { listener.onKey(id, key); });
    }
}

void Stream::deliver(const RtpHeader& header,
                     const IncomingStream::Accepted& accepted,
                     std::span<const std::byte> payload) {
    if (!receiving()) {
        return;
    }
    const bool keyframe =
        (forward_ || keyframes_.pending()) && startsKeyframe(accepted.codec, payload);
    if (keyframe) {
        keyframes_.onKeyframe();
    }
    if (sink_) {
        media::ReceivedPacket packet;
        packet.sequence = accepted.sequence;
        packet.rtpTimestamp = header.timestamp;
        packet.ssrc = header.ssrc;
        packet.payloadType = header.payloadType;
        packet.codec = accepted.codec;
        packet.marker = header.marker;
        packet.arrival = host_.now();
        packet.payload = payload;
        sink_->onPacket(packet);
    }
    // What another site's stream is made of begins at a keyframe.
    if (forward_ && !payload.empty() &&
        gate_.mayForward(keyframe || identity_.kind == Kind::audio)) {
        if (ForwardBatch* batch = host_.forwardBatch(forward_)) {
            ForwardBatch::Item item;
            item.sequence = accepted.sequence;
            item.generation = accepted.generation + gate_.changes();
            item.timestamp = header.timestamp;
            item.codec = accepted.codec;
            item.marker = header.marker;
            item.startsKeyframe = keyframe;
            item.arrival = host_.now();
            batch->add(item, payload);
        }
    }
}

void Stream::onRtcp(std::span<std::byte> packet,
                    const sockaddr_storage& source,
                    bool fromRtcpSocket) {
    const bool encrypted = agreed_->srtp();
    if (encrypted) {
        if (!keys_.ready()) {
            ++in_.drops().clearRefused;
            return;
        }
        std::size_t length = packet.size();
        if (keys_.receiver().unprotectRtcp(packet, length) != srtp::SrtpReceiver::Verdict::ok) {
            ++in_.drops().badAuth;
            return;
        }
        packet = packet.first(length);
    }
    SourceLatch& latch = fromRtcpSocket ? rtcpLatch_ : in_.latch();
    if (!encrypted && !ice_ && !latch.accepts(source)) {
        ++in_.drops().badSource;
        return;
    }
    const auto heard = rtcp_.hear(packet, rtcpNow(), media::rtpClockOf(out_.codec()));
    if (heard.malformed) {
        ++in_.drops().badHeader;
        return;
    }
    if (fromRtcpSocket) {
        latch.latch(source);
    }
    if (heard.keyframeWanted) {
        ++keyframesWanted_;
        const FeedId feed = out_.pending() ? out_.pending() : out_.current();
        if (feed) {
            host_.wantKeyframe(feed);
        }
    }
}

Stream::Way Stream::rtpWay() const {
    if (ice_) {
        return {icePath_.fd, &icePath_.remote};
    }
    return {sockets_.rtp.fd.get(), &in_.latch().target()};
}

Stream::Way Stream::rtcpWay() const {
    if (ice_ || agreed_->rtcpMux) {
        return rtpWay();
    }
    return {sockets_.rtcp.fd.get(), &rtcpLatch_.target()};
}

void Stream::sendRtcp(rtcp::Writer& packet) {
    if (agreed_->srtp() && !keys_.ready()) {
        return;
    }
    const Way way = rtcpWay();
    if (!way.isOpen()) {
        return;
    }
    SendBatch& batch = host_.batch();
    const auto room = batch.room();
    std::size_t length = packet.bytes().size();
    if (length + srtp::SrtpSender::kMaxTrailer > room.size()) {
        return;
    }
    std::memcpy(room.data(), packet.bytes().data(), length);
    if (agreed_->srtp() && !keys_.sender().protectRtcp(room, length)) {
        return;
    }
    batch.addWhole(room.first(length));
    batch.flush(way.fd, *way.to);
}

/// What is to be encrypted can be.
bool Stream::maySend() {
    if (const auto* cbc = std::get_if<media::CbcKeys>(&agreed_->keying)) {
        return !cbc->local || cbc_.sender() != nullptr;
    }
    return !agreed_->srtp() || keys_.ready();
}

void Stream::sendFrame(FeedId feed, media::Codec codec, const media::EncodedFrame& frame) {
    if (!agreed_ || !maySend() || !out_.takeFrame(feed, codec, frame, host_.now())) {
        return;
    }
    SendBatch& batch = host_.batch();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < frame.count(); ++i) {
        const auto payload = frame.payload(i);
        add(out_.number(frame, i), payload);
        bytes += payload.size();
        if (batch.full()) {
            flush(std::exchange(bytes, 0));
        }
    }
    flush(bytes);
    announceCut();
}

void Stream::sendForwarded(FeedId feed, const ForwardBatch& packets) {
    if (!agreed_ || !maySend()) {
        return;
    }
    SendBatch& batch = host_.batch();
    std::size_t bytes = 0;
    for (const auto& item : packets.items()) {
        RtpHeader header;
        if (!out_.takeForwarded(feed, item, header)) {
            continue;
        }
        const auto payload = packets.payload(item);
        add(header, payload);
        bytes += payload.size();
        if (batch.full()) {
            flush(std::exchange(bytes, 0));
        }
    }
    flush(bytes);
    announceCut();
}

void Stream::add(const RtpHeader& header, std::span<const std::byte> payload) {
    SendBatch& batch = host_.batch();
    const auto room = batch.room();
    header.write(room.data());
    auto* cipher = cbc_.sender();
    if (!agreed_->srtp() && cipher == nullptr) {
        batch.add(payload, header.written());
        return;
    }
    std::size_t length = header.written() + payload.size();
    if (length + srtp::SrtpSender::kMaxTrailer > room.size()) {
        ++host_.totals().sendFailures;
        return;
    }
    std::memcpy(&room[header.written()], payload.data(), payload.size());
    if (cipher != nullptr ? cipher->seal(room, length, header.written())
                          : keys_.sender().protectRtp(room, length)) {
        batch.addWhole(room.first(length));
    } else {
        ++host_.totals().sendFailures;
    }
}

void Stream::flush(std::size_t payloadBytes) {
    SendBatch& batch = host_.batch();
    const std::size_t packets = batch.count();
    if (packets == 0) {
        return;
    }
    const Way way = rtpWay();
    const std::size_t taken = batch.flush(way.fd, *way.to);
    out_.sent(packets, payloadBytes);
    host_.totals().packetsSent += taken;
    host_.totals().sendFailures += packets - taken;
}

void Stream::announceCut() {
    if (const FeedId left = out_.takeLeft()) {
        host_.leaveFeed(left, *this);
    }
    if (const auto feed = out_.takeCut()) {
        host_.report(
            [id = identity_.session, kind = identity_.kind, feed = *feed, at = host_.now()](
                Listener& listener) { listener.onSubscribed(id, kind, feed, at); });
    }
}

}  // namespace mcu::transport
