// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mcu::transport {

/// The fixed header of an RTP packet (RFC 3550 section 5.1).
struct RtpHeader {
    bool marker = false;
    bool padded = false;
    std::uint8_t payloadType = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::uint32_t contributor = 0;  ///< the first of the CSRC list; 0: there is none
    std::size_t length = 12;        ///< with CSRC list and extension

    static constexpr std::size_t kFixedBytes = 12;

    /// Header validity checks of RFC 3550 appendix A.1. Empty when the packet is not well-formed
    /// RTP.
    static std::optional<RtpHeader> parse(std::span<const std::byte> packet);

    /// Writes the fixed bytes (version 2, no padding or extension), and the contributor when there
    /// is one: written() bytes.
    void write(std::byte* to) const;

    [[nodiscard]] std::size_t written() const { return kFixedBytes + (contributor != 0 ? 4 : 0); }

    /// The payload of a clear packet: without header and padding. Empty when the padding is longer
    /// than the payload.
    [[nodiscard]] std::optional<std::span<const std::byte>> payload(
        std::span<const std::byte> packet) const;
};

}  // namespace mcu::transport
