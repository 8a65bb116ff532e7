// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "media/codec.h"

namespace mcu::mixing {

/// Turns 20 ms of mono sound into one RTP payload. Has state from one frame to the next: one object
/// a stream. One thread at a time. Made by makeAudioEncoder().
class AudioEncoder {
public:
    virtual ~AudioEncoder() = default;

    /// Of the sound it takes, in Hz: 8000 (PCMA, PCMU), 16000 (G.722), 48000 (opus).
    [[nodiscard]] virtual int sampleRate() const = 0;

    /// Samples of 20 ms.
    [[nodiscard]] std::size_t frameSamples() const {
        return static_cast<std::size_t>(sampleRate()) / 50;
    }

    /// RTP timestamp units of 20 ms: 160, for opus 960 (G.722's RTP clock is 8000, RFC 3551
    /// section 4.5.2).
    [[nodiscard]] virtual std::uint32_t rtpTicksPerFrame() const = 0;
    /// Encodes exactly frameSamples() samples; `payload` is overwritten. It is left empty if the
    /// codec fails.
    virtual void encode(std::span<const std::int16_t> pcm, std::vector<std::byte>& payload) = 0;
};

/// Turns RTP payloads back into mono sound, and makes up for those that are lost. Has state: one
/// object a stream. Takes any bytes: a malformed payload yields no samples. One thread at a time.
/// Made by makeAudioDecoder().
class AudioDecoder {
public:
    /// The longest packet taken: 120 ms (RFC 6716 section 2; far more than any endpoint's G.711).
    static constexpr int kMaxPacketMs = 120;

    virtual ~AudioDecoder() = default;

    /// Of the sound it yields, in Hz: 8000, 16000 or 48000.
    [[nodiscard]] virtual int sampleRate() const = 0;

    /// Samples that fit any packet: what `pcm` of decode() must hold.
    [[nodiscard]] std::size_t maxSamples() const {
        return static_cast<std::size_t>(sampleRate()) * kMaxPacketMs / 1000;
    }

    /// Samples a payload holds, by its length and header alone; 0: malformed or too long.
    [[nodiscard]] virtual std::size_t samplesIn(std::span<const std::byte> payload) const = 0;
    /// Decodes the next payload; returns the samples written to `pcm`, 0 if malformed.
    virtual std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t> pcm) = 0;
    /// Fills `pcm` (a multiple of 2.5 ms, at most 120 ms) for a payload that did not come. `next`
    /// is the payload after it, if that is already here: opus may carry a copy of the lost one in
    /// it (RFC 6716 section 2.1.7).
    virtual void conceal(std::span<const std::byte> next, std::span<std::int16_t> pcm) = 0;
    /// Forgets what was decoded so far: another stream begins.
    virtual void reset() = 0;
};

/// Opus (mono, 48 kHz, complexity 5, 64 kbit/s, FEC as `format` says), G.722 (64 kbit/s), PCMA or
/// PCMU.
[[nodiscard]] Result<std::unique_ptr<AudioEncoder>> makeAudioEncoder(
    const media::CodecFormat& format);
[[nodiscard]] Result<std::unique_ptr<AudioDecoder>> makeAudioDecoder(media::Codec codec);

}  // namespace mcu::mixing
