// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>

#include "media/h261/depacketizer.h"
#include "media/h261/packetizer.h"
#include "media/h261/picture_walk.h"

namespace mcu::media::h261 {

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) {
        made.push_back(static_cast<std::byte>(value));
    }
    return made;
}

/// Writes fields of so many bits.
class Bits {
public:
    Bits& put(unsigned count, unsigned value) {
        for (unsigned i = count; i-- > 0;) {
            if (used_++ % 8 == 0) {
                out_.push_back(std::byte{0});
            }
            out_.back() |= static_cast<std::byte>((value >> i & 1U) << (7 - (used_ - 1) % 8));
        }
        return *this;
    }

    [[nodiscard]] Bytes bytes() const { return out_; }

private:
    Bytes out_;
    std::size_t used_ = 0;
};

/// PSC, TR, PTYPE, PEI (H.261 section 4.2.1).
Bits header(bool cif) {
    Bits bits;
    return bits.put(20, 0x10).put(5, 17).put(3, 0).put(1, cif ? 1 : 0).put(2, 3).put(1, 0);
}

Bits& group(Bits& bits, unsigned number, unsigned quantizer) {
    return bits.put(16, 1).put(4, number).put(5, quantizer).put(1, 0);
}

/// MBA 1, MTYPE INTRA, six blocks of a level and nothing else.
void flatMacroblock(Bits& bits) {
    bits.put(1, 1).put(4, 1);
    for (int i = 0; i < 6; ++i) {
        bits.put(8, 128).put(2, 2);
    }
}

Bits flatPicture() {
    auto bits = header(false);
    for (const unsigned number : {1U, 3U, 5U}) {
        group(bits, number, 5 + number);
        for (int i = 0; i < 33; ++i) {
            flatMacroblock(bits);
        }
    }
    return bits;
}

TEST(H261Picture, IsReadMacroblockByMacroblock) {
    std::vector<CutPoint> points;
    const auto shape = walk(flatPicture().bytes(), 0, &points);
    EXPECT_EQ(shape.width, 176);
    EXPECT_EQ(shape.height, 144);
    EXPECT_EQ(shape.temporalReference, 17);
    EXPECT_TRUE(shape.ended);
    EXPECT_TRUE(shape.keyframe());
    ASSERT_EQ(points.size(), 99U);
    EXPECT_TRUE(points[0].header);
    EXPECT_EQ(points[1].bit, 32U + 26U + 65U);
    EXPECT_EQ(points[1].address, 1);
    EXPECT_EQ(points[1].group, 1);
    EXPECT_EQ(points[1].quantizer, 6);
    EXPECT_TRUE(points[33].header);
    EXPECT_EQ(points[34].group, 3);
    EXPECT_EQ(points[34].quantizer, 8);
    EXPECT_EQ(points[98].address, 32);
}

TEST(H261Picture, KnowsWhatLeansOnThePictureBefore) {
    auto bits = header(true);
    group(bits, 1, 7);
    bits.put(1, 1).put(9, 1).put(3, 2).put(4, 3);  // MBA 1, INTER with a vector: 1, -2
    bits.put(1, 1).put(9, 1).put(3, 2).put(1, 1);  // on from there: 1, 0
    bits.put(3, 3).put(9, 1).put(1, 1).put(1, 1);  // MBA 2: no neighbour to go on from
    bits.put(1, 1).put(7, 1).put(5, 20);           // INTRA with a quantizer of its own
    for (int i = 0; i < 6; ++i) {
        bits.put(8, 128).put(2, 2);
    }
    bits.put(1, 1).put(1, 1).put(3, 7).put(2, 3).put(2,
                                                     2);  // INTER, CBP 60: a first 1, and the end
    for (int i = 0; i < 3; ++i) {
        bits.put(6, 1).put(14, 0x2A0A).put(2, 2);  // escapes
    }
    std::vector<CutPoint> points;
    const auto shape = walk(bits.bytes(), 0, &points);
    EXPECT_TRUE(shape.ended);
    EXPECT_EQ(shape.intra, 1);
    EXPECT_EQ(shape.others, 4);
    EXPECT_FALSE(shape.keyframe());
    ASSERT_EQ(points.size(), 5U);
    EXPECT_EQ(points[1].horizontal, 1);
    EXPECT_EQ(points[1].vertical, -2);
    EXPECT_EQ(points[2].horizontal, 2);
    EXPECT_EQ(points[2].address, 2);
    EXPECT_EQ(points[3].horizontal, 0);
    EXPECT_EQ(points[3].address, 4);
    EXPECT_EQ(points[4].horizontal, 0) << "the one before had no vector";
    EXPECT_EQ(points[4].quantizer, 20);
}

