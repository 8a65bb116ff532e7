// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mixing/audio/codec/audio_codec.h"

namespace mcu::mixing {

/// The two laws of ITU-T G.711: A (PCMA) and mu (PCMU).
enum class G711Law : std::uint8_t { a, mu };

/// Decoded value of a code, on the 16-bit scale.
[[nodiscard]] std::int16_t g711Decode(G711Law law, std::uint8_t code);
/// The code whose decoded value is nearest to the sample.
[[nodiscard]] std::uint8_t g711Encode(G711Law law, std::int16_t sample);

[[nodiscard]] std::unique_ptr<AudioEncoder> makeG711Encoder(G711Law law);
[[nodiscard]] std::unique_ptr<AudioDecoder> makeG711Decoder(G711Law law);

}  // namespace mcu::mixing
