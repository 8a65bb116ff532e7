// SPDX-License-Identifier: GPL-3.0-or-later
// The engine in real time, with media threads of its own.
#include "mixing/audio/audio_mixer_engine.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "mixing/audio/sound_room.h"

namespace mcu::mixing {
namespace {

using namespace std::chrono_literals;
using media::Codec;

/// Counts frames and remembers whether their payloads were whole.
class CountingSink final : public media::FrameSink {
public:
    void push(media::FramePointer frame) noexcept override {
        if (frame->count() != 1 || frame->payload(0).empty()) {
            broken.fetch_add(1);
        }
        frames.fetch_add(1);
    }

    std::atomic<int> frames{0};
    std::atomic<int> broken{0};
};

/// Sends speechless noise to sinks from a thread, as a media thread would, faster than real time.
class MediaThread {
public:
    explicit MediaThread(std::vector<std::shared_ptr<media::PacketSink>> sinks)
        : thread_([this, sinks = std::move(sinks)] { run(sinks); }) {}

    ~MediaThread() {
        stop_.store(true);
        thread_.join();
    }

private:
    void run(const std::vector<std::shared_ptr<media::PacketSink>>& sinks) {
        std::vector<std::byte> payload(160, std::byte{0x33});
        std::uint64_t sequence = 0;
        while (!stop_.load()) {
            for (const auto& sink : sinks) {
                media::ReceivedPacket packet;
                packet.sequence = sequence;
                packet.rtpTimestamp = static_cast<std::uint32_t>(sequence * 160);
                packet.codec = Codec::pcma;
                packet.arrival = std::chrono::steady_clock::now();
                packet.payload = payload;
                sink->onPacket(packet);
            }
            ++sequence;
            std::this_thread::yield();
        }
    }

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

template <typename Condition>
bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

class AudioMixerEngineTest : public ::testing::Test {
protected:
    fakes::ManualLoop control;
    std::unique_ptr<AudioMixerEngine> engine =
        std::move(*AudioMixerEngine::create(control, AudioMixerSettings{.niceness = 0}));
};

TEST_F(AudioMixerEngineTest, MixesWhatMediaThreadsBring) {
    const MixId mix = engine->createMix();
    const auto talker = *engine->addTalker(mix);
    const auto sink = std::make_shared<CountingSink>();
    const auto own = std::make_shared<CountingSink>();
    ASSERT_TRUE(engine->openOutput(mix, testing::formatOf(Codec::opus), {}, sink));
    ASSERT_TRUE(engine->openOutput(mix, testing::formatOf(Codec::pcma), {{talker.id}, {}}, own));
    const MediaThread media({talker.sink});
    EXPECT_TRUE(eventually([&] { return sink->frames > 20 && own->frames > 20; }));
    EXPECT_TRUE(eventually([&] { return engine->levels(mix)[0].levelDbfs > -30; }));
    EXPECT_TRUE(engine->levels(mix)[0].speaking);
    EXPECT_EQ(engine->levels(mix)[0].talker, talker.id);
    EXPECT_EQ(sink->broken, 0);
}

TEST_F(AudioMixerEngineTest, UnknownIdsAreErrorsOrNothing) {
    EXPECT_FALSE(engine->addTalker(MixId{9}));
    const auto sink = std::make_shared<CountingSink>();
    EXPECT_FALSE(engine->openOutput(MixId{9}, testing::formatOf(Codec::opus), {}, sink));
    const MixId mix = engine->createMix();
    EXPECT_FALSE(engine->openOutput(mix, testing::formatOf(Codec::h264), {}, sink));
    EXPECT_FALSE(engine->openOutput(mix, testing::formatOf(Codec::opus), {}, nullptr));
    engine->destroyMix(MixId{9});
    engine->removeTalker(TalkerId{9});
    engine->setGain(TalkerId{9}, 3);
    engine->closeOutput(AudioOutputId{9});
    EXPECT_TRUE(engine->levels(MixId{9}).empty());
}

TEST_F(AudioMixerEngineTest, ASinkIsLetGoAfterItsOutputIsClosed) {
    const MixId mix = engine->createMix();
    auto sink = std::make_shared<CountingSink>();
    const std::weak_ptr<CountingSink> watch = sink;
    const auto output = *engine->openOutput(mix, testing::formatOf(Codec::g722), {}, sink);
    ASSERT_TRUE(eventually([&] { return sink->frames > 0; }));
    sink.reset();
    engine->closeOutput(output);
    EXPECT_TRUE(eventually([&] {
        engine->closeOutput(output);
        control.advance(1s);
        return watch.expired();
    }));
}

TEST_F(AudioMixerEngineTest, SurvivesAStormOfJoinsAndLeaves) {
    const MixId steady = engine->createMix();
    const auto listener = std::make_shared<CountingSink>();
    ASSERT_TRUE(engine->openOutput(steady, testing::formatOf(Codec::pcmu), {}, listener));
    for (int round = 0; round < 20; ++round) {
        const MixId mix = round % 2 == 0 ? steady : engine->createMix();
        std::vector<media::AudioMixer::Talker> talkers;
        std::vector<std::shared_ptr<media::PacketSink>> sinks;
        std::vector<AudioOutputId> outputs;
        for (int i = 0; i < 10; ++i) {
            talkers.push_back(*engine->addTalker(mix));
            sinks.push_back(talkers.back().sink);
            outputs.push_back(*engine->openOutput(mix,
                                                  testing::formatOf(Codec::pcma),
                                                  {{talkers.back().id}, {}},
                                                  std::make_shared<CountingSink>()));
            engine->setGain(talkers.back().id, static_cast<float>(i));
        }
        const MediaThread media(sinks);
        const int before = listener->frames;
        ASSERT_TRUE(eventually([&] { return listener->frames > before + 2; }));
        EXPECT_GE(engine->levels(mix).size(), 10U);
        for (int i = 0; i < 10 && mix == steady; ++i) {
            engine->closeOutput(outputs[static_cast<std::size_t>(i)]);
            engine->removeTalker(talkers[static_cast<std::size_t>(i)].id);
        }
        if (mix != steady) {
            engine->destroyMix(mix);
        }
        control.advance(1s);
    }
    EXPECT_TRUE(engine->levels(steady).empty());
}

}  // namespace
}  // namespace mcu::mixing
