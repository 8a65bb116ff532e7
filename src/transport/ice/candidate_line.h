// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/net_address.h"

namespace mcu::ice {

enum class CandidateType : std::uint8_t { host, serverReflexive, peerReflexive, relayed };

/// A remote candidate as a=candidate gives it (RFC 8839 section 5.1), without "a=". UDP with a
/// numeric address only.
struct CandidateLine {
    std::string foundation;
    int component = 1;
    std::uint32_t priority = 0;
    NetAddress address;
    CandidateType type = CandidateType::host;

    /// Longest line looked at; a full one is about 150.
    static constexpr std::size_t kMaxLength = 512;

    /// Empty for what is malformed and for what is not used here: TCP, host names (mDNS),
    /// components other than 1 and 2, unknown types. Extension attributes are skipped.
    static std::optional<CandidateLine> parse(std::string_view line);
};

}  // namespace mcu::ice
