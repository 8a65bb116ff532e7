// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/signing.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/check.h"
#include "h323/per/per.h"
#include "h323/ras/fields.h"

namespace mcu::h323::ras {

namespace {

constexpr const char* kWholeMessage = "0.0.8.235.0.2.1";  // "A" of H.235.1
constexpr const char* kClearToken = "0.0.8.235.0.2.5";    // "T"

std::int64_t secondsOf(WallTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Octets digest(const EVP_MD* kind, std::span<const std::uint8_t> octets) {
    Octets hash(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    if (EVP_Digest(octets.data(), octets.size(), hash.data(), &length, kind, nullptr) != 1) {
        return {};
    }
    hash.resize(length);
    return hash;
}

std::array<std::uint8_t, kHmacOctets> placeholder() {
    std::array<std::uint8_t, kHmacOctets> octets{};
    MCU_CHECK(RAND_bytes(octets.data(), static_cast<int>(octets.size())) == 1);
    return octets;
}

/// H.235.1 clause 8.1: the token goes in with something in the hash's place, the message is
/// encoded, zeros are put there, and the hash of that takes their place.
Result<Octets> withHmac(Value& message, Value& body, const Signer& signer, WallTime now) {
    const auto mark = placeholder();
    Value& token = body.append("cryptoTokens").at("nestedcryptoToken.cryptoHashedToken");
    token.setOid("tokenOID", kWholeMessage);
    token.setOid("hashedVals.tokenOID", kClearToken);
    token.set("hashedVals.timeStamp", secondsOf(now));
    token.set("hashedVals.random", std::int64_t{randomNumber() >> 1U});
    if (!signer.general.empty()) {
        token.setText("hashedVals.generalID", signer.general);
    }
    token.setText("hashedVals.sendersID", signer.sender);
    token.setOid("token.algorithmOID", kOidHmacSha1);
    token.at("token.paramS");
    token.set("token.hash", mark);
    auto octets = encodePer(message);
    if (!octets) {
        return octets;
    }
    const auto at = std::search(octets->begin(), octets->end(), mark.begin(), mark.end());
    MCU_CHECK(at != octets->end());
    std::fill_n(at, kHmacOctets, std::uint8_t{0});
    const auto hash = hmacOf(*octets, signer.password);
    if (hash.size() != kHmacOctets) {
        return Error(ErrorCode::internal, "HMAC-SHA1 is not to be had from the library");
    }
    std::copy(hash.begin(), hash.end(), at);
    return octets;
}

Result<Octets> withMd5(Value& message, Value& body, const Signer& signer, WallTime now) {
    const auto hash = md5Of(signer.sender, signer.password, secondsOf(now), true);
    if (hash.empty()) {
        return Error(ErrorCode::internal, "MD5 is not to be had from the library");
    }
    Value& token = body.append("cryptoTokens").at("cryptoEPPwdHash");
    putName(token.at("alias"), signer.sender);
    token.set("timeStamp", secondsOf(now));
    token.setOid("token.algorithmOID", kOidMd5);
    token.at("token.paramS");
    token.set("token.hash", hash);
    return encodePer(message);
}

}  // namespace

std::uint32_t randomNumber() {
    std::uint32_t number = 0;
    MCU_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1);
    return number;
}

Octets hmacOf(std::span<const std::uint8_t> message, const Secret<std::string>& password) {
    const auto& text = password.reveal();
    const auto key =
        digest(EVP_sha1(), {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    Octets hash(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    if (key.empty() || HMAC(EVP_sha1(),
                            key.data(),
                            static_cast<int>(key.size()),
                            message.data(),
                            message.size(),
                            hash.data(),
                            &length) == nullptr) {
        return {};
    }
    hash.resize(kHmacOctets);
    return hash;
}

Octets md5Of(const std::string& name,
             const Secret<std::string>& password,
             std::int64_t timeStamp,
             bool nul) {
    const std::string end(nul ? 1 : 0, '\0');
    Value token = Value::of("h235.ClearToken");
    token.setOid("tokenOID", "0.0");
    token.set("timeStamp", timeStamp);
    token.setText("password", password.reveal() + end);
    token.setText("generalID", name + end);
    const auto octets = encodePer(token);
    return octets ? digest(EVP_md5(), *octets) : Octets();
}

Result<Octets> encodeSigned(Value& message, Value& body, const Signer& signer, WallTime now) {
    switch (signer.scheme) {
        case PasswordScheme::none:
            break;
        case PasswordScheme::md5:
            return withMd5(message, body, signer, now);
        case PasswordScheme::hmacSha1:
            return withHmac(message, body, signer, now);
    }
    return encodePer(message);
}

}  // namespace mcu::h323::ras
