// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/picture_watcher.h"

#include <utility>

#include "base/log.h"

namespace mcu::sim {
namespace {

constexpr std::size_t kPackets = 512;
constexpr std::chrono::milliseconds kAskEach{500};

}  // namespace

PictureWatcher::PictureWatcher(std::function<void()> keyframeWanted)
    : keyframeWanted_(std::move(keyframeWanted)),
      packets_(std::make_shared<PacketRing>(kPackets)) {}

Result<std::vector<std::byte>> PictureWatcher::png() const {
    const std::lock_guard lock(mutex_);
    if (!decoder_) {
        return Error(ErrorCode::unavailable, "no picture yet");
    }
    return decoder_->png();
}

void PictureWatcher::poll() {
    auto& ring = packets_->ring();
    while (const KeptPacket* packet = ring.front()) {
        take(*packet);
        ring.popFront();
    }
}

void PictureWatcher::take(const KeptPacket& packet) {
    if (!useCodec(packet.codec) || (sequence_ && packet.sequence <= *sequence_)) {
        return;
    }
    const bool gap = sequence_ && packet.sequence != *sequence_ + 1;
    sequence_ = packet.sequence;
    if (gap) {
        // Pictures in between may be missing whole, and those after them lean on them.
        waitsForKeyframe_ = true;
        std::visit([](auto& unit) { unit.markDamaged(); }, unit_);
    }
    if (open_ && packet.rtpTimestamp != timestamp_) {
        finish();
    }
    const bool first = !open_;
    if (first) {
        begin(packet);
    }
    std::visit(
        [&](auto& unit) {
            unit.add(packet.payload());
            if (first && gap && !unit.beginsPicture()) {
                unit.markDamaged();
            }
        },
        unit_);
    if (packet.marker) {
        finish();
    }
}

void PictureWatcher::begin(const KeptPacket& packet) {
    std::visit([](auto& unit) { unit.clear(); }, unit_);
    open_ = true;
    timestamp_ = packet.rtpTimestamp;
    arrival_ = packet.arrival;
}

void PictureWatcher::finish() {
    open_ = false;
    std::visit(
        [this](auto& unit) {
            if (!unit.complete()) {
                if (!unit.empty()) {
                    ++damaged_;
                    waitsForKeyframe_ = true;
                }
            } else if (!waitsForKeyframe_ || unit.keyframe()) {
                waitsForKeyframe_ = false;
                decode(unit.unit());
            }
            unit.clear();
        },
        unit_);
    if (waitsForKeyframe_) {
        needKeyframe();
    }
}

void PictureWatcher::decode(std::span<const std::byte> unit) {
    // Only this thread replaces the decoder, so it may be read here without the lock.
    if (decoder_ && decoder_->decode(unit, arrival_)) {
        return;
    }
    logger("sim").warn("decoder failed; it is made anew");
    const auto codec = *codec_;
    codec_.reset();
    useCodec(codec);
}

bool PictureWatcher::useCodec(media::Codec codec) {
    if (codec_ == codec) {
        return true;
    }
    if (media::kindOf(codec) != media::Kind::video) {
        return false;
    }
    auto made = PictureDecoder::make(
        codec, [this](const LumaView& luma, SteadyTime arrival) { journal_.take(luma, arrival); });
    if (!made) {
        logger("sim").error("no decoder: {}", made.error().message);
        return false;
    }
    {
        const std::lock_guard lock(mutex_);
        decoder_ = std::move(*made);
    }
    codec_ = codec;
    makeUnit(codec);
    open_ = false;
    waitsForKeyframe_ = true;
    return true;
}

void PictureWatcher::makeUnit(media::Codec codec) {
    using media::h263::PayloadFormat;
    switch (codec) {
        case media::Codec::vp8:
            unit_.emplace<media::vp8::Depacketizer>();
            break;
        case media::Codec::h263:
            unit_.emplace<media::h263::Depacketizer>(PayloadFormat::rfc2190);
            break;
        case media::Codec::h263v1998:
            unit_.emplace<media::h263::Depacketizer>(PayloadFormat::rfc4629);
            break;
        case media::Codec::h261:
            unit_.emplace<media::h261::Depacketizer>();
            break;
        default:
            unit_.emplace<media::h264::Depacketizer>();
    }
}

void PictureWatcher::needKeyframe() {
    if (arrival_ - asked_ > kAskEach) {
        asked_ = arrival_;
        keyframeWanted_();
    }
}

}  // namespace mcu::sim
