// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "call/call.h"
#include "h323/asn1/value.h"
#include "h323/capability/cif.h"
#include "h323/capability/h264.h"
#include "h323/security/algorithm.h"

namespace mcu::h323::capability {

/// RTP payload formats of H.263 (mediaPacketization, rfc-number).
inline constexpr std::int64_t kRfc2190 = 2190;
inline constexpr std::int64_t kRfc2429 = 2429;
inline constexpr std::int64_t kRfc4629 = 4629;

/// Payload type of the telephone events we take (RFC 4733).
inline constexpr std::uint8_t kTelephoneEventPt = 101;

/// Media encryption two ends can do, strongest first; empty: none.
using Algorithms = std::vector<security::Algorithm>;

/// What a peer can receive, as far as we can send it.
struct PeerCapabilities {
    struct Audio {
        media::Codec codec = media::Codec::pcma;
        int framesPerPacket = 20;  ///< milliseconds for the codecs we have
        Algorithms encryption;     ///< what it can be received encrypted with
    };

    struct Video {
        media::CodecFormat format;  ///< H.264 without packetization mode; no payload type
        std::uint32_t kbps = 0;     ///< 0 unstated
        Algorithms encryption;
    };

    std::vector<Audio> audio;
    std::vector<Video> video;
    bool nonInterleaved = false;  ///< takes H.264 packetization mode 1
    bool rfc2429 = false;         ///< takes H.263 in the packets of RFC 2429 (now 4629)
    std::optional<std::uint8_t> telephoneEventPt;
    std::vector<std::string> others;  ///< what it can do and we cannot, for the log
};

/// Our set: a h245.TerminalCapabilitySet without sequence number. `video` false leaves video out.
/// Empty policy lists leave that kind out. `encryption`: what each medium can come encrypted with
/// too, or only, when policy requires encryption.
[[nodiscard]] Value ownSet(const call::MediaPolicy& policy,
                           bool video,
                           const Algorithms& encryption = {});
/// A set without a table: "stop sending".
[[nodiscard]] Value emptySet();

[[nodiscard]] PeerCapabilities readSet(const Value& set);

/// What we send: our first choice among what the peer takes.
struct Choice {
    media::CodecFormat format;
    std::uint32_t kbps = 0;  ///< most the peer takes; 0 unstated
    std::optional<security::Algorithm> encryption;
    bool operator==(const Choice&) const = default;
};

/// Encrypted when policy does not disable it and one of `encryption` is common to both; in the
/// clear only when policy does not require it.
[[nodiscard]] std::optional<Choice> choose(media::Kind kind,
                                           const PeerCapabilities& peer,
                                           const call::MediaPolicy& policy,
                                           const Algorithms& encryption = {});

/// Writes a h245.DataType (of OpenLogicalChannel) for a format.
void writeDataType(Value& dataType, const Choice& choice);

/// What an OpenLogicalChannel announces; nothing when it is no format we know. `parameters` is its
/// H2250LogicalChannelParameters.
struct Announced {
    media::CodecFormat format;
    std::uint32_t kbps = 0;
    std::optional<security::Algorithm> encryption;
};

[[nodiscard]] std::optional<Announced> readDataType(const Value& dataType, const Value& parameters);

/// The codec of pictures that a h245.ModeDescription asks for; nothing when it asks for none we
/// know.
[[nodiscard]] std::optional<media::Codec> videoModeIn(const Value& description);

/// Whether policy lets us receive it.
[[nodiscard]] bool acceptable(const media::CodecFormat& format, const call::MediaPolicy& policy);

}  // namespace mcu::h323::capability
