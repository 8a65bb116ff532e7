// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/banner.h"

namespace mcu::conference {

/// What a room is told about itself in the picture it is sent (PL6-06).
enum class Tally { none, called, onAir };

/// `banner` with what `tally` says before it.
[[nodiscard]] media::Banner withTally(const media::Banner& banner, Tally tally);

}  // namespace mcu::conference
