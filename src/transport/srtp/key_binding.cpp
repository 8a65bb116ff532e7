// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/key_binding.h"

#include <memory>

#include <openssl/evp.h>
#include <openssl/kdf.h>

namespace mcu::srtp {

namespace {

/// HKDF-SHA-256 of one master key and salt, as long as it was. Empty when OpenSSL refuses.
media::SrtpKey derive(const media::SrtpKey& key,
                      const std::string& secret,
                      const std::string& info) {
    std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> hkdf(
        EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), &EVP_PKEY_CTX_free);
    const auto octets = [](const auto& text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    const auto& input = key.reveal();
    std::vector<std::byte> out(input.size());
    std::size_t length = out.size();
    const bool done =
        hkdf && EVP_PKEY_derive_init(hkdf.get()) > 0 &&
        EVP_PKEY_CTX_set_hkdf_md(hkdf.get(), EVP_sha256()) > 0 &&
        EVP_PKEY_CTX_set1_hkdf_salt(hkdf.get(), octets(secret), static_cast<int>(secret.size())) >
            0 &&
        EVP_PKEY_CTX_set1_hkdf_key(hkdf.get(), octets(input), static_cast<int>(input.size())) > 0 &&
        EVP_PKEY_CTX_add1_hkdf_info(hkdf.get(), octets(info), static_cast<int>(info.size())) > 0 &&
        EVP_PKEY_derive(hkdf.get(), reinterpret_cast<unsigned char*>(out.data()), &length) > 0;
    return done && length == out.size() ? media::SrtpKey(std::move(out)) : media::SrtpKey();
}

}  // namespace

Result<media::SdesKeys> bindKeys(const media::SdesKeys& keys) {
    const auto& secret = keys.boundTo.reveal();
    if (secret.empty()) {
        return keys;
    }
    const std::string info = "HNTH-MCU trunk " + std::string(nameOf(keys.suite));
    media::SdesKeys bound{
        keys.suite, derive(keys.local, secret, info), derive(keys.remote, secret, info), {}};
    if (bound.local.reveal().empty() || bound.remote.reveal().empty()) {
        return Error(ErrorCode::internal, "SRTP keys could not be bound to the trunk's secret");
    }
    return bound;
}

}  // namespace mcu::srtp
