// SPDX-License-Identifier: GPL-3.0-or-later
#include "two_sessions.h"

namespace mcu::h323::test {

call::MediaPolicy policyOf(std::vector<media::Codec> audio, std::uint8_t mode) {
    call::MediaPolicy policy;
    policy.audio = std::move(audio);
    policy.video = {media::Codec::h264};
    policy.h264.packetizationMode = mode;
    return policy;
}

}  // namespace mcu::h323::test
