// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/result.h"
#include "media/encoded_frame.h"
#include "media/h263/depacketizer.h"

namespace mcu::media::h263 {

/// Cuts a picture into RTP payloads of at most kMaxPayload bytes and sets `keyframe`.
/// rfc2190: whole groups of blocks in mode A; a group that fits no packet is cut between
/// macroblocks, in mode B. An error when the picture has annexes or cannot be read.
/// rfc4629: at group headers where that is possible, else anywhere.
Status packetize(PayloadFormat format, std::span<const std::byte> picture, EncodedFrame& frame);

}  // namespace mcu::media::h263
