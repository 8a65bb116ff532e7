// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "mixing/audio/echo_watch.h"
#include "mixing/audio/sound_room.h"
#include "mixing/audio/speech.h"

namespace mcu::mixing::testing {

/// Encodes a sound of 48 kHz, tick by tick, into packets for a talker.
class PacketMaker {
public:
    PacketMaker(std::shared_ptr<media::PacketSink> sink, media::Codec codec)
        : sink_(std::move(sink)),
          codec_(codec),
          encoder_(std::move(*makeAudioEncoder(formatOf(codec)))) {}

    void send(std::span<const float> sound, SteadyTime arrival) {
        const std::size_t factor = sound.size() / encoder_->frameSamples();
        std::vector<std::int16_t> pcm(encoder_->frameSamples());
        for (std::size_t i = 0; i < pcm.size(); ++i) {
            float sum = 0;
            for (std::size_t k = 0; k < factor; ++k) {
                sum += sound[i * factor + k];
            }
            pcm[i] = static_cast<std::int16_t>(
                std::clamp(sum / static_cast<float>(factor), -32767.0F, 32767.0F));
        }
        encoder_->encode(pcm, payload_);
        media::ReceivedPacket packet;
        packet.sequence = sequence_++;
        packet.rtpTimestamp = timestamp_;
        timestamp_ += encoder_->rtpTicksPerFrame();
        packet.ssrc = 7;
        packet.codec = codec_;
        packet.arrival = arrival;
        packet.payload = payload_;
        if (!payload_.empty()) {
            sink_->onPacket(packet);
        }
    }

private:
    std::shared_ptr<media::PacketSink> sink_;
    media::Codec codec_;
    std::unique_ptr<AudioEncoder> encoder_;
    std::vector<std::byte> payload_;
    std::uint64_t sequence_ = 1;
    std::uint32_t timestamp_ = 0;
};

/// The site with a matrix: decodes what it is sent and hands it back late and softer, with the
/// sound of its own room.
class Matrix final : public media::FrameSink {
public:
    explicit Matrix(media::Codec codec) : decoder_(std::move(*makeAudioDecoder(codec))) {}

    void setReturn(int delayMs, float levelDb) {
        delay_ = static_cast<std::size_t>(delayMs) * 48;
        gain_ = std::pow(10.0F, levelDb / 20);
    }

    void stopReturn() { gain_ = 0; }

    void push(media::FramePointer frame) noexcept override {
        std::vector<std::int16_t> pcm(decoder_->maxSamples());
        pcm.resize(decoder_->decode(frame->payload(0), pcm));
        const auto factor = static_cast<std::size_t>(kMixRate / decoder_->sampleRate());
        for (const auto sample : pcm) {
            heard_.insert(heard_.end(), factor, static_cast<float>(sample));
        }
    }

    /// Adds what returns in this tick.
    void addReturn(std::span<float, kTickSamples> sound) {
        for (std::size_t i = 0; i < kTickSamples; ++i) {
            const auto at = played_ + i;
            if (at >= delay_ && at - delay_ < heard_.size()) {
                sound[i] += gain_ * heard_[at - delay_];
            }
        }
        played_ += kTickSamples;
    }

private:
    std::unique_ptr<AudioDecoder> decoder_;
    std::vector<float> heard_;
    std::size_t played_ = 0;
    std::size_t delay_ = 0;
    float gain_ = 0;
};

/// A conference of a speaker and a site with a matrix (its talker and output are number 2), with an
/// EchoWatch on the latter.
class MatrixRoom {
public:
    explicit MatrixRoom(media::Codec codec = media::Codec::opus)
        : matrix(std::make_shared<Matrix>(codec)),
          speaker_(room.addTalker(1), media::Codec::opus),
          site_(room.addTalker(2), codec) {
        auto output = std::make_unique<AudioOutput>(AudioOutputId{2},
                                                    media::AudioMixer::Hearing{{TalkerId{2}}, {}},
                                                    std::move(*makeAudioEncoder(formatOf(codec))),
                                                    matrix);
        EXPECT_FALSE(room.core.addOutput(SoundRoom::kMix, std::move(output)));
        EXPECT_FALSE(room.core.setWatch(TalkerId{2}, AudioOutputId{2}, watch));
    }

    /// Plays `ours` in the conference and `theirs` at the site; both from their place `at_` on.
    void run(const Sound& ours, const Sound& theirs, double seconds) {
        for (int i = 0; i < static_cast<int>(seconds * 50); ++i) {
            speaker_.send(tickOf(ours), room.now);
            auto back = tickOf(theirs);
            matrix->addReturn(back);
            site_.send(back, room.now);
            at_ += kTickSamples;
            room.run(0.02);
            if (++ticks_ % 12 == 0) {
                watch->analyse();
                raised = raised || watch->echo().has_value();
            }
        }
    }

    /// Runs until there is an echo or `seconds` are over. Returns the seconds it took.
    double runUntilRaised(const Sound& ours, const Sound& theirs, double seconds) {
        double passed = 0;
        while (!watch->echo() && passed < seconds) {
            run(ours, theirs, 0.5);
            passed += 0.5;
        }
        return passed;
    }

    SoundRoom room;
    std::shared_ptr<Matrix> matrix;
    std::shared_ptr<EchoWatch> watch = std::make_shared<EchoWatch>();
    bool raised = false;  ///< at any time

private:
    [[nodiscard]] std::array<float, kTickSamples> tickOf(const Sound& sound) const {
        std::array<float, kTickSamples> tick{};
        for (std::size_t i = 0; i < kTickSamples && !sound.empty(); ++i) {
            tick[i] = sound[(at_ + i) % sound.size()];
        }
        return tick;
    }

    PacketMaker speaker_;
    PacketMaker site_;
    std::size_t at_ = 0;
    int ticks_ = 0;
};

}  // namespace mcu::mixing::testing
