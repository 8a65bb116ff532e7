// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/vp8/depacketizer.h"

#include "media/vp8/descriptor.h"

namespace mcu::media::vp8 {

void Depacketizer::clear() {
    unit_.clear();
    damaged_ = false;
    beginsPicture_ = false;
}

bool Depacketizer::add(std::span<const std::byte> payload) {
    const auto descriptor = parseDescriptor(payload);
    if (!descriptor || unit_.size() + payload.size() > kMaxUnitBytes) {
        damaged_ = true;
        return false;
    }
    const bool begins = descriptor->startOfPartition && descriptor->partition == 0;
    if (unit_.empty()) {
        beginsPicture_ = begins;
    }
    if (begins != unit_.empty()) {
        damaged_ = true;
        return false;
    }
    const auto data = payload.subspan(descriptor->length);
    unit_.insert(unit_.end(), data.begin(), data.end());
    return true;
}

bool Depacketizer::keyframe() const {
    return !unit_.empty() && (unit_[0] & std::byte{0x01}) == std::byte{0};
}

FrameSize Depacketizer::size() const {
    constexpr std::size_t kHeader = 10;
    if (!keyframe() || unit_.size() < kHeader || unit_[3] != std::byte{0x9D} ||
        unit_[4] != std::byte{0x01} || unit_[5] != std::byte{0x2A}) {
        return {};
    }
    const auto dimension = [this](std::size_t at) {
        return std::to_integer<int>(unit_[at]) | (std::to_integer<int>(unit_[at + 1]) & 0x3F) << 8;
    };
    return {dimension(6), dimension(8)};
}

}  // namespace mcu::media::vp8
