// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "h323/asn1/value.h"

namespace mcu::h323 {

/// A message an oracle read: its octets as the oracle writes them and what it read in them.
struct Vector {
    Octets octets;
    std::uint32_t textHash = 0;  ///< of the oracle's canonical text, FNV-1a
};

/// All vectors of one alternative of a top-level message.
struct VectorSet {
    std::string type;         ///< "h225.RasMessage"
    std::string alternative;  ///< "gatekeeperRequest"
    std::vector<Vector> vectors;
};

inline std::uint32_t hashOf(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
}

/// Of a top-level type all that can be made, by the path to its last CHOICE: "request.requestMode".
std::vector<std::string> alternativesOf(std::string_view type);
/// The top-level types.
constexpr std::string_view kTopLevel[] = {
    "h225.H323-UserInformation", "h225.RasMessage", "h245.MultimediaSystemControlMessage"};

/// File of a set: per vector two octets of length, the message, four octets of the hash.
bool writeVectors(const std::string& file, const std::vector<Vector>& vectors);
std::vector<Vector> readVectors(const std::string& file);

}  // namespace mcu::h323
