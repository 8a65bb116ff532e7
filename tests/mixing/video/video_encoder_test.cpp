// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoEncoder : public MixerFixture {
protected:
    void SetUp() override {
        start();
        input = open(Camera::Kind::h264Fragments, 1280, 720);
        input.camera->send({100, 9});
    }

    ViewId viewOf(int width, int height) {
        const auto view = mixer->createView(width, height, 30);
        EXPECT_TRUE(view.has_value());
        media::Composition one;
        one.panes.push_back(pane(input.id));
        mixer->compose(*view, one);
        return *view;
    }

    Input input;
};

TEST_F(VideoEncoder, PutsOutSingleNalUnitsThatFitAPacket) {
    const auto view = viewOf(1920, 1080);
    for (const int profile : {66, 77, 100}) {
        auto output = std::make_shared<FrameCollector>();
        media::EncoderSpec spec;
        spec.width = 1920;
        spec.height = 1080;
        spec.kbps = 4000;
        spec.h264ProfileIdc = static_cast<std::uint8_t>(profile);
        spec.h264LevelIdc = 40;
        const auto encoder = mixer->openEncoder(view, spec, output);
        ASSERT_TRUE(encoder.has_value());
        std::vector<media::FramePointer> frames;
        ASSERT_TRUE(loop.runUntil([&] {
            for (auto& frame : output->drain()) {
                frames.push_back(std::move(frame));
            }
            return frames.size() >= 5;
        }));
        ASSERT_TRUE(frames.at(0)->keyframe);
        const auto sps = frames[0]->payload(0);
        EXPECT_EQ(std::to_integer<int>(sps[0]) & 0x1F, 7);
        EXPECT_EQ(std::to_integer<int>(sps[1]), profile);
        EXPECT_EQ(std::to_integer<int>(sps[3]), 40);
        EXPECT_EQ(std::to_integer<int>(frames[0]->payload(1)[0]) & 0x1F, 8);
        if (profile == 66) {
            EXPECT_EQ(std::to_integer<int>(sps[2]) & 0x40, 0x40);  // constrained
        }
        Viewer viewer(media::Codec::h264);
        for (std::size_t i = 0; i < frames.size(); ++i) {
            EXPECT_NE(viewer.show(*frames[i]), nullptr);
            for (std::size_t p = 0; p < frames[i]->count(); ++p) {
                const auto payload = frames[i]->payload(p);
                EXPECT_LE(payload.size(), media::kMaxPayload);
                EXPECT_LE(std::to_integer<int>(payload[0]) & 0x1F, 23);
            }
            if (i > 0) {
                EXPECT_NE(frames[i]->rtpTimestamp, frames[i - 1]->rtpTimestamp);
                EXPECT_GT(frames[i]->captured, frames[i - 1]->captured);
            }
        }
        mixer->closeEncoder(*encoder);
    }
}

TEST_F(VideoEncoder, EncodesVp8AndSmallerSizesOfTheSameView) {
    const auto view = viewOf(1280, 720);
    for (const auto& [width, height] : {std::pair(1280, 720), std::pair(640, 360)}) {
        auto output = std::make_shared<FrameCollector>();
        media::EncoderSpec spec;
        spec.codec = media::Codec::vp8;
        spec.width = width;
        spec.height = height;
        spec.framesPerSecond = 15;
        ASSERT_TRUE(mixer->openEncoder(view, spec, output).has_value());
        Viewer viewer(media::Codec::vp8);
        EXPECT_TRUE(watch(*output, viewer, [w = width, h = height](const auto& picture) {
            return picture.width == w && read(picture, 0, 0, w, h).number == 9;
        }));
    }
    ASSERT_EQ(mixer->viewStats().size(), 1U);
    EXPECT_EQ(mixer->viewStats()[0].encoders, 2);
}

