// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <span>

namespace mcu::sim {

/// Which rooms' tones are in a piece of sound of 200 ms: those over -40 dBFS that stand 15 dB above
/// the gaps to their neighbours, so that speech and noise are no tones.
[[nodiscard]] std::set<int> findTones(std::span<const std::int16_t> pcm, int sampleRate);

}  // namespace mcu::sim
