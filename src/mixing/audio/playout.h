// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "mixing/audio/codec/audio_codec.h"
#include "mixing/audio/delay_estimator.h"
#include "mixing/audio/packet_buffer.h"
#include "mixing/audio/resampler.h"
#include "mixing/audio/talker_input.h"

namespace mcu::mixing {

/// Turns the packets of one stream into 20 ms of sound each tick: adaptive jitter buffer, decoder,
/// concealment, and the correction of the sender's clock. Media time and our time are both counted
/// in samples of 48 kHz; the delay between them is held at what DelayEstimator asks for, by playing
/// up to 0.5 % faster or slower, by leaving out or repeating silent frames, and at once when it is
/// far off. Delay and memory are bounded whatever arrives. Mixer's thread.
class Playout {
public:
    /// Decoders of all codecs are made here, on the caller's thread, so that a change of codec
    /// costs the mixer nothing.
    static Result<std::unique_ptr<Playout>> create();

    /// A packet from the ring, whatever it holds. `now` is the tick's time.
    void onPacket(const PacketSlot& packet, std::int64_t now);
    /// The sound of the tick at `now`: kTickSamples. False: nothing to be heard, `out` is not
    /// written.
    bool render(std::int64_t now, std::span<float> out);
    /// `ticks` ticks were left out: their sound is skipped as well.
    void skip(int ticks);

    /// Sound that waits to be played, in samples of 48 kHz.
    [[nodiscard]] std::int64_t waiting() const;

    [[nodiscard]] double drift() const { return delays_.drift(); }

    [[nodiscard]] std::uint64_t concealed() const { return concealed_; }

    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    /// A codec's decoder and the way from its rate to the mixer's.
    struct Stage {
        media::Codec codec = media::Codec::pcma;
        std::unique_ptr<AudioDecoder> decoder;
        std::unique_ptr<Upsampler> upsampler;
        std::int64_t ticksPerRtp = 1;     ///< 48 kHz samples in one unit of the RTP timestamp
        std::int64_t ticksPerSample = 1;  ///< 48 kHz samples in one decoded sample
    };

    /// A packet whose timestamp fits the stream no more: believed when a second one agrees with it.
    struct Suspect {
        double delay = 0;
    };

    Stage* stageOf(media::Codec codec);
    void restart(const PacketSlot& packet, Stage& stage);
    bool start(std::int64_t now);
    void produce(std::int64_t now);
    void decodeFront();
    void bridgeGap(std::int64_t gap);
    void onEmpty();
    void conceal(std::span<const std::byte> next, std::int64_t length);
    void play(std::span<std::int16_t> sound);
    void cut(std::span<const std::int16_t> sound);
    void settleMissing(std::uint64_t sequence);
    void dropUntil(std::int64_t media);
    [[nodiscard]] std::int64_t dueAt(std::int64_t now) const;
    [[nodiscard]] double excess(std::int64_t now) const;

    [[nodiscard]] std::int64_t queued() const {
        return static_cast<std::int64_t>(sound_.size() - soundBegin_);
    }

    std::array<Stage, 4> stages_;
    Stage* stage_ = nullptr;  ///< of the stream at hand; null before the first packet
    DelayEstimator delays_;
    PacketBuffer packets_;
    SpeedChanger speedChanger_;

    // The stream as it arrives.
    std::uint32_t ssrc_ = 0;
    std::uint32_t lastRtp_ = 0;
    std::int64_t lastMedia_ = 0;  ///< media time of lastRtp_
    std::optional<Suspect> suspect_;
    int lateInARow_ = 0;

    // The stream as it is played.
    bool playing_ = false;
    std::int64_t nextMedia_ = 0;  ///< media time of the first sample not decoded yet
    std::uint64_t lastSequence_ = 0;
    bool decodedAny_ = false;
    int emptyInARow_ = 0;  ///< frames made up because nothing was there
    int missing_ = 0;      ///< of them, not yet known to be lost
    double excess_ = 0;    ///< delay over the target at this tick
    double speed_ = 1;
    std::vector<float> sound_;  ///< decoded, at 48 kHz
    std::size_t soundBegin_ = 0;
    std::vector<std::int16_t> decoded_;
    std::vector<float> raised_;
    std::vector<std::int16_t> blend_;  ///< the beginning of what was cut out

    std::uint64_t concealed_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace mcu::mixing
