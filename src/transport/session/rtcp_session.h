// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "transport/rtcp/report_block.h"
#include "transport/rtcp/rtcp_packet.h"
#include "transport/session/incoming_stream.h"
#include "transport/session/outgoing_stream.h"

namespace mcu::transport {

/// RTCP of one stream: reports at random intervals of 2 to 5 s, round trip, feedback (RFC 3550
/// section 6, RFC 4585, RFC 5104). Owned by a Stream; media thread.
class RtcpSession {
public:
    RtcpSession(std::uint32_t ssrc, std::string cname);

    struct Now {
        SteadyTime steady;
        WallTime wall;
    };

    /// What a datagram of the far end asks of us.
    struct Heard {
        bool malformed = false;
        bool keyframeWanted = false;
        bool goodbye = false;
    };

    Heard hear(std::span<const std::byte> datagram, const Now& now, std::uint32_t clockRate);

    [[nodiscard]] bool reportDue(SteadyTime now) const { return now >= nextReport_; }

    void writeReport(rtcp::Writer& to,
                     const OutgoingStream& out,
                     IncomingStream& in,
                     const Now& now);
    /// With a report before it, as compound packets must have.
    void writeGoodbye(rtcp::Writer& to,
                      const OutgoingStream& out,
                      IncomingStream& in,
                      const Now& now);
    void writePictureLoss(rtcp::Writer& to, IncomingStream& in, const Now& now);
    void writeFullIntraRequest(rtcp::Writer& to, IncomingStream& in, const Now& now);

    [[nodiscard]] double roundTripMs() const { return roundTripMs_; }

    /// Of what we send, as the far end reports.
    struct FarReport {
        std::uint64_t lost = 0;
        double lossPercent = 0;
        double jitterMs = 0;
    };

    [[nodiscard]] const FarReport& far() const { return far_; }

    [[nodiscard]] std::uint64_t nacks() const { return nacks_; }

private:
    void hearReport(std::span<const std::byte> body,
                    std::size_t offset,
                    int count,
                    const Now& now,
                    std::uint32_t clockRate);
    std::size_t makeBlock(rtcp::ReportBlock* block, IncomingStream& in, const Now& now) const;
    void writeReceiverReport(rtcp::Writer& to, IncomingStream& in, const Now& now);

    std::uint32_t ssrc_;
    std::string cname_;
    SteadyTime nextReport_{};
    std::uint64_t packetsAtReport_ = 0;
    std::uint32_t lastSenderReport_ = 0;  ///< middle of its NTP time
    std::uint32_t senderReportSsrc_ = 0;
    SteadyTime senderReportAt_{};
    double roundTripMs_ = -1;
    FarReport far_;
    std::optional<std::uint8_t> lastFirHeard_;
    std::uint8_t firSequence_ = 0;
    std::uint64_t nacks_ = 0;
};

}  // namespace mcu::transport
