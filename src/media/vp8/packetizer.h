// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "media/encoded_frame.h"

namespace mcu::media::vp8 {

/// Cuts a VP8 frame into RTP payloads of at most kMaxPayload bytes, of about equal size, and sets
/// `keyframe` (RFC 7741, one byte of descriptor: no picture id, so that a receiver can be moved
/// between streams).
void packetize(std::span<const std::byte> vp8Frame, EncodedFrame& frame);

}  // namespace mcu::media::vp8
