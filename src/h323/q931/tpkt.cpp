// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/q931/tpkt.h"

#include <algorithm>

#include "base/check.h"

namespace mcu::h323 {
namespace {

constexpr std::size_t kHeader = 4;
constexpr std::uint8_t kVersion = 3;

std::size_t lengthAt(const Octets& buffer, std::size_t at) {
    return static_cast<std::size_t>(buffer[at + 2]) << 8U | buffer[at + 3];
}

}  // namespace

Status TpktReader::check() {
    if (held() >= 1 && buffer_[begin_] != kVersion) {
        broken_ = true;
        return Error(ErrorCode::protocol,
                     "no TPKT: it begins with " + std::to_string(buffer_[begin_]));
    }
    if (held() >= kHeader) {
        const auto length = lengthAt(buffer_, begin_);
        if (length < kHeader || length > limit_) {
            broken_ = true;
            return Error(ErrorCode::protocol, "a TPKT of " + std::to_string(length) + " octets");
        }
    }
    return {};
}

Status TpktReader::feed(std::span<const std::uint8_t> octets) {
    if (broken_) {
        return Error(ErrorCode::protocol, "the stream of TPKTs is lost");
    }
    if (begin_ > 0) {
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));
        begin_ = 0;
    }
    buffer_.insert(buffer_.end(), octets.begin(), octets.end());
    return check();
}

std::optional<Octets> TpktReader::next() {
    while (!broken_ && held() >= kHeader) {
        const auto length = lengthAt(buffer_, begin_);
        if (length < kHeader || held() < length) {
            break;
        }
        const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
        Octets packet(from + kHeader, from + static_cast<std::ptrdiff_t>(length));
        begin_ += length;
        const bool whole = static_cast<bool>(check());
        if (!packet.empty()) {
            return packet;
        }
        if (!whole) {
            break;
        }
    }
    return std::nullopt;
}

Octets withTpkt(std::span<const std::uint8_t> packet) {
    const auto length = packet.size() + kHeader;
    MCU_CHECK(length <= 0xFFFF);
    Octets out(length);
    out[0] = kVersion;
    out[2] = static_cast<std::uint8_t>(length >> 8U);
    out[3] = static_cast<std::uint8_t>(length);
    std::copy(packet.begin(), packet.end(), out.begin() + kHeader);
    return out;
}

}  // namespace mcu::h323
