// SPDX-License-Identifier: GPL-3.0-or-later
// CPU of the video mixer in real time: four 720p30 sources decoded, composed 2x2 at 720p30, one
// encoder of 2 Mbit/s; and how long a take between decoded sources needs. Prints one JSON line a
// figure. CPU is user + system time of this process.
#include <atomic>
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

#include "mixing/video/camera.h"
#include "mixing/video/mixer_fixture.h"

namespace {

using namespace std::chrono_literals;
using mcu::SteadyTime;

constexpr int kSources = 4;
constexpr int kRecorded = 60;
constexpr auto kFrame = 33333us;

/// Keeps packets to be sent again and again.
class Recorder final : public mcu::media::PacketSink {
public:
    void onPacket(const mcu::media::ReceivedPacket& packet) noexcept override {
        packets.emplace_back(packet, std::vector(packet.payload.begin(), packet.payload.end()));
    }

    std::vector<std::pair<mcu::media::ReceivedPacket, std::vector<std::byte>>> packets;
};

class FirstFrame final : public mcu::media::FrameSink {
public:
    void push(mcu::media::FramePointer frame) noexcept override {
        bytes += frame->bytes.size();
        lastCaptured = frame->captured.time_since_epoch().count();
        lastOut = std::chrono::steady_clock::now().time_since_epoch().count();
    }

    std::atomic<std::uint64_t> bytes{0};
    std::atomic<SteadyTime::rep> lastCaptured{0};
    std::atomic<SteadyTime::rep> lastOut{0};
};

double cpuSeconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void figure(const char* name, double value, const char* unit, double limit) {
    std::printf(R"({"name": "%s", "value": %.2f, "unit": "%s", "limit": %.2f, "pass": %s})"
                "\n",
                name,
                value,
                unit,
                limit,
                value <= limit ? "true" : "false");
    std::fflush(stdout);
}

class Bench {
public:
    Bench() : mixer_(std::move(*mcu::mixing::VideoMixerEngine::create({}, loop_, events_))) {
        auto recorder = std::make_shared<Recorder>();
        mcu::test::Camera camera(mcu::test::Camera::Kind::h264Fragments, 1280, 720, recorder);
        for (int i = 0; i < kRecorded; ++i) {
            camera.send({80 + i, i});
        }
        recording_ = std::move(recorder->packets);
        for (int i = 0; i < kSources; ++i) {
            sources_.push_back(std::move(*mixer_->openSource()));
        }
    }

    /// Plays the sources for a while; % of a core used.
    double play(mcu::Duration duration) {
        const double before = cpuSeconds();
        const SteadyTime begin = std::chrono::steady_clock::now();
        SteadyTime due = begin;
        while (due - begin < duration) {
            sendFrame();
            due += kFrame;
            loop_.runUntil([due] { return std::chrono::steady_clock::now() >= due; });
        }
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
        return (cpuSeconds() - before) / wall.count() * 100;
    }

    void run() {
        play(1s);
        const double decode = play(3s);
        const auto view = *mixer_->createView(1280, 720, 30);
        auto output = std::make_shared<FirstFrame>();
        mixer_->openEncoder(view, mcu::media::EncoderSpec{}, output).value();
        mcu::media::Composition four;
        for (int i = 0; i < kSources; ++i) {
            four.panes.push_back(
                {{i % 2 * 0.5, i / 2 * 0.5, 0.5, 0.5}, sources_[i].id, "Xã Mường Phăng", {}});
        }
        mixer_->compose(view, four);
        play(1s);
        const double all = play(4s);
        figure("video_decode_720p30_per_source", decode / kSources, "% core", 20);
        figure("video_compose_encode_2x2_720p30", all - decode, "% core", 45);
        figure("video_2x2_720p30_all", all, "% core", 110);
        measureCuts(view, *output);
        const auto stats = mixer_->viewStats().at(0);
        figure("video_frames_late",
               100.0 * static_cast<double>(stats.framesLate) /
                   static_cast<double>(std::max<std::uint64_t>(1, stats.framesComposed)),
               "%",
               1);
    }

private:
    void sendFrame() {
        if (next_ >= recording_.size()) {
            next_ = 0;
        }
        bool marker = false;
        while (!marker && next_ < recording_.size()) {
            auto& [packet, bytes] = recording_[next_++];
            marker = packet.marker;
            packet.payload = bytes;
            auto sent = packet;
            sent.sequence = sequence_++;
            sent.rtpTimestamp = timestamp_;
            for (const auto& source : sources_) {
                source.sink->onPacket(sent);
            }
        }
        timestamp_ += 3000;
    }

    void measureCuts(mcu::ViewId view, FirstFrame& output) {
        double worst = 0;
        for (std::uint64_t take = 1; take <= 10; ++take) {
            mcu::media::Composition one;
            one.panes.push_back({{}, sources_[take % kSources].id, {}, {}});
            one.takeId = take;
            const SteadyTime ordered = std::chrono::steady_clock::now();
            mixer_->compose(view, one);
            loop_.runUntil([&] { return events_.cuts.size() == take; });
            const auto cut = events_.cuts.back().at.time_since_epoch().count();
            // onCut tells when the frame was handed over; its encoded form follows.
            loop_.runUntil([&] { return output.lastCaptured.load() >= cut - 5'000'000; });
            const std::chrono::duration<double, std::milli> needed =
                SteadyTime(mcu::Duration(output.lastOut.load())) - ordered;
            worst = std::max(worst, needed.count());
            play(200ms);
        }
        figure("video_cut_ready_source_worst", worst, "ms", 80);
    }

    mcu::test::PumpLoop loop_;
    mcu::test::EventLog events_;
    std::unique_ptr<mcu::mixing::VideoMixerEngine> mixer_;
    std::vector<mcu::media::VideoMixer::Source> sources_;
    std::vector<std::pair<mcu::media::ReceivedPacket, std::vector<std::byte>>> recording_;
    std::size_t next_ = 0;
    std::uint64_t sequence_ = 1;
    std::uint32_t timestamp_ = 0;
};

}  // namespace

int main() {
    Bench().run();
    return 0;
}
