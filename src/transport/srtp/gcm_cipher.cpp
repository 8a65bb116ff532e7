// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/gcm_cipher.h"

#include <algorithm>

namespace mcu::srtp {

namespace {

unsigned char* raw(std::byte* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

const unsigned char* raw(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}

/// RFC 7714 section 8.1: 00 00 | SSRC | ROC | SEQ; section 9.1: 00 00 | SSRC | 00 00 | SRTCP index;
/// XOR salt. A 48 bit index in the last six octets gives both.
std::array<std::byte, 12> initialVector(const SessionKeys& keys, const PacketPlace& place) {
    std::array<std::byte, 12> iv;
    std::copy(keys.salt.begin(), keys.salt.begin() + iv.size(), iv.begin());
    storeBe32(&iv[2], loadBe32(&iv[2]) ^ place.ssrc);
    iv[6] ^= static_cast<std::byte>(place.index >> 40);
    iv[7] ^= static_cast<std::byte>(place.index >> 32);
    storeBe32(&iv[8], loadBe32(&iv[8]) ^ static_cast<std::uint32_t>(place.index));
    return iv;
}

bool begin(EVP_CIPHER_CTX* context, const std::array<std::byte, 12>& iv) {
    return EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, raw(iv.data()), -1) == 1;
}

bool associate(EVP_CIPHER_CTX* context, ConstBytes data) {
    int written = 0;
    return data.empty() ||
           EVP_CipherUpdate(
               context, nullptr, &written, raw(data.data()), static_cast<int>(data.size())) == 1;
}

bool transform(EVP_CIPHER_CTX* context, std::byte* out, ConstBytes data) {
    int written = 0;
    return data.empty() ||
           EVP_CipherUpdate(
               context, raw(out), &written, raw(data.data()), static_cast<int>(data.size())) == 1;
}

bool finishSealing(EVP_CIPHER_CTX* context, std::byte* tag, std::size_t tagLength) {
    int written = 0;
    std::array<unsigned char, 16> rest;
    return EVP_CipherFinal_ex(context, rest.data(), &written) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tagLength), tag) ==
               1;
}

bool finishOpening(EVP_CIPHER_CTX* context, ConstBytes tag) {
    int written = 0;
    std::array<unsigned char, 16> rest;
    return EVP_CIPHER_CTX_ctrl(context,
                               EVP_CTRL_AEAD_SET_TAG,
                               static_cast<int>(tag.size()),
                               const_cast<std::byte*>(tag.data())) == 1 &&
           EVP_CipherFinal_ex(context, rest.data(), &written) == 1;
}

}  // namespace

