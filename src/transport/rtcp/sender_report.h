// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/ntp_time.h"
#include "transport/rtcp/report_block.h"

namespace mcu::transport::rtcp {

/// SR, the sender information (RFC 3550 section 6.4.1). Its report blocks follow at kBlocks.
struct SenderReport {
    std::uint32_t ssrc = 0;
    NtpTime ntp;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;

    static constexpr std::size_t kBlocks = 24;  ///< offset of the report blocks in the body

    static std::optional<SenderReport> parse(const Packet& packet) {
        if (packet.type != Type::senderReport || packet.body.size() < kBlocks) {
            return std::nullopt;
        }
        const std::byte* at = packet.body.data();
        SenderReport made;
        made.ssrc = load32(at);
        made.ntp.value = static_cast<std::uint64_t>(load32(at + 4)) << 32U | load32(at + 8);
        made.rtpTimestamp = load32(at + 12);
        made.packets = load32(at + 16);
        made.octets = load32(at + 20);
        return made;
    }

    void write(Writer& to, std::span<const ReportBlock> blocks) const {
        to.begin(Type::senderReport, static_cast<std::uint8_t>(blocks.size()));
        to.put32(ssrc);
        to.put32(static_cast<std::uint32_t>(ntp.value >> 32U));
        to.put32(static_cast<std::uint32_t>(ntp.value));
        to.put32(rtpTimestamp);
        to.put32(packets);
        to.put32(octets);
        for (const auto& block : blocks) {
            block.write(to);
        }
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