TEST_F(VideoEncoder, MakesAKeyframeWhenAskedButNotTwiceInHalfASecond) {
    const auto view = viewOf(640, 360);
    for (const auto codec : {media::Codec::h264, media::Codec::vp8}) {
        auto output = std::make_shared<FrameCollector>();
        media::EncoderSpec spec;
        spec.codec = codec;
        spec.width = 640;
        spec.height = 360;
        const auto encoder = mixer->openEncoder(view, spec, output);
        ASSERT_TRUE(encoder.has_value());
        std::vector<SteadyTime> keyframes;
        ASSERT_TRUE(loop.runUntil([&] {
            mixer->requestKeyframe(*encoder);
            for (const auto& frame : output->drain()) {
                if (frame->keyframe) {
                    keyframes.push_back(frame->captured);
                }
            }
            return keyframes.size() >= 3;
        }));
        EXPECT_GT(keyframes[1] - keyframes[0], std::chrono::milliseconds(300));
        EXPECT_GT(keyframes[2] - keyframes[1], std::chrono::milliseconds(300));
        mixer->closeEncoder(*encoder);
    }
}

TEST_F(VideoEncoder, RefusesWhatItCannotEncode) {
    const auto view = viewOf(640, 360);
    auto output = std::make_shared<FrameCollector>();
    media::EncoderSpec spec;
    spec.codec = media::Codec::opus;
    EXPECT_FALSE(mixer->openEncoder(view, spec, output).has_value());
    spec = {};
    spec.width = 3840;
    EXPECT_FALSE(mixer->openEncoder(view, spec, output).has_value());
    spec = {};
    EXPECT_FALSE(mixer->openEncoder(ViewId{999}, spec, output).has_value());
    EXPECT_FALSE(mixer->createView(0, 720, 30).has_value());
    EXPECT_FALSE(mixer->createView(1280, 720, 0).has_value());
}

TEST_F(VideoEncoder, OpensAndClosesAHundredTimes) {
    for (int i = 0; i < 100; ++i) {
        auto extra = open(i % 2 == 0 ? Camera::Kind::h264SmallSlices : Camera::Kind::vp8, 160, 90);
        extra.camera->send({100, i});
        const auto view = mixer->createView(160, 90, 30);
        ASSERT_TRUE(view.has_value());
        media::Composition one;
        one.panes.push_back(pane(extra.id));
        one.panes.back().caption = "Điện Biên";
        mixer->compose(*view, one);
        auto output = std::make_shared<FrameCollector>();
        media::EncoderSpec spec;
        spec.codec = i % 2 == 0 ? media::Codec::h264 : media::Codec::vp8;
        spec.width = 160;
        spec.height = 90;
        const auto encoder = mixer->openEncoder(*view, spec, output);
        ASSERT_TRUE(encoder.has_value());
        if (i % 10 != 0) {  // some are closed before anything came of them
            ASSERT_TRUE(loop.runUntil([&] { return !output->drain().empty(); }));
        }
        if (i % 3 == 0) {
            mixer->closeEncoder(*encoder);
        }
        if (i % 2 == 0) {
            mixer->closeSource(extra.id);
            mixer->destroyView(*view);
        } else {
            mixer->destroyView(*view);
            mixer->closeSource(extra.id);
        }
        extra.camera->send({100, i});  // a packet under way finds nobody
    }
    EXPECT_TRUE(mixer->viewStats().empty());
    EXPECT_EQ(mixer->sourceStats().size(), 1U);
}

TEST_F(VideoEncoder, GoesAwayInTheMiddleOfWork) {
    const auto view = viewOf(1280, 720);
    auto output = std::make_shared<FrameCollector>();
    ASSERT_TRUE(mixer->openEncoder(view, media::EncoderSpec{}, output).has_value());
    mixer->snapshotView(view, [](auto) {});
    ASSERT_TRUE(loop.runUntil([&] { return !output->drain().empty(); }));
    mixer.reset();
    input.camera->send({100, 1});
}

}  // namespace

}  // namespace mcu::test
