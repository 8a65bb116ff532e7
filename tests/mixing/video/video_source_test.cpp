// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

class VideoSource : public MixerFixture {
protected:
    /// A view that shows one source full size, and a viewer of it.
    void showOne(SourceId source) {
        view = *mixer->createView(640, 360, 30);
        media::Composition one;
        one.panes.push_back(pane(source));
        one.hold = std::chrono::minutes(5);
        mixer->compose(view, one);
        media::EncoderSpec spec;
        spec.width = 640;
        spec.height = 360;
        ASSERT_TRUE(mixer->openEncoder(view, spec, output).has_value());
    }

    bool shows(int number) {
        return watch(*output, viewer, [number](const mixing::Picture& picture) {
            return read(picture, 0, 0, 640, 360).number == number;
        });
    }

    std::uint64_t broken(SourceId source) {
        for (const auto& stats : mixer->sourceStats()) {
            if (stats.source == source) {
                return stats.framesBroken;
            }
        }
        return 0;
    }

    /// Sends a run of pictures of which some miss packets, and checks that no frame put out shows
    /// anything but a whole picture sent before; then that a keyframe brings the picture back.
    void losePackets(Camera::Kind kind) {
        start();
        auto input = open(kind, 640, 360);
        showOne(input.id);
        input.camera->send({100, 1});
        ASSERT_TRUE(shows(1));
        const auto asked = events.keyframes.size();
        input.camera->send(
            {120, 2}, true, [&](std::size_t i) { return i != input.camera->last().count() / 2; });
        for (int number = 3; number < 9; ++number) {
            input.camera->send({100 + 10 * number, number});
        }
        // A loss is known for certain after the reorder wait.
        ASSERT_TRUE(loop.runUntil([&] { return broken(input.id) >= 1; }));
        EXPECT_TRUE(loop.runUntil([&] { return events.keyframes.size() > asked; }));
        EXPECT_EQ(decoded(input.id), 1U);
        input.camera->send({100, 99}, true);
        bool wrong = false;
        EXPECT_TRUE(watch(*output, viewer, [&wrong](const mixing::Picture& picture) {
            const int number = read(picture, 0, 0, 640, 360).number;
            wrong = wrong || (number != 1 && number != 99);
            return number == 99;
        }));
        EXPECT_FALSE(wrong);
        EXPECT_EQ(decoded(input.id), 2U);
    }

    ViewId view;
    std::shared_ptr<FrameCollector> output = std::make_shared<FrameCollector>();
    Viewer viewer{media::Codec::h264};
};

TEST_F(VideoSource, ShowsNothingDamagedAfterLossInSmallSlices) {
    losePackets(Camera::Kind::h264SmallSlices);
}

TEST_F(VideoSource, ShowsNothingDamagedAfterLossInFragments) {
    losePackets(Camera::Kind::h264Fragments);
}

TEST_F(VideoSource, ShowsNothingDamagedAfterLossInVp8) {
    losePackets(Camera::Kind::vp8);
}

TEST_F(VideoSource, WaitsForAKeyframeWhenAWholePictureIsLost) {
    start();
    auto input = open(Camera::Kind::h264SmallSlices, 640, 360);
    showOne(input.id);
    input.camera->send({100, 1});
    ASSERT_TRUE(shows(1));
    input.camera->send({100, 2}, false, [](std::size_t) { return false; });
    input.camera->send({100, 3});
    ASSERT_TRUE(loop.runUntil([&] { return broken(input.id) >= 1; }));
    EXPECT_EQ(decoded(input.id), 1U);
    input.camera->send({100, 4}, true);
    EXPECT_TRUE(shows(4));
}

TEST_F(VideoSource, PutsPacketsInOrder) {
    mixing::VideoSettings settings;
    settings.reorderWait = std::chrono::minutes(1);
    start(settings);
    // The middle packets are held back and sent after the last one, under their own numbers.
    const auto source = mixer->openSource();
    ASSERT_TRUE(source.has_value());

    struct Shuffler final : media::PacketSink {
        std::shared_ptr<media::PacketSink> target;
        std::vector<std::pair<media::ReceivedPacket, std::vector<std::byte>>> kept;

        void onPacket(const media::ReceivedPacket& packet) noexcept override {
            kept.emplace_back(packet, std::vector(packet.payload.begin(), packet.payload.end()));
            if (packet.marker) {
                for (std::size_t i = 0; i < kept.size(); ++i) {
                    // The first stays first, for it tells where the stream begins.
                    auto& [held, bytes] = kept[i == 0 ? 0 : kept.size() - i];
                    held.payload = bytes;
                    target->onPacket(held);
                }
                kept.clear();
            }
        }
    };

    auto shuffler = std::make_shared<Shuffler>();
    shuffler->target = source->sink;
    Camera camera(Camera::Kind::h264SmallSlices, 320, 180, shuffler);
    camera.send({100, 1});
    camera.send({100, 2});
    EXPECT_TRUE(loop.runUntil([&] { return decoded(source->id) == 2; }));
    EXPECT_EQ(broken(source->id), 0U);
}

