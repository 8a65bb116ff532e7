// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/security/tokens.h"

#include <algorithm>
#include <array>

namespace mcu::h323::security {

namespace {

constexpr std::string_view kVersion3 = "0.0.8.235.0.3.24";
constexpr std::array kGroups = {DhGroup::dh1024, DhGroup::dh2048};
constexpr std::uint8_t kGenerator = 2;
constexpr std::size_t kMostTokens = 16;

std::span<const std::uint8_t> withoutLeadingZeros(std::span<const std::uint8_t> octets) {
    while (!octets.empty() && octets.front() == 0) {
        octets = octets.subspan(1);
    }
    return octets;
}

/// Prime and generator may be left out where the identifier tells them; if not they must be those.
bool isOf(DhGroup group, const Value& key) {
    const auto prime = withoutLeadingZeros(key.octets("modSize"));
    const auto generator = withoutLeadingZeros(key.octets("generator"));
    const auto own = primeOf(group);
    return (prime.empty() || std::equal(prime.begin(), prime.end(), own.begin(), own.end())) &&
           (generator.empty() || (generator.size() == 1 && generator[0] == kGenerator));
}

}  // namespace

void writeHalfKeys(Value& tokens, const std::vector<HalfKey>& halfKeys) {
    tokens.append().setOid("tokenOID", kVersion3);
    for (const auto& half : halfKeys) {
        auto& token = tokens.append();
        token.setOid("tokenOID", oidOf(half.group));
        auto& key = token.at("dhkey");
        key.set("halfkey", std::span(half.octets));
        if (half.group == DhGroup::dh1024) {
            // As long as the prime: there are endpoints that want it so.
            Octets generator(sizeOf(half.group));
            generator.back() = kGenerator;
            key.set("modSize", std::span<const std::uint8_t>(primeOf(half.group)));
            key.set("generator", std::span<const std::uint8_t>(generator));
        } else {
            key.set("modSize", std::span<const std::uint8_t>());
            key.set("generator", std::span<const std::uint8_t>());
        }
    }
}

std::vector<HalfKey> readHalfKeys(const Value* tokens) {
    std::vector<HalfKey> out;
    if (tokens == nullptr) {
        return out;
    }
    const auto count = std::min(tokens->children().size(), kMostTokens);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& token = tokens->children()[i];
        const auto* key = token.find("dhkey");
        const auto oid = token.oid("tokenOID");
        const auto group = std::find_if(
            kGroups.begin(), kGroups.end(), [&](DhGroup g) { return oidOf(g) == oid; });
        if (key == nullptr || group == kGroups.end() || !isOf(*group, *key)) {
            continue;
        }
        const auto octets = key->octets("halfkey");
        out.push_back({*group, Octets(octets.begin(), octets.end())});
    }
    return out;
}

}  // namespace mcu::h323::security
