// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mixing/audio/codec/audio_codec.h"

namespace mcu::mixing {

/// G.722 at 64 kbit/s (ITU-T G.722, RFC 3551 section 4.5.2) by libavcodec, 16 kHz.
[[nodiscard]] Result<std::unique_ptr<AudioEncoder>> makeG722Encoder();
[[nodiscard]] Result<std::unique_ptr<AudioDecoder>> makeG722Decoder();

}  // namespace mcu::mixing
