// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "call/call.h"
#include "media/agreed_media.h"
#include "sip/sdp/crypto_attribute.h"
#include "sip/sdp/session_description.h"

namespace mcu::sip::sdp {

/// What a session remembers of one m= line between exchanges, so that a later one keeps its place,
/// payload types and keys (RFC 3264 section 8).
struct Line {
    std::optional<std::size_t> stream;  ///< index into LocalMedia::streams; none: refused
    std::string type;
    std::string protocol;
    std::vector<std::string> formats;         ///< as written, for a refused line
    std::vector<media::CodecFormat> receive;  ///< by our payload types
    std::optional<std::uint8_t> telephoneEvent;
    std::uint32_t telephoneEventClock = 8000;
    std::vector<CryptoAttribute> crypto;  ///< our keys: all offered, or the one agreed
    std::optional<media::DtlsPeer> dtls;  ///< the peer, once agreed
    bool offersDtls = false;
    bool encrypted = false;  ///< the last exchange left the line encrypted
    std::string mid;
};

/// The offer/answer state of one call. A value: an exchange that fails leaves the old one valid.
struct Session {
    std::uint64_t id = 0;
    std::uint64_t version = 0;
    std::vector<Line> lines;
    bool hold = false;  ///< we hold the far end
};

struct Offer {
    std::string text;
    Session session;
};

struct Answer {
    std::string text;
    media::AgreedMedia agreed;
    Session session;
};

struct Accepted {
    media::AgreedMedia agreed;
    Session session;
};

// Error ids of the functions below: "sip.bad-sdp", "sip.no-common-codec",
// "sip.encryption-required".

/// An offer: fresh with an empty session, else in the order and with the payload types and keys of
/// `previous`. Required encryption offers secured profiles alone; preferred offers RTP/AVP with
/// keys that a peer may leave out.
Offer makeOffer(const media::LocalMedia& local,
                const call::MediaPolicy& policy,
                const Session& previous = {},
                bool hold = false);

/// Answers an offer of an untrusted peer (RFC 3264 section 6): each m= line in its place, those we
/// do not take with port 0, one codec a line with the peer's payload type. Fails when no line is
/// left.
Result<Answer> answerOffer(std::string_view offer,
                           const media::LocalMedia& local,
                           const call::MediaPolicy& policy,
                           const Session& previous = {});

/// Takes the answer to an offer of ours (`offered` as makeOffer returned it).
Result<Accepted> acceptAnswer(std::string_view answer,
                              const media::LocalMedia& local,
                              const call::MediaPolicy& policy,
                              const Session& offered);

/// What an offer holds, to show an incoming call before it is answered. All false when it cannot be
/// read.
struct OfferSummary {
    bool readable = false;
    bool audio = false;
    bool video = false;
    bool ice = false;
    bool encryption = false;
};

OfferSummary summarize(std::string_view offer);

}  // namespace mcu::sip::sdp
