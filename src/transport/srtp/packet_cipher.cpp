// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/packet_cipher.h"

#include "transport/srtp/cm_hmac_cipher.h"
#include "transport/srtp/gcm_cipher.h"
#include "transport/srtp/key_derivation.h"

namespace mcu::srtp {

Result<std::unique_ptr<PacketCipher>> PacketCipher::create(media::SrtpSuite suite,
                                                           ConstBytes masterKeyAndSalt,
                                                           Direction direction) {
    const auto rtp = deriveSessionKeys(suite, masterKeyAndSalt, Protocol::rtp);
    const auto rtcp = deriveSessionKeys(suite, masterKeyAndSalt, Protocol::rtcp);
    if (!rtp || !rtcp) {
        return rtp ? rtcp.error() : rtp.error();
    }
    if (suite == media::SrtpSuite::aesCm128HmacSha1_80) {
        return CmHmacCipher::create(*rtp, *rtcp);
    }
    return GcmCipher::create(*rtp, *rtcp, encryptionKeyLength(suite), direction);
}

}  // namespace mcu::srtp
