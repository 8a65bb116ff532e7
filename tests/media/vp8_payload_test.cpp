// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>

#include "media/vp8/depacketizer.h"
#include "media/vp8/packetizer.h"

namespace mcu::media::vp8 {

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) {
        made.push_back(static_cast<std::byte>(value));
    }
    return made;
}

/// The header of a 1280x720 keyframe (RFC 6386 section 9.1).
Bytes keyframe(std::size_t size) {
    Bytes made = bytes({0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02});
    made.resize(size, std::byte{7});
    return made;
}

TEST(Vp8Payload, GoesThroughPacketsUnchanged) {
    const Bytes frame = keyframe(5000);
    EncodedFrame packets;
    packetize(frame, packets);
    EXPECT_TRUE(packets.keyframe);
    EXPECT_EQ(packets.count(), 5U);
    Depacketizer depacketizer;
    for (std::size_t i = 0; i < packets.count(); ++i) {
        EXPECT_LE(packets.payload(i).size(), kMaxPayload);
        EXPECT_TRUE(depacketizer.add(packets.payload(i)));
    }
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.beginsPicture());
    EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), frame);
    EXPECT_EQ(depacketizer.size().width, 1280);
    EXPECT_EQ(depacketizer.size().height, 720);
}

TEST(Vp8Payload, SkipsExtendedDescriptors) {
    Depacketizer depacketizer;
    // X, S; I, L, T and K; 15 bits of picture id, TL0PICIDX, TID
    EXPECT_TRUE(depacketizer.add(bytes({0x90, 0xF0, 0x81, 0x02, 0x03, 0x04, 0x01, 0x55})));
    EXPECT_EQ(depacketizer.unit().size(), 2U);
    EXPECT_FALSE(depacketizer.keyframe());
    EXPECT_EQ(depacketizer.size().width, 0);
}

TEST(Vp8Payload, RefusesWhatIsNotWhole) {
    for (const auto& payload : {Bytes{},
                                bytes({0x10}),
                                bytes({0x90, 0x80}),
                                bytes({0x90, 0x80, 0x81, 0x02}),
                                bytes({0x00, 1, 2}),     // not the start
                                bytes({0x13, 1, 2})}) {  // a later partition
        Depacketizer depacketizer;
        EXPECT_FALSE(depacketizer.add(payload));
        EXPECT_FALSE(depacketizer.complete());
    }
    Depacketizer twoStarts;
    EXPECT_TRUE(twoStarts.add(bytes({0x10, 1, 2})));
    EXPECT_FALSE(twoStarts.add(bytes({0x10, 1, 2})));
    EXPECT_FALSE(twoStarts.complete());
}

TEST(Vp8Payload, BoundsTheFrame) {
    Depacketizer depacketizer;
    Bytes payload(1400, std::byte{0});
    payload[0] = std::byte{0x10};
    depacketizer.add(payload);
    payload[0] = std::byte{0};
    bool taken = true;
    for (std::size_t i = 0; i < Depacketizer::kMaxUnitBytes / 1399 + 2; ++i) {
        taken = depacketizer.add(payload) && taken;
    }
    EXPECT_FALSE(taken);
    EXPECT_LE(depacketizer.unit().size(), Depacketizer::kMaxUnitBytes);
}

}  // namespace

}  // namespace mcu::media::vp8
