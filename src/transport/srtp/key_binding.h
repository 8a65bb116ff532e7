// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "media/agreed_media.h"

namespace mcu::srtp {

/// The keys that packets are protected with: those of the signalling as they are, or, where they
/// are bound to a secret, HKDF-SHA-256 (RFC 5869) of each with the secret as salt and the name of
/// the suite in the info. What it returns is bound to nothing. Any thread.
Result<media::SdesKeys> bindKeys(const media::SdesKeys& keys);

}  // namespace mcu::srtp
