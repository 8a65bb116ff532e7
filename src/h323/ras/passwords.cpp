// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/passwords.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "h323/ras/fields.h"
#include "h323/ras/signing.h"

namespace mcu::h323::ras {

namespace {

/// H.235 counts its versions in the sixth arc: 0.0.8.235.0.V.n.
bool isH235(const std::string& oid, std::string_view last) {
    constexpr std::string_view kPrefix = "0.0.8.235.0.";
    return oid.size() == kPrefix.size() + 1 + last.size() && oid.starts_with(kPrefix) &&
           oid.ends_with(last);
}

std::string withoutNul(std::string text) {
    while (!text.empty() && text.back() == '\0') {
        text.pop_back();
    }
    return text;
}

std::optional<PasswordToken> hmacToken(const Value& nested) {
    if (nested.chosen() != "cryptoHashedToken") {
        return {};
    }
    const Value& hashed = *nested.find("cryptoHashedToken");
    const auto bits = hashed.octets("token.hash");
    if (!isH235(hashed.oid("tokenOID"), ".1") || !isH235(hashed.oid("hashedVals.tokenOID"), ".5") ||
        !isH235(hashed.oid("token.algorithmOID"), ".6") || bits.size() != kHmacOctets) {
        return {};
    }
    PasswordToken token;
    token.scheme = PasswordScheme::hmacSha1;
    token.sender = withoutNul(hashed.text("hashedVals.sendersID"));
    token.general = withoutNul(hashed.text("hashedVals.generalID"));
    token.timeStamp = hashed.number("hashedVals.timeStamp").value_or(0);
    token.random = hashed.number("hashedVals.random").value_or(0);
    token.hash.assign(bits.begin(), bits.end());
    return token;
}

std::optional<PasswordToken> md5Token(const Value& hashed) {
    const auto bits = hashed.octets("token.hash");
    if (hashed.oid("token.algorithmOID") != kOidMd5 || bits.size() != kMd5Octets) {
        return {};
    }
    PasswordToken token;
    token.scheme = PasswordScheme::md5;
    token.sender = nameOf(*hashed.find("alias"));
    token.timeStamp = hashed.number("timeStamp").value_or(0);
    token.hash.assign(bits.begin(), bits.end());
    return token;
}

bool same(const Octets& one, const Octets& other) {
    return one.size() == other.size() && !one.empty() &&
           CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

/// The hash stands somewhere in the message, on an octet boundary; with zeros in its place the
/// message gives it. It might stand there twice by chance, so a few places are tried.
bool provesHmac(const PasswordToken& token,
                const Secret<std::string>& password,
                std::span<const std::uint8_t> message) {
    constexpr int kMostPlaces = 4;
    Octets copy(message.begin(), message.end());
    auto from = copy.begin();
    for (int place = 0; place < kMostPlaces; ++place) {
        const auto at = std::search(from, copy.end(), token.hash.begin(), token.hash.end());
        if (at == copy.end()) {
            return false;
        }
        std::fill_n(at, kHmacOctets, std::uint8_t{0});
        if (same(hmacOf(copy, password), token.hash)) {
            return true;
        }
        std::copy(token.hash.begin(), token.hash.end(), at);
        from = at + 1;
    }
    return false;
}

}  // namespace

std::optional<PasswordToken> findToken(const Value& body) {
    std::optional<PasswordToken> best;
    const Value* list =
        body.type().indexOf("cryptoTokens") < 0 ? nullptr : body.find("cryptoTokens");
    if (list == nullptr) {
        return best;
    }
    for (const auto& each : list->children()) {
        if (each.chosen() == "nestedcryptoToken") {
            if (auto token = hmacToken(*each.find("nestedcryptoToken"))) {
                return token;
            }
        } else if (each.chosen() == "cryptoEPPwdHash" && !best) {
            best = md5Token(*each.find("cryptoEPPwdHash"));
        }
    }
    return best;
}

bool provesPassword(const PasswordToken& token,
                    const Secret<std::string>& password,
                    std::span<const std::uint8_t> message) {
    if (token.scheme == PasswordScheme::hmacSha1) {
        return provesHmac(token, password, message);
    }
    // With the trailing NUL nearly everybody hashes (decision 0201), and without.
    return same(md5Of(token.sender, password, token.timeStamp, true), token.hash) ||
           same(md5Of(token.sender, password, token.timeStamp, false), token.hash);
}

TokenVerdict TokenCheck::check(const PasswordToken& token,
                               const Secret<std::string>& password,
                               std::span<const std::uint8_t> message,
                               WallTime now) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto tolerance = tolerance_.count();
    // The password first: whoever does not have it learns nothing of our clock.
    if (!provesPassword(token, password, message)) {
        return TokenVerdict::wrongPassword;
    }
    if (token.timeStamp < seconds - tolerance || token.timeStamp > seconds + tolerance) {
        return TokenVerdict::wrongTime;
    }
    while (!seen_.empty() &&
           (seen_.begin()->first < seconds - tolerance || seenCount_ >= kMostSeen)) {
        seenCount_ -= seen_.begin()->second.size();
        seen_.erase(seen_.begin());
    }
    // An MD5 token covers no more than its second, so that those of one second are all alike.
    if (token.scheme == PasswordScheme::hmacSha1) {
        if (!seen_[token.timeStamp]
                 .insert(std::string(token.hash.begin(), token.hash.end()))
                 .second) {
            return TokenVerdict::replayed;
        }
        ++seenCount_;
    }
    return TokenVerdict::good;
}

}  // namespace mcu::h323::ras
