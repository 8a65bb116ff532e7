// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/result.h"
#include "media/encoded_frame.h"

namespace mcu::media::h261 {

/// Cuts a picture into RTP payloads of at most kMaxPayload bytes, between macroblocks, and sets
/// `keyframe` (RFC 4587). An error when the picture cannot be read.
Status packetize(std::span<const std::byte> picture, EncodedFrame& frame);

}  // namespace mcu::media::h261
