// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// Reception report block (RFC 3550 section 6.4.1).
struct ReportBlock {
    std::uint32_t ssrc = 0;
    std::uint8_t fractionLost = 0;
    std::int32_t lost = 0;
    std::uint32_t highestSequence = 0;
    std::uint32_t jitter = 0;
    std::uint32_t lastSenderReport = 0;
    std::uint32_t delaySinceLast = 0;  ///< 1/65536 s

    static constexpr std::size_t kBytes = 24;

    /// `from` holds at least kBytes.
    static ReportBlock parse(std::span<const std::byte> from) {
        ReportBlock made;
        made.ssrc = load32(from.data());
        made.fractionLost = std::to_integer<std::uint8_t>(from[4]);
        const std::uint32_t lost = load32(from.data() + 4) & 0xFFFFFFU;
        made.lost = static_cast<std::int32_t>(lost) - ((lost & 0x800000U) != 0 ? 0x1000000 : 0);
        made.highestSequence = load32(from.data() + 8);
        made.jitter = load32(from.data() + 12);
        made.lastSenderReport = load32(from.data() + 16);
        made.delaySinceLast = load32(from.data() + 20);
        return made;
    }

    void write(Writer& to) const {
        to.put32(ssrc);
        const auto clamped = static_cast<std::uint32_t>(std::clamp(lost, -0x800000, 0x7FFFFF));
        to.put32(static_cast<std::uint32_t>(fractionLost) << 24U | (clamped & 0xFFFFFFU));
        to.put32(highestSequence);
        to.put32(jitter);
        to.put32(lastSenderReport);
        to.put32(delaySinceLast);
    }

    /// Calls `take` for each whole block in `body` from `offset`, at most `count`.
    template <typename Take>
    static void forEach(std::span<const std::byte> body, std::size_t offset, int count, Take take) {
        for (int i = 0; i < count && offset + kBytes <= body.size(); ++i, offset += kBytes) {
            take(parse(body.subspan(offset, kBytes)));
        }
    }
};

}  // namespace mcu::transport::rtcp
