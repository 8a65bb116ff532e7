// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "media/encoded_frame.h"

namespace mcu::media::h264 {

/// Cuts an access unit (Annex B) into RTP payloads of at most kMaxPayload bytes and sets `keyframe`
/// (RFC 6184). Mode 0: single NAL unit packets, an error when a NAL unit is too large. Mode 1: such
/// NAL units become FU-A packets. Delimiters, filler and supplemental information are left out: no
/// decoder needs them.
Status packetize(std::span<const std::byte> accessUnit,
                 std::uint8_t packetizationMode,
                 EncodedFrame& frame);

}  // namespace mcu::media::h264
