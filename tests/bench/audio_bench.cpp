// SPDX-License-Identifier: GPL-3.0-or-later
// CPU of the sound mixer per unmuted G.711 talker, decode to encode, in real time: N talkers, each
// with an output of the mix minus his own sound, and one output for the listeners. Prints one JSON
// line a figure.
#include <cstdio>
#include <ctime>
#include <string>
#include <thread>

#include "fakes/manual_loop.h"
#include "mixing/audio/audio_mixer_engine.h"
#include "sim/signal/tone.h"

namespace {

using namespace std::chrono_literals;
using mcu::media::Codec;
using mcu::mixing::AudioMixerEngine;

constexpr double kLimitPercent = 0.15;
constexpr auto kWarmUp = 1s;
constexpr auto kMeasured = 4s;

class NullSink final : public mcu::media::FrameSink {
public:
    void push(mcu::media::FramePointer /*frame*/) noexcept override {}
};

/// One second of a tone, encoded, as packets of 20 ms.
std::vector<std::vector<std::byte>> packetsOf(double hz) {
    mcu::media::CodecFormat format;
    const auto encoder = std::move(*mcu::mixing::makeAudioEncoder(format));
    mcu::sim::ToneGenerator tone(hz, -26, encoder->sampleRate());
    std::vector<std::int16_t> pcm(encoder->frameSamples());
    std::vector<std::vector<std::byte>> packets(50);
    for (auto& packet : packets) {
        tone.fill(pcm);
        encoder->encode(pcm, packet);
    }
    return packets;
}

struct Talkers {
    std::vector<mcu::media::AudioMixer::Talker> talkers;
    std::vector<std::vector<std::vector<std::byte>>> packets;
    std::uint64_t sequence = 0;

    void send() {
        for (std::size_t i = 0; i < talkers.size(); ++i) {
            mcu::media::ReceivedPacket packet;
            packet.sequence = sequence;
            packet.rtpTimestamp = static_cast<std::uint32_t>(sequence * 160);
            packet.codec = Codec::pcma;
            packet.arrival = std::chrono::steady_clock::now();
            packet.payload = packets[i % packets.size()][sequence % 50];
            talkers[i].sink->onPacket(packet);
        }
        ++sequence;
    }

    void sendFor(std::chrono::nanoseconds time) {
        auto next = std::chrono::steady_clock::now();
        const auto end = next + time;
        while (next < end) {
            send();
            next += 20ms;
            std::this_thread::sleep_until(next);
        }
    }
};

/// Percent of a core per talker; negative if the mixer does not start.
double measure(int count) {
    mcu::fakes::ManualLoop control;
    auto engine = AudioMixerEngine::create(control);
    if (!engine) {
        return -1;
    }
    const auto mix = (*engine)->createMix();
    const auto sink = std::make_shared<NullSink>();
    mcu::media::CodecFormat format;
    Talkers talkers;
    for (int i = 0; i < count; ++i) {
        talkers.talkers.push_back(*(*engine)->addTalker(mix));
        if (i < 20) {
            talkers.packets.push_back(packetsOf(300 + 50 * i));
        }
        (void)(*engine)->openOutput(mix, format, {{talkers.talkers.back().id}, {}}, sink);
    }
    (void)(*engine)->openOutput(mix, format, {}, sink);
    talkers.sendFor(kWarmUp);
    const auto cpu = (*engine)->cpuTime();
    const auto skipped = (*engine)->skippedTicks();
    const auto begin = std::chrono::steady_clock::now();
    talkers.sendFor(kMeasured);
    const std::chrono::duration<double> used = (*engine)->cpuTime() - cpu;
    // On a machine too busy to run all ticks, those left out cost nothing and are not counted as
    // time.
    const auto leftOut = static_cast<double>((*engine)->skippedTicks() - skipped) *
                         std::chrono::duration<double>(mcu::mixing::AudioMixCore::kTick);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin - leftOut;
    for (const auto& level : (*engine)->levels(mix)) {
        if (level.levelDbfs < -40) {
            std::fprintf(stderr, "talker %lu is not heard\n", level.talker.value);
            return -1;
        }
    }
    return 100.0 * used.count() / passed.count() / count;
}

}  // namespace

int main() {
    bool passed = true;
    for (const int count : {10, 50, 200}) {
        const double percent = measure(count);
        const bool pass = percent >= 0 && percent <= kLimitPercent;
        passed = passed && pass;
        std::printf(
            "{\"name\": \"talkers_%d\", \"value\": %.4f, \"unit\": \"%% core\", \"limit\": %.2f, "
            "\"pass\": %s}\n",
            count,
            percent,
            kLimitPercent,
            pass ? "true" : "false");
        std::fflush(stdout);
    }
    return passed ? 0 : 1;
}
