// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>

#include "media/h264/depacketizer.h"
#include "media/h264/packetizer.h"

namespace mcu::media::h264 {

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) {
        made.push_back(static_cast<std::byte>(value));
    }
    return made;
}

Bytes unitOf(const Depacketizer& depacketizer) {
    return {depacketizer.unit().begin(), depacketizer.unit().end()};
}

/// An access unit: parameter sets, an IDR slice of `size` bytes.
Bytes accessUnit(std::size_t size) {
    Bytes made = bytes({0, 0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 0x11, 0, 0, 0, 1, 0x68, 0xCE, 0x06});
    const Bytes start = bytes({0, 0, 0, 1, 0x65, 0x88});
    made.insert(made.end(), start.begin(), start.end());
    for (std::size_t i = 2; i < size; ++i) {
        made.push_back(static_cast<std::byte>(1 + i % 250));
    }
    return made;
}

TEST(H264Depacketizer, TakesSingleNalUnits) {
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(bytes({0x67, 1, 2})));
    EXPECT_FALSE(depacketizer.hasSlice());
    EXPECT_TRUE(depacketizer.add(bytes({0x65, 0x88, 3})));
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.keyframe());
    EXPECT_TRUE(depacketizer.hasSlice());
    EXPECT_TRUE(depacketizer.beginsPicture());
    EXPECT_EQ(unitOf(depacketizer), bytes({0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x65, 0x88, 3}));
}

TEST(H264Depacketizer, SeesWhereAPictureBegins) {
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(bytes({0x41, 0x40, 3})));  // first_mb_in_slice is not 0
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_FALSE(depacketizer.beginsPicture());
    EXPECT_FALSE(depacketizer.keyframe());
    depacketizer.clear();
    EXPECT_TRUE(depacketizer.empty());
    EXPECT_TRUE(depacketizer.add(bytes({0x41, 0x9A, 3})));
    EXPECT_TRUE(depacketizer.beginsPicture());
}

TEST(H264Depacketizer, TakesAggregates) {
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(bytes({24, 0, 2, 0x67, 9, 0, 1, 0x68})));
    EXPECT_EQ(unitOf(depacketizer), bytes({0, 0, 0, 1, 0x67, 9, 0, 0, 0, 1, 0x68}));
}

TEST(H264Depacketizer, RefusesBrokenAggregates) {
    for (const auto& payload : {bytes({24}),
                                bytes({24, 0}),
                                bytes({24, 0, 0}),
                                bytes({24, 0, 0, 0x67}),
                                bytes({24, 0, 9, 0x67}),
                                bytes({24, 0, 1, 0x67, 0}),
                                bytes({24, 0, 2, 28, 1})}) {
        Depacketizer depacketizer;
        EXPECT_FALSE(depacketizer.add(payload));
        EXPECT_FALSE(depacketizer.complete());
        EXPECT_FALSE(depacketizer.empty());
    }
}

TEST(H264Depacketizer, JoinsFragments) {
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(bytes({0x7C, 0x85, 0x88, 1})));
    EXPECT_FALSE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.add(bytes({0x7C, 0x05, 2})));
    EXPECT_TRUE(depacketizer.add(bytes({0x7C, 0x45, 3})));
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.keyframe());
    EXPECT_EQ(unitOf(depacketizer), bytes({0, 0, 0, 1, 0x65, 0x88, 1, 2, 3}));
}

TEST(H264Depacketizer, RefusesBrokenFragments) {
    const Bytes start = bytes({0x7C, 0x85, 0x88, 1});
    const Bytes end = bytes({0x7C, 0x45, 3});
    const std::vector<std::vector<Bytes>> broken{
        {end},                            // no start
        {start, start, end},              // two starts
        {start, bytes({0x65, 1}), end},   // something between
        {start, bytes({0x7C, 0x41, 3})},  // another type
        {bytes({0x7C, 0xC5, 1})},         // start and end at once
        {bytes({0x7C, 0x80, 1})},         // type 0
        {start, bytes({0x7C, 0x45})},     // no data
        {bytes({29, 1, 2, 3, 4})},        // FU-B belongs to the interleaved mode
        {bytes({25, 1, 2, 3, 4})},        // so does STAP-B
        {Bytes{}},
    };
    for (const auto& payloads : broken) {
        Depacketizer depacketizer;
        for (const auto& payload : payloads) {
            depacketizer.add(payload);
        }
        EXPECT_FALSE(depacketizer.complete());
    }
}

TEST(H264Depacketizer, BoundsTheUnit) {
    Depacketizer depacketizer;
    Bytes payload(1400, std::byte{0x41});
    bool taken = true;
    for (std::size_t i = 0; i * payload.size() < Depacketizer::kMaxUnitBytes + 10000; ++i) {
        taken = depacketizer.add(payload) && taken;
    }
    EXPECT_FALSE(taken);
    EXPECT_FALSE(depacketizer.complete());
    EXPECT_LE(depacketizer.unit().size(), Depacketizer::kMaxUnitBytes);
}

TEST(H264Packetizer, SendsSmallUnitsAsTheyAre) {
    EncodedFrame frame;
    ASSERT_TRUE(packetize(accessUnit(100), 0, frame).has_value());
    ASSERT_EQ(frame.count(), 3U);
    EXPECT_TRUE(frame.keyframe);
    EXPECT_EQ(frame.payload(2).size(), 100U);
}

TEST(H264Packetizer, FragmentsLargeUnitsInModeOneOnly) {
    const Bytes unit = accessUnit(5000);
    EncodedFrame refused;
    EXPECT_FALSE(packetize(unit, 0, refused).has_value());
    EncodedFrame frame;
    ASSERT_TRUE(packetize(unit, 1, frame).has_value());
    Depacketizer depacketizer;
    for (std::size_t i = 0; i < frame.count(); ++i) {
        EXPECT_LE(frame.payload(i).size(), kMaxPayload);
        EXPECT_TRUE(depacketizer.add(frame.payload(i)));
    }
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_EQ(unitOf(depacketizer), unit);
}

TEST(H264Packetizer, LeavesOutWhatDecodersDoNotNeed) {
    EncodedFrame frame;
    ASSERT_TRUE(
        packetize(bytes({0, 0, 1, 9, 0xF0, 0, 0, 1, 6, 5, 1, 0, 0, 1, 0x41, 0x9A}), 0, frame)
            .has_value());
    ASSERT_EQ(frame.count(), 1U);
    EXPECT_FALSE(frame.keyframe);
}

}  // namespace

}  // namespace mcu::media::h264
