// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mcu::sip::sdp {

/// One "a=name:value" line; the value is empty for a flag.
struct Attribute {
    std::string name;
    std::string value;
};

using Attributes = std::vector<Attribute>;

/// The value of the first attribute of that name, or null.
[[nodiscard]] const std::string* find(const Attributes& attributes, std::string_view name);
[[nodiscard]] bool has(const Attributes& attributes, std::string_view name);

/// "b=": kbit/s as in AS, bit/s as in TIAS.
struct Bandwidth {
    std::optional<std::uint32_t> asKbps;
    std::optional<std::uint32_t> tiasBps;
    /// The stricter of the two in kbit/s; 0 when unstated.
    [[nodiscard]] std::uint32_t kbps() const;
};

/// An "m=" section.
struct MediaSection {
    std::string type;  ///< "audio", "video", "application"
    std::uint16_t port = 0;
    std::string protocol;  ///< "RTP/AVP", "UDP/TLS/RTP/SAVPF"
    std::vector<std::string> formats;
    std::string connection;  ///< address of its own c=, empty: the session's
    Bandwidth bandwidth;
    Attributes attributes;
};

/// A session description (RFC 4566) as plain values.
struct SessionDescription {
    std::string originAddress;
    std::uint64_t sessionId = 0;
    std::uint64_t version = 0;
    std::string connection;
    Bandwidth bandwidth;
    Attributes attributes;
    std::vector<MediaSection> media;
};

inline constexpr std::size_t kMaxSdpBytes = 65536;
inline constexpr std::size_t kMaxLines = 2000;
inline constexpr std::size_t kMaxSections = 32;
inline constexpr std::size_t kMaxFormats = 64;
inline constexpr std::size_t kMaxAttributes = 512;

/// Reads a description of an untrusted peer. Lenient in what real rooms get wrong (bare LF, missing
/// s= or t=, unknown lines, blanks at line ends); refuses what has no meaning or passes the limits
/// above.
Result<SessionDescription> parse(std::string_view text);

/// Writes a description, lines ended by CRLF.
std::string build(const SessionDescription& description);

}  // namespace mcu::sip::sdp