TEST_F(VideoSource, SurvivesGarbage) {
    start();
    std::mt19937 random(1);
    for (const auto kind : {Camera::Kind::h264SmallSlices, Camera::Kind::vp8}) {
        auto input = open(kind, 640, 360);
        for (int i = 0; i < 300; ++i) {
            std::vector<std::byte> bytes(random() % 300);
            for (auto& byte : bytes) {
                byte = static_cast<std::byte>(random());
            }
            input.camera->sendRaw(bytes, random() % 3 == 0);
        }
        // Real pictures with bytes overturned reach the decoder itself.
        for (int i = 0; i < 40; ++i) {
            input.camera->send({100, i}, true, [](std::size_t) { return false; });
            const auto frame = input.camera->last();
            for (std::size_t p = 0; p < frame.count(); ++p) {
                std::vector<std::byte> bytes(frame.payload(p).begin(), frame.payload(p).end());
                bytes[random() % bytes.size()] ^= std::byte{0x10};
                input.camera->sendRaw(bytes, p + 1 == frame.count());
            }
        }
        ASSERT_TRUE(loop.runUntil([&] { return broken(input.id) > 10; }));
        const auto before = decoded(input.id);
        EXPECT_TRUE(loop.runUntil([&] { return decoded(input.id) > before + 2; },
                                  std::chrono::seconds(60),
                                  [&] { input.camera->send({100, 5}, true); }));
    }
}

TEST_F(VideoSource, FollowsAChangeOfPictureSize) {
    start();
    for (const auto kind : {Camera::Kind::h264Fragments, Camera::Kind::vp8}) {
        auto input = open(kind, 640, 360);
        output->drain();
        showOne(input.id);
        viewer = Viewer(media::Codec::h264);
        input.camera->send({100, 1});
        ASSERT_TRUE(shows(1));
        input.camera->resize(1280, 720);
        input.camera->send({100, 2});
        ASSERT_TRUE(shows(2));
        input.camera->resize(352, 198);
        input.camera->send({100, 3});
        ASSERT_TRUE(shows(3));
        mixer->destroyView(view);
        output = std::make_shared<FrameCollector>();
    }
}

TEST_F(VideoSource, RefusesPicturesThatAreTooLarge) {
    start();
    auto input = open(Camera::Kind::h264Fragments, 2560, 1440);
    input.camera->send({100, 1});
    EXPECT_TRUE(loop.runUntil([&] { return broken(input.id) == 1; }));
    EXPECT_EQ(decoded(input.id), 0U);
}

TEST_F(VideoSource, ReportsAFrozenStreamOnceAndItsReturn) {
    mixing::VideoSettings settings;
    settings.stallAfter = std::chrono::milliseconds(200);
    start(settings);
    auto input = open(Camera::Kind::h264SmallSlices, 320, 180);
    input.camera->send({100, 1});
    ASSERT_TRUE(loop.runUntil([&] { return events.stalled.size() == 1; }));
    ASSERT_EQ(events.up.size(), 1U);
    const auto since = std::chrono::steady_clock::now();
    loop.runUntil(
        [&] { return std::chrono::steady_clock::now() - since > std::chrono::milliseconds(700); });
    EXPECT_EQ(events.stalled.size(), 1U);
    input.camera->send({100, 2}, true);
    EXPECT_TRUE(loop.runUntil([&] { return events.up.size() == 2; }));
}

TEST_F(VideoSource, AsksForTheFirstKeyframeUnasked) {
    start();
    auto input = open(Camera::Kind::h264SmallSlices, 320, 180);
    EXPECT_TRUE(loop.runUntil([&] { return !events.keyframes.empty(); }));
    EXPECT_EQ(events.keyframes.at(0), input.id);
}

}  // namespace

}  // namespace mcu::test
