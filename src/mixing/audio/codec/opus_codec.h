// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mixing/audio/codec/audio_codec.h"

namespace mcu::mixing {

/// Opus (RFC 6716, RFC 7587) by libopus, mono at 48 kHz.
[[nodiscard]] Result<std::unique_ptr<AudioEncoder>> makeOpusEncoder(bool inbandFec);
[[nodiscard]] Result<std::unique_ptr<AudioDecoder>> makeOpusDecoder();

}  // namespace mcu::mixing