Result<GcmCipher::Keyed> GcmCipher::keyedBy(const SessionKeys& keys,
                                            std::size_t keyLength,
                                            Direction direction) {
    CipherContext context(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* cipher = keyLength == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
    if (!context || EVP_CipherInit_ex(context.get(),
                                      cipher,
                                      nullptr,
                                      raw(keys.encryption.data()),
                                      nullptr,
                                      direction == Direction::seal ? 1 : 0) != 1) {
        return Error(ErrorCode::internal, "AES-GCM cannot be set up");
    }
    return Keyed{std::move(context), keys};
}

Result<std::unique_ptr<PacketCipher>> GcmCipher::create(const SessionKeys& rtp,
                                                        const SessionKeys& rtcp,
                                                        std::size_t keyLength,
                                                        Direction direction) {
    auto keyedRtp = keyedBy(rtp, keyLength, direction);
    auto keyedRtcp = keyedBy(rtcp, keyLength, direction);
    if (!keyedRtp || !keyedRtcp) {
        return keyedRtp ? keyedRtcp.error() : keyedRtp.error();
    }
    return std::unique_ptr<PacketCipher>(
        new GcmCipher(std::move(*keyedRtp), std::move(*keyedRtcp)));
}

bool GcmCipher::sealRtp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept {
    EVP_CIPHER_CTX* context = rtp_.context.get();
    const auto text = buffer.subspan(place.headLength, length - place.headLength);
    if (!begin(context, initialVector(rtp_.keys, place)) ||
        !associate(context, buffer.first(place.headLength)) ||
        !transform(context, text.data(), text) ||
        !finishSealing(context, &buffer[length], kTagLength)) {
        return false;
    }
    length += kTagLength;
    return true;
}

bool GcmCipher::sealRtcp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept {
    EVP_CIPHER_CTX* context = rtcp_.context.get();
    const auto text = buffer.subspan(kRtcpHeadLength, length - kRtcpHeadLength);
    const auto indexWord = buffer.subspan(length + kTagLength, kRtcpIndexLength);
    storeBe32(indexWord.data(), kRtcpEncryptedFlag | static_cast<std::uint32_t>(place.index));
    if (!begin(context, initialVector(rtcp_.keys, place)) ||
        !associate(context, buffer.first(kRtcpHeadLength)) || !associate(context, indexWord) ||
        !transform(context, text.data(), text) ||
        !finishSealing(context, &buffer[length], kTagLength)) {
        return false;
    }
    length += kTagLength + kRtcpIndexLength;
    return true;
}

bool GcmCipher::verifyRtp(ConstBytes packet, const PacketPlace& place) noexcept {
    EVP_CIPHER_CTX* context = rtp_.context.get();
    if (!begin(context, initialVector(rtp_.keys, place)) ||
        !associate(context, packet.first(place.headLength))) {
        return false;
    }
    // GCM has no way to check without decrypting; the clear text goes to a piece of stack and is
    // overwritten.
    std::array<std::byte, 2048> scratch;
    auto text = packet.subspan(place.headLength, packet.size() - place.headLength - kTagLength);
    while (!text.empty()) {
        const auto piece = text.first(std::min(text.size(), scratch.size()));
        if (!transform(context, scratch.data(), piece)) {
            return false;
        }
        text = text.subspan(piece.size());
    }
    return finishOpening(context, packet.last(kTagLength));
}

bool GcmCipher::openRtp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept {
    EVP_CIPHER_CTX* context = rtp_.context.get();
    const auto text =
        packet.subspan(place.headLength, packet.size() - place.headLength - kTagLength);
    if (!begin(context, initialVector(rtp_.keys, place)) ||
        !associate(context, packet.first(place.headLength)) ||
        !transform(context, text.data(), text) ||
        !finishOpening(context, packet.last(kTagLength))) {
        return false;
    }
    length = packet.size() - kTagLength;
    return true;
}

std::uint32_t GcmCipher::rtcpIndexWord(ConstBytes packet) const noexcept {
    return loadBe32(&packet[packet.size() - kRtcpIndexLength]);
}

bool GcmCipher::openRtcp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept {
    EVP_CIPHER_CTX* context = rtcp_.context.get();
    const auto indexWord = packet.last(kRtcpIndexLength);
    const auto sealed = packet.first(packet.size() - kRtcpIndexLength);
    const auto tag = sealed.last(kTagLength);
    const auto text = sealed.subspan(kRtcpHeadLength, sealed.size() - kRtcpHeadLength - kTagLength);
    if (!begin(context, initialVector(rtcp_.keys, place)) ||
        !associate(context, sealed.first(kRtcpHeadLength))) {
        return false;
    }
    // Without the E flag the whole packet is associated data (RFC 7714 section 9.3).
    const bool encrypted = (loadBe32(indexWord.data()) & kRtcpEncryptedFlag) != 0;
    const bool passed = encrypted
                            ? associate(context, indexWord) && transform(context, text.data(), text)
                            : associate(context, text) && associate(context, indexWord);
    if (!passed || !finishOpening(context, tag)) {
        return false;
    }
    length = sealed.size() - kTagLength;
    return true;
}

}  // namespace mcu::srtp
