// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mcu::sim {

/// Finds where bursts of kBurstTone begin in a stream of sound, to a millisecond. One thread.
class OnsetDetector {
public:
    explicit OnsetDetector(int sampleRate);

    /// Calls `onOnset` with the offset in `pcm`, in samples, of each onset found.
    void take(std::span<const std::int16_t> pcm, const std::function<void(std::size_t)>& onOnset);

private:
    [[nodiscard]] bool loud() const;

    int sampleRate_;
    std::size_t hop_;
    std::vector<std::int16_t> window_;
    std::size_t fresh_ = 0;  ///< samples in the window since it was last looked at
    int quietHops_ = 0;
};

}  // namespace mcu::sim
