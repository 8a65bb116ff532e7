// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h261/depacketizer.h"

namespace mcu::media::h261 {

namespace {

constexpr std::size_t kHeader = 4;

unsigned startBits(std::span<const std::byte> payload) {
    return std::to_integer<unsigned>(payload[0]) >> 5U & 7U;
}

unsigned endBits(std::span<const std::byte> payload) {
    return std::to_integer<unsigned>(payload[0]) >> 2U & 7U;
}

}  // namespace

void Depacketizer::clear() {
    unit_.clear();
    damaged_ = false;
    beginsPicture_ = false;
}

bool Depacketizer::add(std::span<const std::byte> payload) {
    const bool first = unit_.bytes().empty();
    const bool taken = payload.size() > kHeader &&
                       unit_.bytes().size() + payload.size() <= kMaxUnitBytes &&
                       unit_.add(payload.subspan(kHeader), startBits(payload), endBits(payload));
    if (first) {
        beginsPicture_ = shape().width != 0;
    }
    damaged_ = damaged_ || !taken;
    return taken;
}

bool payloadStartsKeyframe(std::span<const std::byte> payload) {
    Depacketizer depacketizer;
    if (!depacketizer.add(payload) || !depacketizer.beginsPicture()) {
        return false;
    }
    const auto shape = depacketizer.shape();
    return shape.intra > 0 && shape.others == 0;
}

}  // namespace mcu::media::h261
