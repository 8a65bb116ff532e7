// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/limiter.h"

#include <algorithm>
#include <cmath>

namespace mcu::mixing {
namespace {

constexpr float kLimit = 29000.0F;           // -1 dBFS: what the FIR may overshoot still fits
constexpr float kRecovery = 1.25F / 500.0F;  // a block

}  // namespace

void Limiter::measure(std::span<const float, kTickSamples> sum) {
    std::array<float, kBlocks> wanted{};
    idle_ = edges_.back() >= 1.0F;
    for (std::size_t block = 0; block < kBlocks; ++block) {
        float peak = 0;
        for (const float sample : sum.subspan(block * kBlock, kBlock)) {
            peak = std::max(peak, std::abs(sample));
        }
        wanted[block] = peak > kLimit ? kLimit / peak : 1.0F;
        idle_ = idle_ && wanted[block] >= 1.0F;
    }
    // The gain at an edge suits the blocks on both sides, so it is down before the peak comes; only
    // a peak in a tick's very first block comes too soon for that and is cut by the conversion to
    // 16 bits.
    edges_[0] = edges_.back();
    for (std::size_t edge = 1; edge <= kBlocks; ++edge) {
        const float next = edge < kBlocks ? wanted[edge] : 1.0F;
        edges_[edge] = std::min({wanted[edge - 1], next, edges_[edge - 1] + kRecovery});
    }
}

void Limiter::apply(std::span<float, kTickSamples> sound) const {
    if (idle_) {
        return;
    }
    for (std::size_t block = 0; block < kBlocks; ++block) {
        const float from = edges_[block];
        const float step = (edges_[block + 1] - from) / static_cast<float>(kBlock);
        for (std::size_t i = 0; i < kBlock; ++i) {
            sound[block * kBlock + i] *= from + step * static_cast<float>(static_cast<int>(i));
        }
    }
}

}  // namespace mcu::mixing
