// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoTake : public MixerFixture {
protected:
    void SetUp() override {
        start();
        view = *mixer->createView(640, 360, 30);
        media::EncoderSpec spec;
        spec.width = 640;
        spec.height = 360;
        ASSERT_TRUE(mixer->openEncoder(view, spec, output).has_value());
    }

    void take(std::vector<media::Pane> panes,
              std::uint64_t takeId,
              Duration hold = std::chrono::minutes(5)) {
        media::Composition next;
        next.panes = std::move(panes);
        next.takeId = takeId;
        next.hold = hold;
        mixer->compose(view, next);
    }

    /// The numbers of all frames until one shows `last`.
    std::vector<int> numbersUntil(int last) {
        std::vector<int> seen;
        watch(*output, viewer, [&](const mixing::Picture& picture) {
            seen.push_back(read(picture, 0, 0, 640, 360).number);
            return seen.back() == last;
        });
        return seen;
    }

    bool cutReported(std::uint64_t takeId) {
        return loop.runUntil(
            [&] { return !events.cuts.empty() && events.cuts.back().takeId == takeId; });
    }

    ViewId view;
    std::shared_ptr<FrameCollector> output = std::make_shared<FrameCollector>();
    Viewer viewer{media::Codec::h264};
};

TEST_F(VideoTake, KeepsTheOldPictureUntilTheNewSourceHasOne) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    first.camera->send({100, 5});
    take({pane(first.id)}, 1);
    ASSERT_TRUE(cutReported(1));
    ASSERT_EQ(numbersUntil(5).back(), 5);
    auto second = open(Camera::Kind::h264Fragments, 640, 360);
    take({pane(second.id)}, 2);
    // Frames go on with the picture before.
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(numbersUntil(5).size(), 1U);
    }
    EXPECT_EQ(events.cuts.size(), 1U);
    second.camera->send({100, 6});
    for (const int number : numbersUntil(6)) {
        EXPECT_TRUE(number == 5 || number == 6) << number;
    }
    EXPECT_TRUE(cutReported(2));
}

TEST_F(VideoTake, KeepsTheLastPictureOfASourceClosedBeforeTheCut) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    first.camera->send({100, 5});
    take({pane(first.id)}, 1);
    ASSERT_TRUE(cutReported(1));
    ASSERT_EQ(numbersUntil(5).back(), 5);
    auto second = open(Camera::Kind::h264Fragments, 640, 360);
    mixer->closeSource(first.id);
    take({pane(second.id)}, 2);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(numbersUntil(5).size(), 1U) << "a frame without the old picture";
    }
    // A composition made before the closing was known, with another notice, still names it.
    take({pane(first.id)}, 3);
    ASSERT_TRUE(cutReported(3));
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(numbersUntil(5).size(), 1U) << "a slate for a picture that is still there";
    }
    take({pane(second.id)}, 4);
    second.camera->send({100, 6});
    for (const int number : numbersUntil(6)) {
        EXPECT_TRUE(number == 5 || number == 6) << number;
    }
    EXPECT_TRUE(cutReported(4));
}

TEST_F(VideoTake, CutsToAReadySourceWithinTwoFrames) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    auto second = open(Camera::Kind::h264SmallSlices, 640, 360);
    first.camera->send({100, 5});
    second.camera->send({100, 6});
    ASSERT_TRUE(loop.runUntil([&] { return events.up.size() == 2; }));
    take({pane(first.id)}, 1);
    ASSERT_TRUE(cutReported(1));
    numbersUntil(5);
    output->drain();
    take({pane(second.id)}, 2);
    // A frame may be under way when the take is ordered, and another one queued.
    EXPECT_LE(numbersUntil(6).size(), 3U);
    EXPECT_TRUE(cutReported(2));
}

TEST_F(VideoTake, CutsWithASlateWhenTheHoldIsOver) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    auto silent = open(Camera::Kind::h264SmallSlices, 640, 360);
    first.camera->send({200, 5});
    take({pane(first.id, {0, 0, 0.5, 1}), pane(silent.id, {0.5, 0, 0.5, 1})},
         3,
         std::chrono::milliseconds(150));
    ASSERT_TRUE(cutReported(3));
    EXPECT_TRUE(watch(*output, viewer, [](const mixing::Picture& picture) {
        return *picture.at(0, 480, 100) > 45 && *picture.at(0, 480, 100) < 75;
    }));
}

TEST_F(VideoTake, ChangingTextsDoesNotDelayOrForgetATake) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    auto silent = open(Camera::Kind::h264SmallSlices, 640, 360);
    auto shownPane = pane(silent.id);
    take({shownPane}, 4, std::chrono::milliseconds(100));
    shownPane.notice = "mất tín hiệu 1 s";
    take({shownPane}, 0, std::chrono::minutes(5));
    EXPECT_TRUE(cutReported(4));
}

TEST_F(VideoTake, ReportsATakeOfAViewNobodyWatches) {
    auto first = open(Camera::Kind::h264SmallSlices, 640, 360);
    first.camera->send({100, 5});
    ASSERT_TRUE(loop.runUntil([&] { return events.up.size() == 1; }));
    view = *mixer->createView(1280, 720, 30);
    take({pane(first.id)}, 7);
    EXPECT_TRUE(cutReported(7));
    for (const auto& stats : mixer->viewStats()) {
        if (stats.view == view) {
            EXPECT_EQ(stats.framesComposed, 0U);
        }
    }
}

TEST_F(VideoTake, PaintsLaterPanesOverEarlierOnes) {
    auto ground = open(Camera::Kind::h264SmallSlices, 640, 360);
    auto inset = open(Camera::Kind::vp8, 320, 180);
    ground.camera->send({60, 5});
    inset.camera->send({200, 6});
    take({pane(ground.id), pane(inset.id, {0.5, 0, 0.5, 0.5})}, 8);
    EXPECT_TRUE(watch(*output, viewer, [](const mixing::Picture& picture) {
        return read(picture, 320, 0, 320, 180).number == 6 && *picture.at(0, 100, 50) < 70;
    }));
}

TEST_F(VideoTake, KeepsTheShapeOfPictures) {
    auto square = open(Camera::Kind::h264SmallSlices, 360, 360);
    square.camera->send({200, 255});
    take({pane(square.id)}, 8);
    EXPECT_TRUE(watch(*output, viewer, [](const mixing::Picture& picture) {
        return *picture.at(0, 60, 180) < 24 && *picture.at(0, 580, 180) < 24 &&
               *picture.at(0, 320, 90) > 190 && *picture.at(0, 160, 90) > 190;
    }));
}

}  // namespace

}  // namespace mcu::test
