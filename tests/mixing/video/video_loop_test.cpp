// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoLoop : public MixerFixture {
protected:
    double loopOf(SourceId source) {
        for (const auto& stats : mixer->sourceStats()) {
            if (stats.source == source) {
                return stats.loopDelayMs;
            }
        }
        return -2;
    }
};

TEST_F(VideoLoop, IsFoundBetweenAViewAndTheSourceItsPacketsComeBackIn) {
    start();
    auto speaker = open(Camera::Kind::h264Fragments, 320, 180);
    const auto view = mixer->createView(320, 180, 10);
    ASSERT_TRUE(view.has_value());
    media::Composition composition;
    composition.panes = {pane(speaker.id)};
    mixer->compose(*view, composition);
    auto output = std::make_shared<FrameCollector>();
    media::EncoderSpec spec;
    spec.width = 320;
    spec.height = 180;
    spec.framesPerSecond = 10;
    ASSERT_TRUE(mixer->openEncoder(*view, spec, output).has_value());
    const auto site = mixer->openSource();
    ASSERT_TRUE(site.has_value());
    mixer->watchLoop(SourceId{99}, {*view, {}});
    mixer->watchLoop(site->id, {*view, {}});
    EXPECT_LT(loopOf(site->id), 0);

    // The site's matrix: what it is sent is what it sends.
    std::uint64_t sequence = 0;
    int number = 0;
    auto next = std::chrono::steady_clock::now();
    const bool found = loop.runUntil([&] {
        if (const auto now = std::chrono::steady_clock::now(); now >= next) {
            ++number;
            speaker.camera->send({60 + number * 37 % 130, number * 29 % 256}, number % 20 == 1);
            next = now + std::chrono::milliseconds(180);
        }
        for (const auto& frame : output->drain()) {
            for (std::size_t i = 0; i < frame->count(); ++i) {
                media::ReceivedPacket packet;
                packet.sequence = sequence++;
                packet.rtpTimestamp = frame->rtpTimestamp;
                packet.ssrc = 5;
                packet.codec = media::Codec::h264;
                packet.marker = i + 1 == frame->count();
                packet.arrival = std::chrono::steady_clock::now();
                packet.payload = frame->payload(i);
                site->sink->onPacket(packet);
            }
        }
        return loopOf(site->id) >= 0;
    });
    EXPECT_TRUE(found);
    EXPECT_LT(loopOf(site->id), 2000);
    mixer->watchLoop(site->id, {});
    EXPECT_LT(loopOf(site->id), 0);
}

}  // namespace

}  // namespace mcu::test
