// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/unit_assembler.h"

#include "mixing/video/h264_picture_format.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

void UnitAssembler::add(const Packet& packet, bool lossBefore) {
    if (open_ && (packet.rtpTimestamp != timestamp_ || packet.codec != codec_)) {
        damaged_ = damaged_ || lossBefore;  // its end may be what was lost
        finish();
    }
    lossSeen_ = lossSeen_ || lossBefore;
    const bool first = !open_;
    if (first) {
        if (!parametersHeld_ || lossBefore || packet.codec != codec_) {
            h264_.clear();
        }
        parametersHeld_ = false;
        vp8_.clear();
        open_ = true;
        damaged_ = false;
        codec_ = packet.codec;
        timestamp_ = packet.rtpTimestamp;
    }
    const bool taken =
        codec_ == media::Codec::h264 ? h264_.add(packet.payload()) : vp8_.add(packet.payload());
    // A loss right before the first packet may have taken the head of this picture with it.
    const bool headMissing = first && !beginsPicture();
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

bool UnitAssembler::beginsPicture() const {
    return codec_ == media::Codec::h264 ? h264_.beginsPicture() : vp8_.beginsPicture();
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
    if (codec_ == media::Codec::h264) {
        finishH264(unit);
    } else {
        finishVp8(unit);
    }
    unit.intact = unit.intact && !damaged_;
    output_(unit);
}

void UnitAssembler::finishH264(CodedUnit& unit) {
    unit.bytes = h264_.unit();
    unit.intact = h264_.complete();
    unit.keyframe = h264_.keyframe();
    unit.acceptable = unit.intact && isAcceptableH264(unit.bytes);
}

void UnitAssembler::finishVp8(CodedUnit& unit) {
    unit.bytes = vp8_.unit();
    unit.intact = vp8_.complete();
    unit.keyframe = vp8_.keyframe();
    const auto size = vp8_.size();
    unit.acceptable = !unit.keyframe || isAcceptableSize(size.width, size.height);
}

}  // namespace mcu::mixing
