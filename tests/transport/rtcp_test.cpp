// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "transport/rtcp/full_intra_request.h"
#include "transport/rtcp/generic_nack.h"
#include "transport/rtcp/picture_loss.h"
#include "transport/rtcp/receiver_report.h"
#include "transport/rtcp/sender_report.h"
#include "transport/rtcp/source_description.h"
#include "transport/session/keyframe_requester.h"

namespace mcu::transport {
namespace {

std::vector<std::byte> bytesOf(std::initializer_list<unsigned> values) {
    std::vector<std::byte> made;
    for (const unsigned value : values) {
        made.push_back(static_cast<std::byte>(value));
    }
    return made;
}

std::vector<std::byte> written(const rtcp::Writer& writer) {
    return {writer.bytes().begin(), writer.bytes().end()};
}

TEST(Rtcp, WritesPictureLossAsRfc4585Says) {
    rtcp::Writer writer;
    rtcp::PictureLoss{0x01020304, 0x0A0B0C0D}.write(writer);
    EXPECT_EQ(written(writer), bytesOf({0x81, 206, 0, 2, 1, 2, 3, 4, 10, 11, 12, 13}));
}

TEST(Rtcp, WritesFullIntraRequestAsRfc5104Says) {
    rtcp::Writer writer;
    rtcp::FullIntraRequest{0x01020304, 0x0A0B0C0D, 5}.write(writer);
    EXPECT_EQ(written(writer),
              bytesOf({0x84, 206, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0, 10, 11, 12, 13, 5, 0, 0, 0}));
    rtcp::Reader reader(writer.bytes());
    const auto parsed = rtcp::FullIntraRequest::parse(*reader.next(), 0x0A0B0C0D);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->sequence, 5);
}

TEST(Rtcp, ReadsBackASenderReportWithItsBlock) {
    rtcp::Writer writer;
    rtcp::SenderReport report;
    report.ssrc = 1;
    report.ntp.value = 0x1122334455667788U;
    report.rtpTimestamp = 9;
    report.packets = 10;
    report.octets = 11;
    rtcp::ReportBlock block;
    block.ssrc = 2;
    block.fractionLost = 64;
    block.lost = -3;
    block.jitter = 90;
    report.write(writer, {&block, 1});
    rtcp::SourceDescription{1, "abc@def"}.write(writer);
    rtcp::Reader reader(writer.bytes());
    const auto packet = reader.next();
    ASSERT_TRUE(packet);
    const auto parsed = rtcp::SenderReport::parse(*packet);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->ntp.middle(), 0x33445566U);
    int blocks = 0;
    rtcp::ReportBlock::forEach(
        packet->body, rtcp::SenderReport::kBlocks, packet->count, [&](const auto& read) {
            ++blocks;
            EXPECT_EQ(read.lost, -3);
            EXPECT_EQ(read.fractionLost, 64);
        });
    EXPECT_EQ(blocks, 1);
    ASSERT_TRUE(reader.next());
    EXPECT_FALSE(reader.next());
    EXPECT_FALSE(reader.malformed());
}

TEST(Rtcp, StopsAtALengthThatDoesNotFit) {
    const auto bytes = bytesOf({0x80, 201, 0, 9, 1, 2, 3, 4});
    rtcp::Reader reader(bytes);
    EXPECT_FALSE(reader.next());
    EXPECT_TRUE(reader.malformed());
}

TEST(Rtcp, CountsTheNumbersOfANack) {
    const auto bytes = bytesOf({0x81, 205, 0, 3, 1, 2, 3, 4, 10, 11, 12, 13, 0, 50, 0, 5});
    rtcp::Reader reader(bytes);
    const auto nack = rtcp::GenericNack::parse(*reader.next());
    ASSERT_TRUE(nack);
    EXPECT_EQ(nack->numbers, 3U);
}

TEST(KeyframeRequester, AsksAtOnceThenEachHalfSecondAtMostFiveTimes) {
    using std::chrono::milliseconds;
    KeyframeRequester requester;
    SteadyTime now = SteadyTime{} + milliseconds(1000);
    requester.request();
    EXPECT_TRUE(requester.due(now));
    EXPECT_FALSE(requester.due(now + milliseconds(499)));
    int asked = 1;
    for (int i = 0; i < 20; ++i) {
        now += milliseconds(500);
        asked += requester.due(now) ? 1 : 0;
    }
    EXPECT_EQ(asked, KeyframeRequester::kMost);
    EXPECT_FALSE(requester.pending());
}

TEST(KeyframeRequester, AsksAgainForANewNeedAfterTwoTenthsOfASecond) {
    using std::chrono::milliseconds;
    KeyframeRequester requester;
    const SteadyTime now = SteadyTime{} + milliseconds(1000);
    requester.request();
    EXPECT_TRUE(requester.due(now));
    requester.onKeyframe();
    requester.request();
    EXPECT_FALSE(requester.due(now + milliseconds(199)));
    EXPECT_TRUE(requester.due(now + milliseconds(200)));
}

}  // namespace
}  // namespace mcu::transport
