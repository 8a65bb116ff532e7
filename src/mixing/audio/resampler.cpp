// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/resampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace mcu::mixing {
namespace {

constexpr std::size_t kTaps = 24;     // per phase
constexpr double kKaiserBeta = 5.65;  // side lobes 60 dB down

double besselI0(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 30; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

/// Windowed sinc, cut off at the lower rate's Nyquist frequency less half the transition band; gain
/// 1 per phase.
std::vector<float> prototype(std::size_t factor) {
    const std::size_t length = kTaps * factor;
    const double cutoff = 0.93 / (2.0 * static_cast<double>(factor));
    std::vector<float> taps(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double x = static_cast<double>(i) - (static_cast<double>(length) - 1) / 2;
        const double sinc =
            x == 0 ? 2 * cutoff
                   : std::sin(2 * std::numbers::pi * cutoff * x) / (std::numbers::pi * x);
        const double place = 2 * x / (static_cast<double>(length) - 1);
        const double window = besselI0(kKaiserBeta * std::sqrt(std::max(0.0, 1 - place * place))) /
                              besselI0(kKaiserBeta);
        taps[i] = static_cast<float>(sinc * window);
    }
    return taps;
}

std::size_t factorOf(int rate) {
    MCU_CHECK(rate == 8000 || rate == 16000 || rate == kMixRate);
    return static_cast<std::size_t>(kMixRate / rate);
}

/// sum[i] += the phase's taps, `stride` apart, over the samples that end at last[i]: the inner loop
/// of both filters. Four taps a pass keep the sums in registers for longer; the compiler vectorizes
/// over i.
void filter(float* __restrict sum,
            const float* __restrict last,
            const float* taps,
            std::size_t stride,
            std::size_t count) {
    for (std::size_t k = 0; k < kTaps; k += 4) {
        const float t0 = taps[k * stride];
        const float t1 = taps[(k + 1) * stride];
        const float t2 = taps[(k + 2) * stride];
        const float t3 = taps[(k + 3) * stride];
        const float* __restrict in = last - k - 3;
        for (std::size_t i = 0; i < count; ++i) {
            sum[i] += (t0 * in[i + 3] + t1 * in[i + 2]) + (t2 * in[i + 1] + t3 * in[i]);
        }
    }
}

void toSamples(const float* __restrict in, std::int16_t* __restrict out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const float limited = std::min(32767.0F, std::max(-32768.0F, in[i]));
        out[i] = static_cast<std::int16_t>(limited + (limited < 0 ? -0.5F : 0.5F));
    }
}

}  // namespace

Upsampler::Upsampler(int inputRate) : factor_(factorOf(inputRate)), history_(kTaps - 1) {
    if (factor_ == 1) {
        return;
    }
    const auto whole = prototype(factor_);
    for (std::size_t phase = 0; phase < factor_; ++phase) {
        for (std::size_t k = 0; k < kTaps; ++k) {
            taps_.push_back(whole[k * factor_ + phase] * static_cast<float>(factor_));
        }
    }
}

void Upsampler::process(std::span<const std::int16_t> in, std::vector<float>& out) {
    const std::size_t count = in.size();
    const std::size_t begin = out.size();
    out.resize(begin + count * factor_);
    if (factor_ == 1) {
        std::copy(in.begin(), in.end(), out.begin() + static_cast<std::ptrdiff_t>(begin));
        return;
    }
    history_.resize(kTaps - 1 + count);
    std::copy(in.begin(), in.end(), history_.begin() + kTaps - 1);
    phase_.resize(count);
    for (std::size_t phase = 0; phase < factor_; ++phase) {
        std::ranges::fill(phase_, 0.0F);
        filter(phase_.data(), history_.data() + kTaps - 1, taps_.data() + phase * kTaps, 1, count);
        float* place = out.data() + begin + phase;
        for (const float sample : phase_) {
            *place = sample;
            place += factor_;
        }
    }
    std::copy(history_.end() - (kTaps - 1), history_.end(), history_.begin());
}

Downsampler::Downsampler(int outputRate)
    : factor_(factorOf(outputRate)),
      taps_(factor_ == 1 ? std::vector<float>() : prototype(factor_)),
      history_(factor_ * (kTaps - 1)) {}

void Downsampler::process(std::span<const float> in, std::vector<std::int16_t>& out) {
    const std::size_t count = in.size() / factor_;
    out.resize(count);
    if (factor_ == 1) {
        toSamples(in.data(), out.data(), count);
        return;
    }
    constexpr std::size_t kKept = kTaps - 1;
    const std::size_t stride = kKept + count;
    if (history_.size() < factor_ * stride) {
        // Blocks are of one length in practice; the first one lays the history out for it.
        history_.assign(factor_ * stride, 0.0F);
    }
    sum_.assign(count, 0.0F);
    for (std::size_t phase = 0; phase < factor_; ++phase) {
        float* const line = history_.data() + phase * stride;
        for (std::size_t i = 0; i < count; ++i) {
            line[kKept + i] = in[i * factor_ + phase];
        }
        filter(sum_.data(), line + kKept, taps_.data() + factor_ - 1 - phase, factor_, count);
        std::copy(line + count, line + stride, line);
    }
    toSamples(sum_.data(), out.data(), count);
}

void SpeedChanger::process(std::span<const float> in, double speed, std::vector<float>& out) {
    input_.insert(input_.end(), in.begin(), in.end());
    const double step = speed - 1.0;
    // An output sample at `position_` needs one input sample before and two after it.
    while (position_ + 2 < static_cast<double>(input_.size())) {
        const auto index = static_cast<std::size_t>(position_);
        const double fraction = position_ - static_cast<double>(index);
        // As long as the fraction stays within [0, 1) the input advances one sample per output
        // sample.
        std::size_t run = input_.size() - 2 - index;
        if (step > 0) {
            run = std::min(run, static_cast<std::size_t>((1.0 - fraction) / step) + 1);
        } else if (step < 0) {
            run = std::min(run, static_cast<std::size_t>(fraction / -step) + 1);
        }
        const std::size_t begin = out.size();
        out.resize(begin + run);
        float* __restrict to = out.data() + begin;
        const float* __restrict from = input_.data() + index - 1;
        const auto start = static_cast<float>(fraction);
        const auto stride = static_cast<float>(step);
        for (std::size_t i = 0; i < run; ++i) {
            const float t = start + stride * static_cast<float>(static_cast<int>(i));
            const float a = from[i];
            const float b = from[i + 1];
            const float c = from[i + 2];
            const float d = from[i + 3];
            const float c1 = 0.5F * (c - a);
            const float c2 = a - 2.5F * b + 2.0F * c - 0.5F * d;
            const float c3 = 0.5F * (d - a) + 1.5F * (b - c);
            to[i] = ((c3 * t + c2) * t + c1) * t + b;
        }
        position_ += static_cast<double>(run) * speed;
    }
    const auto used = static_cast<std::size_t>(position_) - 1;
    const std::size_t drop = std::min(used, input_.size());
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(drop));
    position_ -= static_cast<double>(drop);
}

}  // namespace mcu::mixing