TEST(H261Payload, GoesThroughPacketsUnchanged) {
    const auto picture = flatPicture().bytes();
    EncodedFrame packets;
    ASSERT_TRUE(packetize(picture, packets));
    EXPECT_TRUE(packets.keyframe);
    ASSERT_EQ(packets.count(), 1U);
    EXPECT_EQ(Bytes(packets.payload(0).begin(), packets.payload(0).begin() + 4),
              bytes({0x01, 0, 0, 0}))
        << "V alone";
    EXPECT_TRUE(payloadStartsKeyframe(packets.payload(0)));
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(packets.payload(0)));
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.keyframe());
    EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
}

TEST(H261Payload, TakesAPictureThatBeginsWithinAByte) {
    Bits shifted;
    shifted.put(3, 7);  // the end of the picture before
    const auto picture = flatPicture().bytes();
    for (const auto byte : picture) {
        shifted.put(8, std::to_integer<unsigned>(byte));
    }
    auto payload = bytes({0x75, 0, 0, 0});  // SBIT 3, EBIT 5
    const auto data = shifted.bytes();
    payload.insert(payload.end(), data.begin(), data.end());
    Depacketizer depacketizer;
    EXPECT_TRUE(depacketizer.add(payload));
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_EQ(depacketizer.shape().width, 176);
    EXPECT_TRUE(depacketizer.keyframe());
}

TEST(H261Payload, RefusesWhatIsNotWhole) {
    for (const auto& payload : {Bytes{},
                                bytes({1, 0, 0, 0}),              // no data
                                bytes({0xFD, 0, 0, 0, 1}),        // no bits left of one byte
                                bytes({1, 0, 0, 0, 0, 1, 0x10}),  // no picture
                                bytes({1, 0, 0, 0, 0, 1})}) {
        Depacketizer depacketizer;
        depacketizer.add(payload);
        EXPECT_FALSE(depacketizer.complete());
        EXPECT_FALSE(payloadStartsKeyframe(payload));
    }
    Depacketizer gap;
    auto first = bytes({0x0D, 0, 0, 0});  // EBIT 3
    const auto picture = flatPicture().bytes();
    first.insert(first.end(), picture.begin(), picture.end());
    EXPECT_TRUE(gap.add(first));
    EXPECT_FALSE(gap.add(bytes({0x01, 0, 0, 0, 9}))) << "three bits are missing";
    EXPECT_FALSE(gap.complete());
    EncodedFrame packets;
    EXPECT_FALSE(packetize(std::span(picture).first(picture.size() - 20), packets));
}

TEST(H261Payload, BoundsThePicture) {
    Depacketizer depacketizer;
    Bytes payload(1400, std::byte{0});
    bool taken = true;
    for (std::size_t i = 0; i < Depacketizer::kMaxUnitBytes / 1396 + 2; ++i) {
        taken = depacketizer.add(payload) && taken;
    }
    EXPECT_FALSE(taken);
    EXPECT_LE(depacketizer.unit().size(), Depacketizer::kMaxUnitBytes);
}

}  // namespace

}  // namespace mcu::media::h261
