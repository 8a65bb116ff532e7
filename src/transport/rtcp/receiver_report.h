// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/report_block.h"

namespace mcu::transport::rtcp {

/// RR (RFC 3550 section 6.4.2). Its report blocks follow at kBlocks.
struct ReceiverReport {
    std::uint32_t ssrc = 0;

    static constexpr std::size_t kBlocks = 4;

    static std::optional<ReceiverReport> parse(const Packet& packet) {
        if (packet.type != Type::receiverReport || packet.body.size() < kBlocks) {
            return std::nullopt;
        }
        return ReceiverReport{load32(packet.body.data())};
    }

    void write(Writer& to, std::span<const ReportBlock> blocks) const {
        to.begin(Type::receiverReport, static_cast<std::uint8_t>(blocks.size()));
        to.put32(ssrc);
        for (const auto& block : blocks) {
            block.write(to);
        }
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
