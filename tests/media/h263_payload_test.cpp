// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>

#include "media/h263/depacketizer.h"
#include "media/h263/macroblock_walk.h"
#include "media/h263/packetizer.h"
#include "media/h263/picture_header.h"

namespace mcu::media::h263 {

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

    [[nodiscard]] std::size_t count() const { return used_; }

    [[nodiscard]] Bytes bytes() const { return out_; }

private:
    Bytes out_;
    std::size_t used_ = 0;
};

/// PSC, TR, PTYPE, PQUANT, CPM, PEI (H.263 section 5.1).
Bits header(unsigned source, bool inter, unsigned quantizer = 5) {
    Bits bits;
    bits.put(22, 0x20).put(8, 77).put(2, 2).put(3, 0).put(3, source).put(1, inter ? 1 : 0);
    return bits.put(4, 0).put(5, quantizer).put(1, 0).put(1, 0);
}

/// A macroblock of INTRA blocks without coefficients: MCBPC 1, CBPY 0011, six INTRADC.
void flatMacroblock(Bits& bits) {
    bits.put(1, 1).put(4, 3);
    for (int i = 0; i < 6; ++i) {
        bits.put(8, 128);
    }
}

/// A QCIF picture whose groups from the second on have headers.
Bytes flatPicture() {
    auto bits = header(2, false);
    for (unsigned group = 0; group < 9; ++group) {
        if (group > 0) {
            bits.put(static_cast<unsigned>((8 - bits.count() % 8) % 8), 0);
            bits.put(17, 1).put(5, group).put(2, 0).put(5, 5 + group);
        }
        for (int i = 0; i < 11; ++i) {
            flatMacroblock(bits);
        }
    }
    return bits.bytes();
}

TEST(H263Picture, SaysItsSizeAndType) {
    const auto intra = readPictureHeader(header(3, false).put(8, 0).bytes());
    ASSERT_TRUE(intra);
    EXPECT_EQ(intra->width, 352);
    EXPECT_EQ(intra->height, 288);
    EXPECT_TRUE(intra->intra);
    EXPECT_EQ(intra->temporalReference, 77);
    EXPECT_EQ(intra->quantizer, 5);
    EXPECT_EQ(intra->bits, 50U);
    const auto inter = readPictureHeader(header(4, true).put(8, 0).bytes());
    ASSERT_TRUE(inter);
    EXPECT_EQ(inter->width, 704);
    EXPECT_FALSE(inter->intra);
    EXPECT_FALSE(readPictureHeader(header(6, false).bytes())) << "reserved";
    EXPECT_FALSE(readPictureHeader(header(3, false, 0).bytes())) << "no quantizer 0";
    EXPECT_FALSE(readPictureHeader({})) << "nothing";
    EXPECT_FALSE(readPictureHeader(bytes({0, 0, 0x80}))) << "cut short";
    EXPECT_FALSE(readPictureHeader(bytes({0, 1, 0x80, 0, 0, 0, 0, 0, 0}))) << "no start code";
}

TEST(H263Picture, OfVersionTwoSaysItsSizeToo) {
    const auto plus = [] {
        Bits bits;
        return bits.put(22, 0x20).put(8, 1).put(2, 2).put(3, 0).put(3, 7);
    };
    // UFEP 1; CIF in OPPTYPE; MPPTYPE INTRA; CPM off
    const auto cif = readPictureHeader(
        plus().put(3, 1).put(3, 3).put(15, 8).put(3, 0).put(6, 1).put(1, 0).put(8, 0).bytes());
    ASSERT_TRUE(cif);
    EXPECT_TRUE(cif->plus);
    EXPECT_TRUE(cif->intra);
    EXPECT_EQ(cif->width, 352);
    // A custom one of 640 x 360
    auto custom = plus().put(3, 1).put(3, 6).put(15, 8).put(3, 1).put(6, 1).put(1, 0);
    custom.put(4, 1).put(9, 159).put(1, 1).put(9, 90).put(8, 0);
    const auto read = readPictureHeader(custom.bytes());
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->intra);
    EXPECT_EQ(read->width, 640);
    EXPECT_EQ(read->height, 360);
    // Without the optional part the size is that of the picture before.
    const auto same = readPictureHeader(plus().put(3, 0).put(3, 1).put(6, 1).put(9, 0).bytes());
    ASSERT_TRUE(same);
    EXPECT_EQ(same->width, 0);
}

