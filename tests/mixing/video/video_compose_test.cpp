// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoCompose : public MixerFixture {};

TEST_F(VideoCompose, ShowsFourSourcesInTheirQuadrants) {
    start();
    std::vector<Input> inputs;
    inputs.push_back(open(Camera::Kind::h264SmallSlices, 640, 360));
    inputs.push_back(open(Camera::Kind::h264Fragments, 1280, 720));
    inputs.push_back(open(Camera::Kind::vp8, 640, 360));
    inputs.push_back(open(Camera::Kind::h264SmallSlices, 320, 180));
    const auto view = mixer->createView(1280, 720, 30);
    ASSERT_TRUE(view.has_value());
    media::Composition four;
    for (int i = 0; i < 4; ++i) {
        four.panes.push_back(pane(inputs[i].id, {i % 2 * 0.5, i / 2 * 0.5, 0.5, 0.5}));
    }
    four.hold = std::chrono::minutes(5);
    four.takeId = 9;
    mixer->compose(*view, four);
    auto output = std::make_shared<FrameCollector>();
    ASSERT_TRUE(mixer->openEncoder(*view, media::EncoderSpec{}, output).has_value());
    for (int i = 0; i < 4; ++i) {
        inputs[i].camera->send({60 + 40 * i, 17 * (i + 1)});
    }
    Viewer viewer(media::Codec::h264);
    EXPECT_TRUE(watch(*output, viewer, [](const mixing::Picture& picture) {
        for (int i = 0; i < 4; ++i) {
            const auto what = read(picture, i % 2 * 640, i / 2 * 360, 640, 360);
            if (std::abs(what.luma - (60 + 40 * i)) > 6 || what.number != 17 * (i + 1)) {
                return false;
            }
        }
        return true;
    }));
    EXPECT_TRUE(loop.runUntil([&] { return events.cuts.size() == 1 && events.up.size() == 4; }));
    EXPECT_EQ(events.cuts.at(0).takeId, 9U);
}

}  // namespace

}  // namespace mcu::test
