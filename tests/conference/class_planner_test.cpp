// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/class_planner.h"

#include <gtest/gtest.h>

namespace mcu::conference {
namespace {

const ClassLimits kLimits{1280, 720, 30, {4000, 2000, 1000, 512, 256}};

media::CodecFormat h264(std::uint8_t level, std::uint8_t mode = 1, std::uint8_t profile = 66) {
    media::CodecFormat format;
    format.codec = media::Codec::h264;
    format.h264.levelIdc = level;
    format.h264.packetizationMode = mode;
    format.h264.profileIdc = profile;
    return format;
}

media::AgreedStream source(const media::CodecFormat& format) {
    media::AgreedStream stream;
    stream.kind = media::Kind::video;
    stream.send = format;
    stream.receive = {format};
    return stream;
}

TEST(ClassPlanner, PutsSitesWithTheSameNeedsIntoOneClass) {
    const auto one = classOf(SiteId{"a"}, h264(31), 2000, false, kLimits);
    const auto other = classOf(SiteId{"b"}, h264(40, 0, 100), 3999, false, kLimits);
    EXPECT_EQ(one, other);
    EXPECT_EQ(one.spec.width, 1280);
    EXPECT_EQ(one.spec.kbps, 2000);
    EXPECT_EQ(one.spec.h264ProfileIdc, 66);
}

TEST(ClassPlanner, FitsSizeToTheReceiversLevelAndRate) {
    EXPECT_EQ(classOf(SiteId{"a"}, h264(13), 2000, false, kLimits).spec.width, 320);
    EXPECT_EQ(classOf(SiteId{"a"}, h264(30), 2000, false, kLimits).spec.width, 848);
    EXPECT_EQ(classOf(SiteId{"a"}, h264(31), 600, false, kLimits).spec.width, 640);
    EXPECT_EQ(classOf(SiteId{"a"}, h264(31), 100, false, kLimits).spec.kbps, 256);
}

TEST(ClassPlanner, GivesALossySiteALowerClassOfItsOwn) {
    const auto good = classOf(SiteId{"a"}, h264(31), 2000, false, kLimits);
    const auto lossy = classOf(SiteId{"b"}, h264(31), 2000, true, kLimits);
    EXPECT_NE(good, lossy);
    EXPECT_EQ(lossy.spec.kbps, 1000);
    EXPECT_EQ(lossy.alone.value, "b");
}

TEST(PassThrough, NeedsTheReceiversModeProfileAndLevel) {
    EXPECT_TRUE(passesThrough(source(h264(31)), h264(31)));
    EXPECT_TRUE(passesThrough(source(h264(31, 0)), h264(31, 1)));
    EXPECT_FALSE(passesThrough(source(h264(31, 1)), h264(31, 0)));
    EXPECT_FALSE(passesThrough(source(h264(40)), h264(31)));
    EXPECT_TRUE(passesThrough(source(h264(31, 1, 66)), h264(31, 1, 100)));
    EXPECT_FALSE(passesThrough(source(h264(31, 1, 100)), h264(31, 1, 66)));
    media::CodecFormat vp8;
    vp8.codec = media::Codec::vp8;
    EXPECT_FALSE(passesThrough(source(vp8), h264(31)));
    EXPECT_TRUE(passesThrough(source(vp8), vp8));
}

media::CodecFormat h263(media::CifFormat sizes) {
    media::CodecFormat format;
    format.codec = media::Codec::h263;
    format.cif = sizes;
    return format;
}

TEST(ClassPlanner, GivesAnH263ReceiverASizeThereIs) {
    const auto spec = [](media::CifFormat sizes, std::uint32_t kbps) {
        return classOf(SiteId{"a"}, h263(sizes), kbps, false, kLimits).spec;
    };
    EXPECT_EQ(spec({1, 1, 0}, 512).width, 352);
    EXPECT_EQ(spec({1, 1, 0}, 512).height, 288);
    EXPECT_EQ(spec({1, 1, 0}, 512).framesPerSecond, 30);
    EXPECT_EQ(spec({1, 2, 0}, 512).framesPerSecond, 15);
    EXPECT_EQ(spec({1, 1, 2}, 1000).height, 576);
    EXPECT_EQ(spec({1, 1, 2}, 512).height, 288) << "the rate is too low for 4CIF";
    EXPECT_EQ(spec({2, 0, 0}, 512).width, 176);
    EXPECT_EQ(spec({1, 30, 0}, 512).width, 176) << "one picture a second is none";
    EXPECT_EQ(spec({1, 1, 0}, 512).codec, media::Codec::h263);
}

TEST(PassThrough, NeedsTheReceiversSizesAndRates) {
    EXPECT_TRUE(passesThrough(source(h263({1, 1, 0})), h263({1, 1, 1})));
    EXPECT_TRUE(passesThrough(source(h263({0, 2, 0})), h263({0, 1, 0})));
    EXPECT_FALSE(passesThrough(source(h263({1, 1, 1})), h263({1, 1, 0})));
    EXPECT_FALSE(passesThrough(source(h263({1, 1, 0})), h263({1, 2, 0})));
    EXPECT_FALSE(passesThrough(source(h263({1, 1, 0})), h264(31)));
}

TEST(PassThrough, MustFitWhateverMayArrive) {
    auto two = source(h264(31, 0));
    two.receive.push_back(h264(31, 1));
    EXPECT_FALSE(passesThrough(two, h264(31, 0)));
    EXPECT_TRUE(passesThrough(two, h264(31, 1)));
    two.receive.clear();
    EXPECT_FALSE(passesThrough(two, h264(31, 1)));
}

}  // namespace
}  // namespace mcu::conference
