// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/rtcp_session.h"

#include <algorithm>

#include "transport/rtcp/full_intra_request.h"
#include "transport/rtcp/generic_nack.h"
#include "transport/rtcp/goodbye.h"
#include "transport/rtcp/picture_loss.h"
#include "transport/rtcp/receiver_report.h"
#include "transport/rtcp/sender_report.h"
#include "transport/rtcp/source_description.h"
#include "transport/session/random.h"

namespace mcu::transport {

namespace {

constexpr int kShortestIntervalMs = 2000;
constexpr int kIntervalSpreadMs = 3000;
constexpr double kUnitsPerSecond = 65536.0;

std::chrono::milliseconds randomInterval() {
    return std::chrono::milliseconds(kShortestIntervalMs +
                                     static_cast<int>(random32() % kIntervalSpreadMs));
}

}  // namespace

RtcpSession::RtcpSession(std::uint32_t ssrc, std::string cname)
    : ssrc_(ssrc), cname_(std::move(cname)) {}

RtcpSession::Heard RtcpSession::hear(std::span<const std::byte> datagram,
                                     const Now& now,
                                     std::uint32_t clockRate) {
    Heard heard;
    rtcp::Reader reader(datagram);
    while (const auto packet = reader.next()) {
        if (const auto report = rtcp::SenderReport::parse(*packet)) {
            lastSenderReport_ = report->ntp.middle();
            senderReportSsrc_ = report->ssrc;
            senderReportAt_ = now.steady;
            hearReport(packet->body, rtcp::SenderReport::kBlocks, packet->count, now, clockRate);
        } else if (rtcp::ReceiverReport::parse(*packet)) {
            hearReport(packet->body, rtcp::ReceiverReport::kBlocks, packet->count, now, clockRate);
        } else if (const auto loss = rtcp::PictureLoss::parse(*packet)) {
            heard.keyframeWanted = heard.keyframeWanted || loss->media == ssrc_;
        } else if (const auto fir = rtcp::FullIntraRequest::parse(*packet, ssrc_)) {
            heard.keyframeWanted = heard.keyframeWanted || lastFirHeard_ != fir->sequence;
            lastFirHeard_ = fir->sequence;
        } else if (rtcp::GenericNack::parse(*packet)) {
            ++nacks_;
        } else if (packet->type == rtcp::Type::goodbye) {
            heard.goodbye = true;
        }
    }
    heard.malformed = reader.malformed();
    return heard;
}

void RtcpSession::hearReport(std::span<const std::byte> body,
                             std::size_t offset,
                             int count,
                             const Now& now,
                             std::uint32_t clockRate) {
    rtcp::ReportBlock::forEach(body, offset, count, [&](const rtcp::ReportBlock& block) {
        if (block.ssrc != ssrc_) {
            return;
        }
        far_.lost = static_cast<std::uint64_t>(std::max(block.lost, 0));
        far_.lossPercent = block.fractionLost * 100.0 / 256.0;
        far_.jitterMs = block.jitter * 1000.0 / clockRate;
        if (block.lastSenderReport == 0) {
            return;
        }
        const std::uint32_t units =
            rtcp::NtpTime::from(now.wall).middle() - block.lastSenderReport - block.delaySinceLast;
        // Far clocks that run fast make it slightly negative; a stale or forged block makes it
        // huge.
        const auto elapsed = static_cast<std::int32_t>(units);
        constexpr double kLongest = 60.0;
        if (elapsed < kLongest * kUnitsPerSecond && elapsed > -kUnitsPerSecond) {
            roundTripMs_ = std::max(0, elapsed) * 1000.0 / kUnitsPerSecond;
        }
    });
}

std::size_t RtcpSession::makeBlock(rtcp::ReportBlock* block,
                                   IncomingStream& in,
                                   const Now& now) const {
    const auto ssrc = in.ssrc();
    if (!ssrc) {
        return 0;
    }
    block->ssrc = *ssrc;
    block->fractionLost = in.reception().takeFractionLost();
    block->lost =
        static_cast<std::int32_t>(std::min<std::uint64_t>(in.reception().lost(), 0x7FFFFFU));
    block->highestSequence =
        static_cast<std::uint32_t>(in.reception().extendedHighest() - 0x10000U);
    block->jitter = in.reception().jitterUnits();
    if (senderReportSsrc_ == *ssrc && senderReportAt_ != SteadyTime{}) {
        block->lastSenderReport = lastSenderReport_;
        block->delaySinceLast = static_cast<std::uint32_t>(
            std::chrono::duration<double>(now.steady - senderReportAt_).count() * kUnitsPerSecond);
    }
    return 1;
}

void RtcpSession::writeReport(rtcp::Writer& to,
                              const OutgoingStream& out,
                              IncomingStream& in,
                              const Now& now) {
    nextReport_ = now.steady + randomInterval();
    const bool sender = out.rate().packets() != packetsAtReport_;
    packetsAtReport_ = out.rate().packets();
    if (!sender) {
        writeReceiverReport(to, in, now);
        return;
    }
    rtcp::ReportBlock block;
    const std::size_t blocks = makeBlock(&block, in, now);
    rtcp::SenderReport report;
    report.ssrc = ssrc_;
    report.ntp = rtcp::NtpTime::from(now.wall);
    report.rtpTimestamp = out.timestampAt(now.steady);
    report.packets = static_cast<std::uint32_t>(out.rate().packets());
    report.octets = static_cast<std::uint32_t>(out.rate().bytes());
    report.write(to, {&block, blocks});
    rtcp::SourceDescription{ssrc_, cname_}.write(to);
}

void RtcpSession::writeReceiverReport(rtcp::Writer& to, IncomingStream& in, const Now& now) {
    rtcp::ReportBlock block;
    const std::size_t blocks = makeBlock(&block, in, now);
    rtcp::ReceiverReport{ssrc_}.write(to, {&block, blocks});
    rtcp::SourceDescription{ssrc_, cname_}.write(to);
}

void RtcpSession::writeGoodbye(rtcp::Writer& to,
                               const OutgoingStream& out,
                               IncomingStream& in,
                               const Now& now) {
    writeReport(to, out, in, now);
    rtcp::Goodbye{ssrc_}.write(to);
}

void RtcpSession::writePictureLoss(rtcp::Writer& to, IncomingStream& in, const Now& now) {
    writeReceiverReport(to, in, now);
    rtcp::PictureLoss{ssrc_, in.ssrc().value_or(0)}.write(to);
}

void RtcpSession::writeFullIntraRequest(rtcp::Writer& to, IncomingStream& in, const Now& now) {
    writeReceiverReport(to, in, now);
    rtcp::FullIntraRequest{ssrc_, in.ssrc().value_or(0), firSequence_++}.write(to);
}

}  // namespace mcu::transport
