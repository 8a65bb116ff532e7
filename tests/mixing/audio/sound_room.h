// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "mixing/audio/audio_mix_core.h"
#include "sim/signal/tone.h"

namespace mcu::mixing::testing {

inline media::CodecFormat formatOf(media::Codec codec) {
    media::CodecFormat format;
    format.codec = codec;
    return format;
}

/// Decodes what an output sends and keeps it, as a room would hear it.
class Listener final : public media::FrameSink {
public:
    explicit Listener(media::Codec codec) : decoder_(std::move(*makeAudioDecoder(codec))) {}

    void push(media::FramePointer frame) noexcept override {
        if (last_) {
            steps_.push_back(frame->rtpTimestamp - *last_);
        }
        last_ = frame->rtpTimestamp;
        std::vector<std::int16_t> pcm(decoder_->maxSamples());
        pcm.resize(decoder_->decode(frame->payload(0), pcm));
        heard_.insert(heard_.end(), pcm.begin(), pcm.end());
        ++frames_;
    }

    [[nodiscard]] int frames() const { return frames_; }

    [[nodiscard]] int rate() const { return decoder_->sampleRate(); }

    [[nodiscard]] const std::vector<std::int16_t>& heard() const { return heard_; }

    [[nodiscard]] const std::vector<std::uint32_t>& timestampSteps() const { return steps_; }

    void forget() { heard_.clear(); }

    /// Level of a tone in the last `seconds` heard.
    [[nodiscard]] float level(double hz, double seconds = 0.5) const {
        const auto count = std::min(heard_.size(), static_cast<std::size_t>(seconds * rate()));
        const std::array<double, 1> frequencies{hz};
        return sim::goertzelDbfs(std::span(heard_).last(count), rate(), frequencies)[0];
    }

    /// The lowest level of a tone over consecutive pieces of `seconds`, leaving out the beginning.
    [[nodiscard]] float lowestLevel(double hz, double seconds, double leaveOut) const {
        const auto piece = static_cast<std::size_t>(seconds * rate());
        const std::array<double, 1> frequencies{hz};
        float lowest = 0;
        for (auto at = static_cast<std::size_t>(leaveOut * rate()); at + piece <= heard_.size();
             at += piece) {
            lowest = std::min(
                lowest,
                sim::goertzelDbfs(std::span(heard_).subspan(at, piece), rate(), frequencies)[0]);
        }
        return lowest;
    }

private:
    std::unique_ptr<AudioDecoder> decoder_;
    std::vector<std::int16_t> heard_;
    std::vector<std::uint32_t> steps_;
    std::optional<std::uint32_t> last_;
    int frames_ = 0;
};

/// What the line does to packets.
struct Line {
    double lossPercent = 0;
    double jitterMs = 0;  ///< each packet waits 0 .. jitterMs, evenly spread
    double delayMs = 0;
};

/// A room that sends a tone, by a clock that may be wrong.
class Sender {
public:
    Sender(std::shared_ptr<media::PacketSink> sink,
           media::Codec codec,
           double hz,
           double dbfs,
           SteadyTime begin,
           double clockPpm = 0,
           Line line = {})
        : sink_(std::move(sink)),
          codec_(codec),
          encoder_(std::move(*makeAudioEncoder(formatOf(codec)))),
          tone_(hz, dbfs, encoder_->sampleRate()),
          nextSend_(begin),
          interval_(20e6 / (1 + clockPpm / 1e6)),
          line_(line) {}

    /// Delivers all packets that have arrived by `now`.
    void sendUntil(SteadyTime now) {
        while (nextSend_ <= now) {
            send();
        }
        while (!underway_.empty() && underway_.begin()->first <= now) {
            deliver(underway_.begin()->first, underway_.begin()->second);
            underway_.erase(underway_.begin());
        }
    }

    void setTalking(bool talking) { talking_ = talking; }

    void restart(std::uint32_t ssrc, std::uint32_t timestamp) {
        ssrc_ = ssrc;
        timestamp_ = timestamp;
    }

    void setTone(double hz, double dbfs) {
        tone_ = sim::ToneGenerator(hz, dbfs, encoder_->sampleRate());
    }

    void setLine(Line line) { line_ = line; }

    /// Several 20 ms frames to a packet (not opus), or part of one.
    void setPacketMs(int ms) { packetMs_ = ms; }

    void setCodec(media::Codec codec, double hz, double dbfs) {
        codec_ = codec;
        encoder_ = std::move(*makeAudioEncoder(formatOf(codec)));
        setTone(hz, dbfs);
    }

private:
    struct Packet {
        std::uint64_t sequence;
        std::uint32_t timestamp;
        std::vector<std::byte> payload;
    };

