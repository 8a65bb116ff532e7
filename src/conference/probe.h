// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "call/peer.h"
#include "conference/command.h"
#include "media/agreed_media.h"

namespace mcu::conference {

/// Asks what a room can do: it is called, what it says and what is agreed are written down, and it
/// is hung up. A room whose call is up is not called: its call tells the same.
struct Probe {
    std::string target;                            ///< a site in words, or an address to call
    std::chrono::milliseconds callTimeout{20000};  ///< until it answers
};

/// A stream as it was agreed.
struct ProbedStream {
    media::Kind kind = media::Kind::audio;
    std::string codec;   ///< what we would send
    std::string detail;  ///< limits of it, in words
    media::Direction direction = media::Direction::inactive;
    std::uint32_t maxKbps = 0;  ///< 0: unstated
    std::string encryption;     ///< "AES_CM_128_HMAC_SHA1_80"; empty: in the clear
    bool keys = false;          ///< telephone events were agreed (RFC 4733)
    bool arrived = false;       ///< its packets came
    bool operator==(const ProbedStream&) const = default;
};

/// What a probe found. A value.
struct ProbeReport {
    std::string target;  ///< id of the site, or the address: what it is kept under
    SiteId site;         ///< empty: an address of no site
    std::string siteName;
    std::string address;      ///< that was called, or whose call told it
    ConferenceId conference;  ///< whose call told it; empty: it was called for this
    WallTime at{};
    std::string actor;
    bool connected = false;
    std::string cause;           ///< why not: as of a call that ended
    double connectSeconds = -1;  ///< from dialling to the answer; negative: not measured
    std::string protocol;        ///< "SIP", "H.323"; empty: nothing calls such an address
    call::PeerDescription peer;
    std::vector<ProbedStream> streams;
    bool operator==(const ProbeReport&) const = default;
};

}  // namespace mcu::conference
