// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/onset_detector.h"

#include <algorithm>
#include <array>

#include "sim/signal/room_tone.h"
#include "sim/signal/tone.h"

namespace mcu::sim {
namespace {

constexpr int kWindowMs = 6;
constexpr int kQuietMs = 200;
constexpr float kLoudDbfs = -34;

}  // namespace

OnsetDetector::OnsetDetector(int sampleRate)
    : sampleRate_(sampleRate),
      hop_(static_cast<std::size_t>(sampleRate) / 1000),
      window_(hop_ * kWindowMs, 0) {}

bool OnsetDetector::loud() const {
    constexpr std::array kFrequency = {kBurstTone};
    return goertzelDbfs(window_, sampleRate_, kFrequency).front() > kLoudDbfs;
}

void OnsetDetector::take(std::span<const std::int16_t> pcm,
                         const std::function<void(std::size_t)>& onOnset) {
    for (std::size_t at = 0; at < pcm.size();) {
        const auto part = std::min(hop_ - fresh_, pcm.size() - at);
        std::shift_left(window_.begin(), window_.end(), static_cast<std::ptrdiff_t>(part));
        std::copy_n(pcm.begin() + static_cast<std::ptrdiff_t>(at),
                    part,
                    window_.end() - static_cast<std::ptrdiff_t>(part));
        at += part;
        fresh_ += part;
        if (fresh_ < hop_) {
            continue;
        }
        fresh_ = 0;
        if (!loud()) {
            ++quietHops_;
        } else {
            if (quietHops_ >= kQuietMs) {
                onOnset(at);
            }
            quietHops_ = 0;
        }
    }
}

}  // namespace mcu::sim
