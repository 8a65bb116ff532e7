// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "mixing/audio/resampler.h"

namespace mcu::mixing {

/// The sound a room is sent while it is checked: tones of changing pitch and strength with pauses,
/// in an order that does not repeat within minutes, so that its return is told at one delay from
/// whatever else a room sends (EchoDetector). Peaks at -12 dBFS. `position`: of the first sample
/// since some fixed time, at 48 kHz. Pure; any thread.
void fillTestSound(std::int64_t position, std::span<float, kTickSamples> sound);

}  // namespace mcu::mixing
