// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/cbc/payload_cipher.h"

#include <array>
#include <cstring>

#include <openssl/evp.h>

namespace mcu::cbc {

namespace {

constexpr std::size_t kFixedHeader = 12;
constexpr std::size_t kBlock = PayloadCipher::kBlock;
constexpr std::byte kPaddingBit{0x20};

using Block = std::array<unsigned char, kBlock>;

unsigned char* raw(std::byte* at) {
    return reinterpret_cast<unsigned char*>(at);
}

/// Octets 2 to 7 of the header, sequence number and timestamp, as often as they fit.
Block ivOf(std::span<const std::byte> packet) {
    constexpr std::size_t kFirst = 2;
    constexpr std::size_t kCount = 6;
    Block iv{};
    for (std::size_t i = 0; i < iv.size(); ++i) {
        iv[i] = std::to_integer<unsigned char>(packet[kFirst + i % kCount]);
    }
    return iv;
}

bool run(EVP_CIPHER_CTX* context, const unsigned char* iv, unsigned char* data, std::size_t size) {
    int written = 0;
    const int count = static_cast<int>(size);
    return EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, iv, -1) == 1 &&
           EVP_CipherUpdate(context, data, &written, data, count) == 1 && written == count;
}

}  // namespace

void PayloadCipher::Free::operator()(evp_cipher_ctx_st* context) const noexcept {
    EVP_CIPHER_CTX_free(context);
}

Result<PayloadCipher> PayloadCipher::create(std::span<const std::byte> key) {
    const Error failed(ErrorCode::internal, "AES in CBC cannot be set up");
    if (key.size() != 16 && key.size() != 32) {
        return failed;
    }
    const bool wide = key.size() == 32;
    const auto make = [&](const EVP_CIPHER* cipher, int encrypts) -> Context {
        Context made(EVP_CIPHER_CTX_new());
        const auto* octets = reinterpret_cast<const unsigned char*>(key.data());
        if (!made ||
            EVP_CipherInit_ex(made.get(), cipher, nullptr, octets, nullptr, encrypts) != 1 ||
            EVP_CIPHER_CTX_set_padding(made.get(), 0) != 1) {
            return nullptr;
        }
        return made;
    };
    const auto* chained = wide ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
    auto encrypt = make(chained, 1);
    auto decrypt = make(chained, 0);
    auto block = make(wide ? EVP_aes_256_ecb() : EVP_aes_128_ecb(), 0);
    if (!encrypt || !decrypt || !block) {
        return failed;
    }
    return PayloadCipher(std::move(encrypt), std::move(decrypt), std::move(block));
}

bool PayloadCipher::seal(std::span<std::byte> packet,
                         std::size_t& length,
                         std::size_t head) noexcept {
    const auto rest = (length - head) % kBlock;
    const auto padding = rest == 0 ? 0 : kBlock - rest;
    if (head < kFixedHeader || length + padding > packet.size()) {
        return false;
    }
    if (padding != 0) {
        std::memset(&packet[length], static_cast<int>(padding), padding);
        length += padding;
        packet[0] |= kPaddingBit;
    }
    const auto iv = ivOf(packet);
    return length == head || run(encrypt_.get(), iv.data(), raw(&packet[head]), length - head);
}

bool PayloadCipher::open(std::span<std::byte> packet,
                         std::size_t& length,
                         std::size_t head) noexcept {
    if (head < kFixedHeader || length < head) {
        return false;
    }
    const auto payload = packet.subspan(head, length - head);
    const auto iv = ivOf(packet);
    if (payload.empty()) {
        return (packet[0] & kPaddingBit) == std::byte{};
    }
    if (payload.size() % kBlock == 0) {
        if (!run(decrypt_.get(), iv.data(), raw(payload.data()), payload.size())) {
            return false;
        }
    } else if (payload.size() < kBlock || !unsteal(payload, iv.data())) {
        return false;
    }
    if ((packet[0] & kPaddingBit) != std::byte{}) {
        // Only the last octet counts: there are endpoints that leave the others as they are.
        const auto padding = std::to_integer<std::size_t>(payload.back());
        if (padding == 0 || padding > payload.size()) {
            return false;
        }
        length -= padding;
        packet[0] &= ~kPaddingBit;
    }
    return true;
}

/// Ciphertext stealing: the last full block is E((P_n, zeros) xor X), what follows it the beginning
/// of X = E(P_n-1 xor C_n-2).
bool PayloadCipher::unsteal(std::span<std::byte> payload, const unsigned char* iv) noexcept {
    const auto tail = payload.size() % kBlock;
    const auto before = payload.size() - tail - kBlock;
    Block previous{};
    std::memcpy(previous.data(), before == 0 ? iv : raw(&payload[before - kBlock]), kBlock);
    Block mixed{};
    std::memcpy(mixed.data(), &payload[before], kBlock);
    if (!run(block_.get(), nullptr, mixed.data(), kBlock)) {
        return false;
    }
    Block stolen = mixed;
    std::memcpy(stolen.data(), &payload[before + kBlock], tail);
    for (std::size_t i = 0; i < tail; ++i) {
        payload[before + kBlock + i] = static_cast<std::byte>(mixed[i] ^ stolen[i]);
    }
    if (!run(block_.get(), nullptr, stolen.data(), kBlock)) {
        return false;
    }
    for (std::size_t i = 0; i < kBlock; ++i) {
        payload[before + i] = static_cast<std::byte>(stolen[i] ^ previous[i]);
    }
    return before == 0 || run(decrypt_.get(), iv, raw(payload.data()), before);
}

}  // namespace mcu::cbc
