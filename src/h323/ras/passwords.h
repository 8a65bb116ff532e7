// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/secret.h"
#include "h323/asn1/value.h"

namespace mcu::h323::ras {

/// How a password is shown without being sent.
enum class PasswordScheme : std::uint8_t {
    none,
    md5,       ///< cryptoEPPwdHash: MD5 over a ClearToken with name, password, time
    hmacSha1,  ///< H.235.1 procedure I: HMAC-SHA1-96 over the whole message
};

constexpr std::string_view kOidMd5 = "1.2.840.113549.2.5";
constexpr std::string_view kOidHmacSha1 = "0.0.8.235.0.2.6";

/// A password token of a message. The values are a peer's.
struct PasswordToken {
    PasswordScheme scheme = PasswordScheme::none;
    std::string sender;   ///< whose password it is
    std::string general;  ///< for whom it is
    std::int64_t timeStamp = 0;
    std::int64_t random = 0;
    Octets hash;
};

/// The strongest token of a kind we know in the body of a RAS message. Others are passed over: some
/// endpoints carry tokens of methods of their own.
[[nodiscard]] std::optional<PasswordToken> findToken(const Value& body);

/// Whether the token was made from this password, for the message whose octets are given.
[[nodiscard]] bool provesPassword(const PasswordToken& token,
                                  const Secret<std::string>& password,
                                  std::span<const std::uint8_t> message);

enum class TokenVerdict : std::uint8_t { good, wrongPassword, wrongTime, replayed };

/// Checks tokens and remembers those of the last minutes, so that a recorded message is not taken
/// twice. Bounded. One thread.
class TokenCheck {
public:
    explicit TokenCheck(std::chrono::seconds tolerance) : tolerance_(tolerance) {}

    TokenVerdict check(const PasswordToken& token,
                       const Secret<std::string>& password,
                       std::span<const std::uint8_t> message,
                       WallTime now);

private:
    static constexpr std::size_t kMostSeen = 20000;
    std::chrono::seconds tolerance_;
    std::map<std::int64_t, std::set<std::string>> seen_;  ///< time stamp -> hashes
    std::size_t seenCount_ = 0;
};

}  // namespace mcu::h323::ras