    void send() {
        std::vector<std::int16_t> pcm(encoder_->frameSamples());
        std::vector<std::byte> frame;
        for (int ms = 0; ms < std::max(packetMs_, 20); ms += 20) {
            tone_.fill(pcm);
            encoder_->encode(pcm, frame);
            gathered_.insert(gathered_.end(), frame.begin(), frame.end());
        }
        const auto frames = static_cast<std::uint32_t>(std::max(packetMs_ / 20, 1));
        const auto parts = static_cast<std::uint32_t>(packetMs_ < 20 ? 20 / packetMs_ : 1);
        const std::size_t size = gathered_.size() / parts;
        for (std::uint32_t part = 0; part < parts; ++part) {
            const auto begin = gathered_.begin() + static_cast<std::ptrdiff_t>(part * size);
            sendPacket({begin, begin + static_cast<std::ptrdiff_t>(size)});
            timestamp_ += encoder_->rtpTicksPerFrame() * frames / parts;
            exact_ += interval_ * frames / parts;
            const auto whole = static_cast<std::int64_t>(exact_);
            nextSend_ += std::chrono::nanoseconds(whole);
            exact_ -= static_cast<double>(whole);
        }
        gathered_.clear();
    }

    void sendPacket(std::vector<std::byte> payload) {
        if (!talking_) {
            return;
        }
        Packet packet{sequence_++, timestamp_, std::move(payload)};
        std::uniform_real_distribution<double> share(0, 1);
        const bool lost = share(random_) * 100 < line_.lossPercent;
        const double wait = line_.delayMs + share(random_) * line_.jitterMs;
        if (!lost) {
            const auto late = std::chrono::duration_cast<Duration>(
                std::chrono::duration<double, std::milli>(wait));
            underway_.emplace(nextSend_ + late, std::move(packet));
        }
    }

    void deliver(SteadyTime arrival, const Packet& packet) {
        media::ReceivedPacket received;
        received.sequence = packet.sequence;
        received.rtpTimestamp = packet.timestamp;
        received.ssrc = ssrc_;
        received.codec = codec_;
        received.arrival = arrival;
        received.payload = packet.payload;
        sink_->onPacket(received);
    }

    std::shared_ptr<media::PacketSink> sink_;
    media::Codec codec_;
    std::unique_ptr<AudioEncoder> encoder_;
    sim::ToneGenerator tone_;
    SteadyTime nextSend_;
    double interval_;
    double exact_ = 0;
    Line line_;
    int packetMs_ = 20;
    bool talking_ = true;
    std::uint64_t sequence_ = 65000;
    std::uint32_t timestamp_ = 0xFFFFF000U;
    std::uint32_t ssrc_ = 1;
    std::vector<std::byte> gathered_;
    std::mt19937 random_{7};
    std::multimap<SteadyTime, Packet> underway_;
};

/// An AudioMixCore with one mix, ticked by hand.
class SoundRoom {
public:
    SoundRoom() { core.addMix(kMix); }

    std::shared_ptr<TalkerInput> addTalker(std::uint64_t id) {
        auto input = std::make_shared<TalkerInput>();
        auto talker = std::make_unique<Talker>(TalkerId{id}, input, std::move(*Playout::create()));
        EXPECT_FALSE(core.addTalker(kMix, std::move(talker)));
        return input;
    }

    std::shared_ptr<Listener> listen(std::uint64_t id,
                                     media::Codec codec,
                                     TalkerId minus = {},
                                     TalkerId only = {}) {
        return listen(
            id,
            codec,
            minus ? media::AudioMixer::Hearing{{minus}, {}} : media::AudioMixer::Hearing{{}, only});
    }

    std::shared_ptr<Listener> listen(std::uint64_t id,
                                     media::Codec codec,
                                     media::AudioMixer::Hearing hearing) {
        auto listener = std::make_shared<Listener>(codec);
        auto output = std::make_unique<AudioOutput>(AudioOutputId{id},
                                                    std::move(hearing),
                                                    std::move(*makeAudioEncoder(formatOf(codec))),
                                                    listener);
        EXPECT_FALSE(core.addOutput(kMix, std::move(output)));
        return listener;
    }

    Sender& addSender(std::shared_ptr<media::PacketSink> sink,
                      media::Codec codec,
                      double hz,
                      double dbfs = -20,
                      double clockPpm = 0,
                      Line line = {},
                      std::chrono::microseconds phase = std::chrono::milliseconds(3)) {
        senders.push_back(std::make_unique<Sender>(
            std::move(sink), codec, hz, dbfs, now + phase, clockPpm, line));
        return *senders.back();
    }

    void run(double seconds) {
        for (int i = 0; i < static_cast<int>(seconds * 50); ++i) {
            for (const auto& sender : senders) {
                sender->sendUntil(now);
            }
            core.tick(now);
            now += AudioMixCore::kTick;
        }
    }

    static constexpr MixId kMix{1};
    AudioMixCore core;
    SteadyTime now = SteadyTime{} + std::chrono::hours(1);
    std::vector<std::unique_ptr<Sender>> senders;
};

}  // namespace mcu::mixing::testing
