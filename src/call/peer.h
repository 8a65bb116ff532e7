// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mcu::call {

/// One thing a far end can do, in the terms of its own standard.
struct Ability {
    enum class Kind : std::uint8_t { audio, video, data, userInput, control };
    Kind kind = Kind::audio;
    std::string name;    ///< "G722", "H264", "H.239"
    std::string detail;  ///< limits: "profile 66, level 3.1, 1920 kbit/s"; may be empty
    /// What it can be had encrypted with: "AES_CM_128_HMAC_SHA1_80", "AES_CBC_128"; empty: nothing.
    std::vector<std::string> encryption;
    bool operator==(const Ability&) const = default;
};

/// "audio", "video", "data", "user-input", "control".
[[nodiscard]] std::string_view nameOf(Ability::Kind kind);

/// What the far end of a call says of itself, as far as it has said it; bounded however much that
/// is. A value.
struct PeerDescription {
    std::string product;  ///< product and version, as it says
    std::string vendor;   ///< "Cisco (181/0/18)"; empty: unsaid, or the protocol has none
    std::vector<Ability> abilities;
    std::vector<std::string> quirks;  ///< what we do otherwise with it, and why
    bool operator==(const PeerDescription&) const = default;
};

}  // namespace mcu::call
