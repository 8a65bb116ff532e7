// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip {

/// The parameters of an Authorization header, unquoted, names in lower case.
using DigestParameters = std::map<std::string, std::string>;

/// From the parameters as they stand in the header ('username="a"', 'qop=auth').
DigestParameters parseDigest(const std::vector<std::string>& parameters);

/// RFC 2617 section 3.2.2.1 with MD5, the one algorithm all rooms know.
std::string digestResponse(const DigestParameters& given,
                           const std::string& password,
                           const std::string& method);

/// Challenges and checks digest credentials (RFC 3261 section 22). A nonce carries its time and a
/// MAC under a key of this run, so that challenges cost no memory; only nonces that were once used
/// rightly are remembered, with the highest nc, against replay. Owned by the Stack; thread: sip.
class DigestGate {
public:
    explicit DigestGate(std::string realm);

    enum class Verdict { accepted, challenge, stale, forbidden };

    /// `now` decides whether the nonce is too old (5 minutes).
    Verdict check(const DigestParameters& given,
                  const std::string& method,
                  const Credentials& credentials,
                  SteadyTime now);
    /// The value of a WWW-Authenticate header.
    std::string challenge(SteadyTime now, bool stale) const;

private:
    [[nodiscard]] std::string nonceFor(const std::string& stamp) const;
    [[nodiscard]] bool genuine(const std::string& nonce) const;
    [[nodiscard]] bool expired(const std::string& nonce, SteadyTime now) const;
    bool fresh(const std::string& nonce, std::uint64_t count, SteadyTime now);

    struct Used {
        std::uint64_t count = 0;
        SteadyTime at{};
    };

    std::string realm_;
    std::string key_;
    std::map<std::string, Used> used_;
};

}  // namespace mcu::sip
