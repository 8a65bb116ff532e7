// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/outgoing_stream.h"

#include <utility>

#include "transport/session/random.h"

namespace mcu::transport {

OutgoingStream::OutgoingStream(media::Kind kind, std::uint32_t ssrc)
    : kind_(kind),
      ssrc_(ssrc),
      nextSequence_(static_cast<std::uint16_t>(
          random32() & 0x7FFFU)),  // RFC 3711 wants room before the roll-over
      offset_(random32()) {}

void OutgoingStream::configure(const media::AgreedStream& agreed) {
    codec_ = agreed.send.codec;
    clockRate_ = media::rtpClockOf(codec_);
    payloadType_ = agreed.send.payloadType;
    const bool sending =
        agreed.active() && !agreed.remoteRtp.isAny() && media::sends(agreed.direction);
    if (sending_ && !sending && kind_ == media::Kind::video && current_ && !pending_) {
        // Packets will be missing: go on from a keyframe after the hold.
        pending_ = std::exchange(current_, FeedId{});
        announce_ = false;
    }
    sending_ = sending;
}

void OutgoingStream::subscribe(FeedId feed, std::uint32_t contributor) {
    pendingContributor_ = contributor;
    if (feed == current_ && feed) {
        contributor_ = contributor;
        // Nothing to switch; the next frame confirms it.
        pending_ = {};
        cut_ = feed;
        return;
    }
    pending_ = feed;
    announce_ = true;
    if (!feed) {
        current_ = {};
        cut_.reset();
    }
}

void OutgoingStream::drop(FeedId feed) {
    if (current_ == feed) {
        current_ = {};
    }
    if (pending_ == feed) {
        pending_ = {};
    }
}

bool OutgoingStream::mayCut(bool keyframe) const {
    return kind_ == media::Kind::audio || keyframe;
}

void OutgoingStream::cut(std::uint32_t sourceTimestamp, SteadyTime instant) {
    left_ = current_;
    current_ = std::exchange(pending_, FeedId{});
    contributor_ = pendingContributor_;
    forwarding_ = false;
    if (announce_) {
        cut_ = current_;
        announce_ = false;
    }
    if (started_) {
        const auto next = timestampAt(instant);
        // Never twice the same, never back: receivers take that for a fault.
        const auto ahead = static_cast<std::int32_t>(next - lastTimestamp_);
        offset_ = (ahead > 0 ? next : lastTimestamp_ + 1) - sourceTimestamp;
    }
    marker_ = kind_ == media::Kind::audio;
}

bool OutgoingStream::fits(FeedId feed, media::Codec codec, std::size_t packets) {
    if (!sending_ || (feed != pending_ && feed != current_)) {
        return false;
    }
    if (codec != codec_) {
        wrongCodec_ += packets;
        return false;
    }
    return true;
}

bool OutgoingStream::takeFrame(FeedId feed,
                               media::Codec codec,
                               const media::EncodedFrame& frame,
                               SteadyTime now) {
    if (!fits(feed, codec, frame.count())) {
        return false;
    }
    const SteadyTime instant = frame.captured == SteadyTime{} ? now : frame.captured;
    if (feed == pending_) {
        if (!mayCut(frame.keyframe)) {
            return false;
        }
        cut(frame.rtpTimestamp, instant);
    }
    lastTimestamp_ = frame.rtpTimestamp + offset_;
    lastInstant_ = instant;
    started_ = true;
    return true;
}

RtpHeader OutgoingStream::number(const media::EncodedFrame& frame, std::size_t index) {
    RtpHeader header;
    if (kind_ == media::Kind::video) {
        header.marker = index + 1 == frame.count();
    } else {
        header.marker = index == 0 && (frame.talkSpurtStart || std::exchange(marker_, false));
    }
    header.payloadType = payloadType_;
    header.sequence = nextSequence_++;
    header.timestamp = lastTimestamp_;
    header.ssrc = ssrc_;
    header.contributor = contributor_;
    return header;
}

bool OutgoingStream::takeForwarded(FeedId feed, const ForwardBatch::Item& item, RtpHeader& header) {
    if (!fits(feed, item.codec, 1)) {
        return false;
    }
    if (feed == pending_) {
        if (!mayCut(item.startsKeyframe)) {
            return false;
        }
        cut(item.timestamp, item.arrival);
    }
    if (!forwarding_ || generation_ != item.generation) {
        if (forwarding_) {
            // The source began anew: a cut from the feed to itself.
            pending_ = current_;
            cut(item.timestamp, item.arrival);
            left_ = {};
        }
        forwarding_ = true;
        generation_ = item.generation;
        firstForwarded_ = item.sequence;
        forwardShift_ = static_cast<std::uint16_t>(nextSequence_ - item.sequence);
    }
    if (item.sequence < firstForwarded_) {
        return false;  // late, from before the cut
    }
    const auto sequence = static_cast<std::uint16_t>(item.sequence + forwardShift_);
    const bool newest = static_cast<std::int16_t>(sequence - nextSequence_) >= 0;
    if (newest) {
        nextSequence_ = static_cast<std::uint16_t>(sequence + 1);
        lastTimestamp_ = item.timestamp + offset_;
        lastInstant_ = item.arrival;
    }
    started_ = true;
    header.marker = item.marker || std::exchange(marker_, false);
    header.payloadType = payloadType_;
    header.sequence = sequence;
    header.timestamp = item.timestamp + offset_;
    header.ssrc = ssrc_;
    header.contributor = contributor_;
    return true;
}

std::optional<FeedId> OutgoingStream::takeCut() {
    return std::exchange(cut_, std::nullopt);
}

FeedId OutgoingStream::takeLeft() {
    return std::exchange(left_, FeedId{});
}

std::uint32_t OutgoingStream::timestampAt(SteadyTime instant) const {
    const auto ticks = std::chrono::duration<double>(instant - lastInstant_).count() * clockRate_;
    return lastTimestamp_ + static_cast<std::uint32_t>(static_cast<std::int64_t>(ticks));
}

}  // namespace mcu::transport
