// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "transport/rtp/bytes.h"

namespace mcu::transport::rtcp {

/// Packet types of RFC 3550 section 12.1 and RFC 4585 section 6.1.
enum class Type : std::uint8_t {
    senderReport = 200,
    receiverReport = 201,
    sourceDescription = 202,
    goodbye = 203,
    application = 204,
    transportFeedback = 205,
    payloadFeedback = 206,
    extendedReport = 207,
};

/// One packet of a compound: the 5 bits under the version, the type, and what follows the 4 byte
/// header, without padding.
struct Packet {
    std::uint8_t count = 0;  ///< report or source count, or feedback message type
    Type type = Type::receiverReport;
    std::span<const std::byte> body;
};

/// Walks the packets of a datagram. Compound packets must begin with a report (RFC 3550 appendix
/// A.2); reduced size (RFC 5506) is taken too, since endpoints send lone PLI packets.
class Reader {
public:
    explicit Reader(std::span<const std::byte> datagram) : rest_(datagram) {}

    /// Empty at the end and at the first malformed packet; malformed() tells which.
    std::optional<Packet> next() {
        if (rest_.empty() || malformed_) {
            return std::nullopt;
        }
        malformed_ = true;
        if (rest_.size() < 4) {
            return std::nullopt;
        }
        const auto first = std::to_integer<unsigned>(rest_[0]);
        const auto type = std::to_integer<unsigned>(rest_[1]);
        const std::size_t length = 4 + 4 * static_cast<std::size_t>(load16(&rest_[2]));
        if (first >> 6U != 2 || type < 192 || type > 223 || length > rest_.size()) {
            return std::nullopt;
        }
        auto body = rest_.subspan(4, length - 4);
        if ((first & 0x20U) != 0) {
            const auto padding = body.empty() ? 0 : std::to_integer<std::size_t>(body.back());
            if (padding == 0 || padding > body.size()) {
                return std::nullopt;
            }
            body = body.first(body.size() - padding);
        }
        rest_ = rest_.subspan(length);
        malformed_ = false;
        return Packet{static_cast<std::uint8_t>(first & 0x1FU), static_cast<Type>(type), body};
    }

    [[nodiscard]] bool malformed() const { return malformed_; }

private:
    std::span<const std::byte> rest_;
    bool malformed_ = false;
};

/// Builds a compound packet.
class Writer {
public:
    Writer() { bytes_.reserve(256); }

    void begin(Type type, std::uint8_t count) {
        start_ = bytes_.size();
        put8(static_cast<std::uint8_t>(0x80U | count));
        put8(static_cast<std::uint8_t>(type));
        put16(0);
    }

    /// Pads to 32 bits and writes the length.
    void end() {
        while ((bytes_.size() - start_) % 4 != 0) {
            put8(0);
        }
        store16(&bytes_[start_ + 2], static_cast<std::uint16_t>((bytes_.size() - start_) / 4 - 1));
    }

    void put8(std::uint8_t value) { bytes_.push_back(static_cast<std::byte>(value)); }

    void put16(std::uint16_t value) {
        put8(static_cast<std::uint8_t>(value >> 8U));
        put8(static_cast<std::uint8_t>(value));
    }

    void put32(std::uint32_t value) {
        put16(static_cast<std::uint16_t>(value >> 16U));
        put16(static_cast<std::uint16_t>(value));
    }

    void putBytes(std::span<const std::byte> value) {
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

    [[nodiscard]] bool empty() const { return bytes_.empty(); }

    void clear() { bytes_.clear(); }

private:
    std::vector<std::byte> bytes_;
    std::size_t start_ = 0;
};

}  // namespace mcu::transport::rtcp
