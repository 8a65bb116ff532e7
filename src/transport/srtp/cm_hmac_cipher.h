// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/srtp/aes_ctr.h"
#include "transport/srtp/hmac_sha1.h"
#include "transport/srtp/key_derivation.h"
#include "transport/srtp/packet_cipher.h"

namespace mcu::srtp {

/// AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1, RFC 4568 section 6.2.1): counter
/// mode, then an 80 bit tag.
class CmHmacCipher final : public PacketCipher {
public:
    static Result<std::unique_ptr<PacketCipher>> create(const SessionKeys& rtp,
                                                        const SessionKeys& rtcp);

    [[nodiscard]] std::size_t tagLength() const noexcept override { return HmacSha1::kTagLength; }

    bool sealRtp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept override;
    bool sealRtcp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept override;
    bool verifyRtp(ConstBytes packet, const PacketPlace& place) noexcept override;
    bool openRtp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept override;
    bool openRtcp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept override;
    [[nodiscard]] std::uint32_t rtcpIndexWord(ConstBytes packet) const noexcept override;

private:
    /// What one protocol's session keys make.
    struct Keyed {
        AesCtr cipher;
        HmacSha1 authenticator;
        SessionKeys keys;
    };

    CmHmacCipher(Keyed rtp, Keyed rtcp) : rtp_(std::move(rtp)), rtcp_(std::move(rtcp)) {}

    static Result<Keyed> keyedBy(const SessionKeys& keys);

    Keyed rtp_;
    Keyed rtcp_;
};

}  // namespace mcu::srtp
