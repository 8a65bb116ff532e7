// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "call/call.h"
#include "media/codec.h"
#include "sip/sdp/session_description.h"

namespace mcu::sip::sdp {

/// The codecs of a section that we know, in the peer's order, with the peer's payload types and
/// limits. Static payload types need no rtpmap (RFC 3551 section 6).
std::vector<media::CodecFormat> parseFormats(const MediaSection& section);

/// What we offer for a kind, in the policy's order: H.264 twice, packetization mode 1 and 0.
/// telephone-event last.
std::vector<media::CodecFormat> offeredFormats(media::Kind kind, const call::MediaPolicy& policy);

/// What is chosen of an offer: one codec, and telephone-event of the same clock if offered.
struct ChosenFormats {
    media::CodecFormat send;                  ///< the peer's number and limits
    std::vector<media::CodecFormat> receive;  ///< the same numbers with our limits
    std::optional<std::uint8_t> telephoneEvent;
    std::uint32_t telephoneEventClock = 8000;
};

std::optional<ChosenFormats> chooseFormats(media::Kind kind,
                                           const MediaSection& offer,
                                           const call::MediaPolicy& policy);

/// What an answer made of our offer: sends with the answer's numbers, receives with those of the
/// offer.
std::optional<ChosenFormats> matchAnswer(const MediaSection& answer,
                                         const std::vector<media::CodecFormat>& offered);

/// Adds formats, a=rtpmap and a=fmtp lines of what we receive.
void writeFormats(const std::vector<media::CodecFormat>& receive,
                  std::optional<std::uint8_t> telephoneEvent,
                  std::uint32_t telephoneEventClock,
                  MediaSection& section);

inline constexpr std::uint8_t kTelephoneEvent = 101;  ///< our number for it in offers

}  // namespace mcu::sip::sdp
