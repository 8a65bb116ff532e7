// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::mixing {

/// The mixer's own rate: everything is mixed as float samples of the 16-bit scale at 48 kHz, 960 a
/// tick.
inline constexpr int kMixRate = 48000;
inline constexpr std::size_t kTickSamples = 960;

/// Raises 8, 16 or 48 kHz to 48 kHz by a polyphase FIR (24 taps a phase, flat to 0.43 of the lower
/// rate, images under -60 dB). Delay 12 samples of the lower rate; none at 48 kHz. One stream, one
/// thread.
class Upsampler {
public:
    explicit Upsampler(int inputRate);

    /// Appends the samples to `out`.
    void process(std::span<const std::int16_t> in, std::vector<float>& out);

    [[nodiscard]] std::size_t factor() const { return factor_; }

private:
    std::size_t factor_;
    std::vector<float> taps_;     ///< phase after phase
    std::vector<float> history_;  ///< the last taps - 1 input samples, then the block at hand
    std::vector<float> phase_;    ///< one phase's results
};

/// Lowers 48 kHz to 8, 16 or 48 kHz by the same filter the other way round, rounding and
/// saturating. One stream, one thread.
class Downsampler {
public:
    explicit Downsampler(int outputRate);

    /// `in` is a multiple of the factor long; `out` is overwritten.
    void process(std::span<const float> in, std::vector<std::int16_t>& out);

private:
    std::size_t factor_;
    std::vector<float> taps_;
    std::vector<float> history_;  ///< per phase: the last taps - 1 samples, then the block at hand
    std::vector<float> sum_;
};

/// Plays sound at 48 kHz slightly faster or slower (cubic Hermite interpolation) to follow the
/// sender's clock. Its input is oversampled speech or band-limited to 20 kHz, so four points
/// suffice. One stream, one thread.
class SpeedChanger {
public:
    /// Appends `in`, played `speed` times as fast (0.99 .. 1.01), to `out`.
    void process(std::span<const float> in, double speed, std::vector<float>& out);

private:
    std::vector<float> input_ =
        std::vector<float>(3);  ///< three samples of history, then the block
    double position_ = 1.0;     ///< of the next output sample, in input_
};

}  // namespace mcu::mixing