TEST(H263Picture, IsReadMacroblockByMacroblock) {
    std::vector<CutPoint> points;
    const auto picture = flatPicture();
    ASSERT_TRUE(findCutPoints(picture, points));
    ASSERT_EQ(points.size(), 99U);
    EXPECT_TRUE(points[0].header);
    EXPECT_EQ(points[1].bit, 50U + 53U);
    EXPECT_EQ(points[1].macroblock, 1);
    EXPECT_TRUE(points[11].header);
    EXPECT_EQ(points[11].bit % 8, 0U);
    EXPECT_EQ(points[11].group, 1);
    EXPECT_EQ(points[12].quantizer, 6);
    EXPECT_EQ(points[98].group, 8);
    EXPECT_EQ(points[98].macroblock, 10);
    EXPECT_FALSE(findCutPoints(std::span(picture).first(picture.size() - 9), points));
}

/// A QCIF picture of INTER macroblocks: `moves` of the first, the rest are skipped.
TEST(H263Picture, PredictsMotion) {
    auto bits = header(2, true);
    const auto moved = [&bits](unsigned xBits, unsigned x, unsigned yBits, unsigned y) {
        // COD 0, MCBPC 1 (no chroma), CBPY of nothing coded: 11
        bits.put(1, 0).put(1, 1).put(2, 3).put(xBits, x).put(yBits, y);
    };
    moved(3, 2, 1, 1);  // +0.5, 0: MVD 010, 1
    moved(3, 2, 3, 3);  // the predictor 0.5, 0 and +0.5, -0.5
    for (int i = 2; i < 99; ++i) {
        bits.put(1, 1);
    }
    bits.put(static_cast<unsigned>((8 - bits.count() % 8) % 8), 0);
    std::vector<CutPoint> points;
    ASSERT_TRUE(findCutPoints(bits.bytes(), points));
    ASSERT_EQ(points.size(), 1U + 98U - 8U);
    EXPECT_EQ(points[1].horizontal, 1);
    EXPECT_EQ(points[1].vertical, 0);
    EXPECT_EQ(points[2].horizontal, 2) << "the left neighbour's";
    EXPECT_EQ(points[2].vertical, -1);
    EXPECT_EQ(points[3].horizontal, 0) << "a skipped one does not move";
}

Bytes through(PayloadFormat format, const EncodedFrame& packets) {
    Depacketizer depacketizer(format);
    for (std::size_t i = 0; i < packets.count(); ++i) {
        EXPECT_LE(packets.payload(i).size(), kMaxPayload);
        EXPECT_TRUE(depacketizer.add(packets.payload(i))) << i;
    }
    EXPECT_TRUE(depacketizer.complete());
    EXPECT_TRUE(depacketizer.beginsPicture());
    EXPECT_TRUE(depacketizer.keyframe());
    return {depacketizer.unit().begin(), depacketizer.unit().end()};
}

TEST(H263Payload, GoesThroughPacketsUnchanged) {
    const auto picture = flatPicture();
    for (const auto format : {PayloadFormat::rfc2190, PayloadFormat::rfc4629}) {
        EncodedFrame packets;
        ASSERT_TRUE(packetize(format, picture, packets));
        EXPECT_TRUE(packets.keyframe);
        EXPECT_EQ(packets.count(), 1U);
        EXPECT_TRUE(payloadStartsKeyframe(format, packets.payload(0)));
        EXPECT_EQ(through(format, packets), picture);
    }
}

