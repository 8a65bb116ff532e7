// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/aes_ctr.h"

namespace mcu::srtp {

namespace {

unsigned char* raw(std::byte* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

const unsigned char* raw(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

Result<AesCtr> AesCtr::create(ConstBytes key) {
    CipherContext context(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* cipher = key.size() == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr();
    if (!context || (key.size() != 16 && key.size() != 32) ||
        EVP_EncryptInit_ex(context.get(), cipher, nullptr, raw(key.data()), nullptr) != 1) {
        return Error(ErrorCode::internal, "AES counter mode cannot be set up");
    }
    return AesCtr(std::move(context));
}

bool AesCtr::apply(const Iv& iv, Bytes data) noexcept {
    if (data.empty()) {
        return true;
    }
    int written = 0;
    return EVP_EncryptInit_ex(context_.get(), nullptr, nullptr, nullptr, raw(iv.data())) == 1 &&
           EVP_EncryptUpdate(context_.get(),
                             raw(data.data()),
                             &written,
                             raw(data.data()),
                             static_cast<int>(data.size())) == 1;
}

}  // namespace mcu::srtp
