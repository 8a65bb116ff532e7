// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/unit_assembler.h"

#include "mixing/video/h264_picture_format.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

template <typename Work>
auto UnitAssembler::with(media::Codec codec, const Work& work) {
    switch (codec) {
        case media::Codec::vp8:
            return work(vp8_);
        case media::Codec::h263:
            return work(h263_);
        case media::Codec::h263v1998:
            return work(h263v1998_);
        case media::Codec::h261:
            return work(h261_);
        default:
            return work(h264_);
    }
}

void UnitAssembler::add(const Packet& packet, bool lossBefore) {
    if (open_ && (packet.rtpTimestamp != timestamp_ || packet.codec != codec_)) {
        damaged_ = damaged_ || lossBefore;  // its end may be what was lost
        finish();
    }
    lossSeen_ = lossSeen_ || lossBefore;
    const bool first = !open_;
    if (first) {
        if (!parametersHeld_ || lossBefore || packet.codec != codec_) {
            with(packet.codec, [](auto& unit) { unit.clear(); });
        }
        parametersHeld_ = false;
        open_ = true;
        damaged_ = false;
        codec_ = packet.codec;
        timestamp_ = packet.rtpTimestamp;
    }
    const bool taken = with(codec_, [&](auto& unit) { return unit.add(packet.payload()); });
    // A loss right before the first packet may have taken the head of this picture with it.
    const bool headMissing =
        first && !with(codec_, [](auto& unit) { return unit.beginsPicture(); });
    damaged_ = damaged_ || !taken || headMissing || (lossBefore && !first);
    if (packet.marker) {
        finish();
    }
}

void UnitAssembler::reset() {
    open_ = false;
    lossSeen_ = true;
    parametersHeld_ = false;
}

void UnitAssembler::finish() {
    open_ = false;
    if (codec_ == media::Codec::h264 && h264_.complete() && !damaged_ && !h264_.hasSlice()) {
        parametersHeld_ = true;
        return;
    }
    CodedUnit unit;
    unit.codec = codec_;
    unit.lossBefore = lossSeen_;
    lossSeen_ = false;
    with(codec_, [&](auto& gathered) {
        unit.bytes = gathered.unit();
        unit.intact = gathered.complete();
        unit.keyframe = gathered.keyframe();
        unit.acceptable = unit.intact && acceptable(gathered);
    });
    unit.intact = unit.intact && !damaged_;
    output_(unit);
}

bool UnitAssembler::acceptable(const media::h264::Depacketizer& unit) const {
    return isAcceptableH264(unit.unit());
}

bool UnitAssembler::acceptable(const media::vp8::Depacketizer& unit) const {
    const auto size = unit.size();
    return !unit.keyframe() || isAcceptableSize(size.width, size.height);
}

bool UnitAssembler::acceptable(const media::h263::Depacketizer& unit) const {
    const auto header = unit.header();
    const bool named = header && (header->width != 0 || header->intra);
    return header && (!named || isAcceptableSize(header->width, header->height));
}

/// QCIF and CIF are all there is.
bool UnitAssembler::acceptable(const media::h261::Depacketizer& unit) const {
    return unit.shape().width != 0;
}

}  // namespace mcu::mixing