TEST(H263Payload, WritesModeA) {
    EncodedFrame packets;
    ASSERT_TRUE(packetize(PayloadFormat::rfc2190, flatPicture(), packets));
    const auto first = packets.payload(0);
    // F 0, P 0, SBIT 0, EBIT 0; SRC 2, I 0; TR 77
    EXPECT_EQ(Bytes(first.begin(), first.begin() + 4), bytes({0, 0x40, 0, 77}));
}

/// RFC 2190 section 5.2: what shares a byte is in both packets.
TEST(H263Payload, JoinsBytesTwoPacketsShare) {
    Depacketizer depacketizer(PayloadFormat::rfc2190);
    const auto picture = header(3, false).put(8, 0xA5).put(8, 0x5A).bytes();
    auto first = bytes({0x03, 0x60, 0, 77});  // EBIT 3
    first.insert(first.end(), picture.begin(), picture.begin() + 7);
    first.back() &= std::byte{0xF8};
    auto second = bytes({0xA8, 0, 0, 0, 0, 0, 0, 0});  // mode B, SBIT 5
    second.insert(second.end(), picture.begin() + 6, picture.end());
    second[8] &= std::byte{0x07};
    ASSERT_TRUE(depacketizer.add(first));
    ASSERT_TRUE(depacketizer.add(second));
    EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
    EXPECT_TRUE(depacketizer.complete());
}

TEST(H263Payload, TakesModeCAndExtraHeaders) {
    Depacketizer modeC(PayloadFormat::rfc2190);
    auto picture = header(3, false).put(8, 0).bytes();
    auto first = bytes({0, 0x60, 0, 77});
    first.insert(first.end(), picture.begin(), picture.end());
    EXPECT_TRUE(modeC.add(first));
    EXPECT_TRUE(modeC.add(bytes({0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77})));
    EXPECT_EQ(modeC.unit().back(), std::byte{0x77});
    Depacketizer extra(PayloadFormat::rfc4629);
    // P, V, PLEN 2: VRC and two bytes of a picture header again
    auto payload = bytes({0x06, 0x10, 0x20, 0xEE, 0xEE});
    payload.insert(payload.end(), picture.begin() + 2, picture.end());
    EXPECT_TRUE(extra.add(payload));
    EXPECT_EQ(Bytes(extra.unit().begin(), extra.unit().end()), picture);
}

TEST(H263Payload, RefusesWhatIsNotWhole) {
    for (const auto& payload : {Bytes{},
                                bytes({0x00, 0x60, 0, 1}),                 // nothing behind mode A
                                bytes({0x80, 0, 0, 0, 0, 0, 0, 0}),        // nor behind mode B
                                bytes({0x28, 0x60, 0, 1, 0x80}),           // begins within a byte
                                bytes({0x04, 0x60, 0, 1, 0, 0, 0x80})}) {  // no picture
        Depacketizer depacketizer(PayloadFormat::rfc2190);
        depacketizer.add(payload);
        EXPECT_FALSE(depacketizer.complete());
        EXPECT_FALSE(payloadStartsKeyframe(PayloadFormat::rfc2190, payload));
    }
    for (const auto& payload : {Bytes{},
                                bytes({4}),
                                bytes({4, 0}),
                                bytes({6, 0, 1}),
                                bytes({4, 0xFF, 0x80, 2, 3}),
                                bytes({0, 0, 0x80, 2, 3})}) {
        Depacketizer depacketizer(PayloadFormat::rfc4629);
        depacketizer.add(payload);
        EXPECT_FALSE(depacketizer.complete());
        EXPECT_FALSE(payloadStartsKeyframe(PayloadFormat::rfc4629, payload));
    }
}

TEST(H263Payload, BoundsThePicture) {
    Depacketizer depacketizer(PayloadFormat::rfc4629);
    Bytes payload(1400, std::byte{0});
    bool taken = true;
    for (std::size_t i = 0; i < Depacketizer::kMaxUnitBytes / 1398 + 2; ++i) {
        taken = depacketizer.add(payload) && taken;
    }
    EXPECT_FALSE(taken);
    EXPECT_LE(depacketizer.unit().size(), Depacketizer::kMaxUnitBytes);
}

}  // namespace

}  // namespace mcu::media::h263
