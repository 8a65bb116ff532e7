// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/cm_hmac_cipher.h"

#include <algorithm>

#include <openssl/crypto.h>

namespace mcu::srtp {

namespace {

/// IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16), RFC 3711 section 4.1.1.
AesCtr::Iv counterBlock(const SessionKeys& keys, const PacketPlace& place) {
    AesCtr::Iv iv{};
    std::copy(keys.salt.begin(), keys.salt.end(), iv.begin());
    storeBe32(&iv[4], loadBe32(&iv[4]) ^ place.ssrc);
    storeBe32(&iv[8], loadBe32(&iv[8]) ^ static_cast<std::uint32_t>(place.index >> 16));
    iv[12] ^= static_cast<std::byte>(place.index >> 8);
    iv[13] ^= static_cast<std::byte>(place.index);
    return iv;
}

std::array<std::byte, 4> rollOverOf(const PacketPlace& place) {
    std::array<std::byte, 4> octets;
    storeBe32(octets.data(), static_cast<std::uint32_t>(place.index >> 16));
    return octets;
}

bool sameTag(const HmacSha1::Tag& tag, ConstBytes sent) {
    return CRYPTO_memcmp(tag.data(), sent.data(), tag.size()) == 0;
}

}  // namespace

Result<CmHmacCipher::Keyed> CmHmacCipher::keyedBy(const SessionKeys& keys) {
    auto cipher = AesCtr::create(ConstBytes(keys.encryption).first(16));
    if (!cipher) {
        return cipher.error();
    }
    return Keyed{std::move(*cipher), HmacSha1(keys.authentication), keys};
}

Result<std::unique_ptr<PacketCipher>> CmHmacCipher::create(const SessionKeys& rtp,
                                                           const SessionKeys& rtcp) {
    auto keyedRtp = keyedBy(rtp);
    auto keyedRtcp = keyedBy(rtcp);
    if (!keyedRtp || !keyedRtcp) {
        return keyedRtp ? keyedRtcp.error() : keyedRtp.error();
    }
    return std::unique_ptr<PacketCipher>(
        new CmHmacCipher(std::move(*keyedRtp), std::move(*keyedRtcp)));
}

bool CmHmacCipher::sealRtp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept {
    if (!rtp_.cipher.apply(counterBlock(rtp_.keys, place),
                           buffer.subspan(place.headLength, length - place.headLength))) {
        return false;
    }
    const auto tag = rtp_.authenticator.tagOf(buffer.first(length), rollOverOf(place));
    std::copy(tag.begin(), tag.end(), &buffer[length]);
    length += tag.size();
    return true;
}

bool CmHmacCipher::sealRtcp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept {
    if (!rtcp_.cipher.apply(counterBlock(rtcp_.keys, place),
                            buffer.subspan(kRtcpHeadLength, length - kRtcpHeadLength))) {
        return false;
    }
    storeBe32(&buffer[length], kRtcpEncryptedFlag | static_cast<std::uint32_t>(place.index));
    length += kRtcpIndexLength;
    const auto tag = rtcp_.authenticator.tagOf(buffer.first(length), {});
    std::copy(tag.begin(), tag.end(), &buffer[length]);
    length += tag.size();
    return true;
}

bool CmHmacCipher::verifyRtp(ConstBytes packet, const PacketPlace& place) noexcept {
    const auto covered = packet.first(packet.size() - HmacSha1::kTagLength);
    return sameTag(rtp_.authenticator.tagOf(covered, rollOverOf(place)),
                   packet.last(HmacSha1::kTagLength));
}

bool CmHmacCipher::openRtp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept {
    if (!verifyRtp(packet, place)) {
        return false;
    }
    length = packet.size() - HmacSha1::kTagLength;
    return rtp_.cipher.apply(counterBlock(rtp_.keys, place),
                             packet.subspan(place.headLength, length - place.headLength));
}

std::uint32_t CmHmacCipher::rtcpIndexWord(ConstBytes packet) const noexcept {
    return loadBe32(&packet[packet.size() - HmacSha1::kTagLength - kRtcpIndexLength]);
}

bool CmHmacCipher::openRtcp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept {
    const auto covered = packet.first(packet.size() - HmacSha1::kTagLength);
    if (!sameTag(rtcp_.authenticator.tagOf(covered, {}), packet.last(HmacSha1::kTagLength))) {
        return false;
    }
    length = covered.size() - kRtcpIndexLength;
    if ((rtcpIndexWord(packet) & kRtcpEncryptedFlag) == 0) {
        return true;
    }
    return rtcp_.cipher.apply(counterBlock(rtcp_.keys, place),
                              packet.subspan(kRtcpHeadLength, length - kRtcpHeadLength));
}

}  // namespace mcu::srtp
