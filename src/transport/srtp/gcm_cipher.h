// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "transport/srtp/aes_ctr.h"
#include "transport/srtp/key_derivation.h"
#include "transport/srtp/packet_cipher.h"

namespace mcu::srtp {

/// AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714 sections 8 and 9) with the full 128 bit tag.
class GcmCipher final : public PacketCipher {
public:
    static Result<std::unique_ptr<PacketCipher>> create(const SessionKeys& rtp,
                                                        const SessionKeys& rtcp,
                                                        std::size_t keyLength,
                                                        Direction direction);

    [[nodiscard]] std::size_t tagLength() const noexcept override { return kTagLength; }

    bool sealRtp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept override;
    bool sealRtcp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept override;
    bool verifyRtp(ConstBytes packet, const PacketPlace& place) noexcept override;
    bool openRtp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept override;
    bool openRtcp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept override;
    [[nodiscard]] std::uint32_t rtcpIndexWord(ConstBytes packet) const noexcept override;

private:
    static constexpr std::size_t kTagLength = 16;
    using Iv = std::array<std::byte, 12>;

    struct Keyed {
        CipherContext context;
        SessionKeys keys;
    };

    GcmCipher(Keyed rtp, Keyed rtcp) : rtp_(std::move(rtp)), rtcp_(std::move(rtcp)) {}

    static Result<Keyed> keyedBy(const SessionKeys& keys,
                                 std::size_t keyLength,
                                 Direction direction);

    Keyed rtp_;
    Keyed rtcp_;
};

}  // namespace mcu::srtp
