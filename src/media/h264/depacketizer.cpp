// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h264/depacketizer.h"

#include <array>

#include "media/h264/nal.h"

namespace mcu::media::h264 {

namespace {

constexpr std::array kStartCode{std::byte{0}, std::byte{0}, std::byte{0}, std::byte{1}};

unsigned typeOf(std::byte header) {
    return std::to_integer<unsigned>(header) & 0x1FU;
}

}  // namespace

void Depacketizer::clear() {
    unit_.clear();
    fragment_ = kNoFragment;
    damaged_ = false;
    keyframe_ = false;
    beginsPicture_ = false;
    hasSlice_ = false;
}

bool Depacketizer::add(std::span<const std::byte> payload) {
    bool taken = false;
    if (!payload.empty()) {
        const unsigned type = typeOf(payload[0]);
        if (type == 0 || type >= 30) {
            return true;  // reserved: receivers ignore them (RFC 6184 section 5.2)
        }
        if (type <= 23) {
            taken = fragment_ == kNoFragment && addNal(payload);
        } else if (type == static_cast<unsigned>(NalType::stapA)) {
            taken = fragment_ == kNoFragment && addAggregate(payload.subspan(1));
        } else if (type == static_cast<unsigned>(NalType::fuA)) {
            taken = addFragment(payload);
        }
    }
    damaged_ = damaged_ || !taken;
    return taken;
}

bool Depacketizer::addNal(std::span<const std::byte> nal) {
    note(nal[0], nal.subspan(1));
    return append(nal[0], nal.subspan(1));
}

bool Depacketizer::addAggregate(std::span<const std::byte> payload) {
    if (payload.empty()) {
        return false;
    }
    while (!payload.empty()) {
        if (payload.size() < 3) {
            return false;
        }
        const std::size_t length = std::to_integer<std::size_t>(payload[0]) << 8U |
                                   std::to_integer<std::size_t>(payload[1]);
        payload = payload.subspan(2);
        if (length == 0 || length > payload.size()) {
            return false;
        }
        const unsigned type = typeOf(payload[0]);
        if (type == 0 || type > 23 || !addNal(payload.first(length))) {
            return false;
        }
        payload = payload.subspan(length);
    }
    return true;
}

bool Depacketizer::addFragment(std::span<const std::byte> payload) {
    if (payload.size() < 3) {
        return false;
    }
    const bool start = (payload[1] & std::byte{0x80}) != std::byte{0};
    const bool end = (payload[1] & std::byte{0x40}) != std::byte{0};
    const auto type = static_cast<int>(typeOf(payload[1]));
    const auto data = payload.subspan(2);
    if (type == 0 || type > 23 || (start && end) || start != (fragment_ == kNoFragment)) {
        return false;
    }
    bool fits = false;
    if (start) {
        const std::byte header =
            (payload[0] & std::byte{0xE0}) | static_cast<std::byte>(static_cast<unsigned>(type));
        note(header, data);
        fits = append(header, data);
    } else {
        fits = fragment_ == type && unit_.size() + data.size() <= kMaxUnitBytes;
        if (fits) {
            unit_.insert(unit_.end(), data.begin(), data.end());
        }
    }
    fragment_ = end ? kNoFragment : type;
    return fits;
}

bool Depacketizer::append(std::byte header, std::span<const std::byte> rest) {
    if (unit_.size() + kStartCode.size() + 1 + rest.size() > kMaxUnitBytes) {
        return false;
    }
    unit_.insert(unit_.end(), kStartCode.begin(), kStartCode.end());
    unit_.push_back(header);
    unit_.insert(unit_.end(), rest.begin(), rest.end());
    return true;
}

void Depacketizer::note(std::byte header, std::span<const std::byte> rest) {
    const unsigned type = typeOf(header);
    const bool slice = type >= 1 && type <= 5;
    if (unit_.empty()) {
        // Anything but a slice precedes the first slice; a slice does when its first_mb_in_slice
        // is 0, which ue(v) writes as a single 1 bit.
        beginsPicture_ = !slice || (!rest.empty() && (rest[0] & std::byte{0x80}) != std::byte{0});
    }
    hasSlice_ = hasSlice_ || slice;
    keyframe_ = keyframe_ || type == static_cast<unsigned>(NalType::idr);
}

}  // namespace mcu::media::h264
