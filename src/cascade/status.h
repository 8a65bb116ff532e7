// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "cascade/command.h"
#include "cascade/sessions.h"
#include "conference/cascade_host.h"
#include "conference/trunk.h"

namespace mcu::cascade {

enum class LinkState : std::uint8_t {
    down,         ///< by order, or not yet asked for
    connecting,   ///< being dialled, or a slave that has not called yet
    refused,      ///< told why: certificate, version, loop, depth
    up,           ///< control channel and all trunks
    degraded,     ///< control channel up, a trunk down or lossy
    controlLost,  ///< media go on, the last selection holds
};
[[nodiscard]] std::string_view nameOf(LinkState state);

/// How a program of a version calls itself to others: "hnth-mcu 0.1.0".
[[nodiscard]] inline std::string programName(const std::string& version) {
    return "hnth-mcu " + version;
}

/// A link to another MCU, as of now. Values: safe to hand to other threads.
struct LinkStatus {
    McuId mcu;
    std::string name;
    bool toMaster = false;  ///< the peer is above us
    ConferenceId conference;
    LinkState state = LinkState::down;
    std::string cause;  ///< why it is not up
    double sinceSeconds = 0;
    std::string address;
    std::string program;       ///< name and version of the peer
    std::string differences;   ///< what its protocol version lacks or has more; empty: same
    double roundTripMs = -1;   ///< of the control channel
    double clockOffsetMs = 0;  ///< the peer's clock minus ours
    int depth = 1;             ///< tiers from here to the end, along this link
    Policy policy = Policy::automatic;  ///< the slave's
    bool held = false;
    std::string holdReason;
    std::uint64_t rosterVersion = 0;
    int sites = 0;
    int sitesReady = 0;
    std::string certificateId;   ///< of the peer
    double certificateDays = 0;  ///< left
    std::vector<conference::TrunkStatus> trunks;
};

/// An order, at both ends: `select x.03985 on up-link 0`.
struct OrderStatus {
    std::uint64_t id = 0;
    McuId mcu;  ///< the other end
    SiteId site;
    std::string siteName;
    int trunk = 0;
    std::string use;    ///< "take", "pane", "precue", "release"
    std::string state;  ///< "sent", "accepted", "waiting", "refused", "done", "expired"
    std::string reason;
    double ageSeconds = 0;
    bool escalated = false;
};

/// A line of talkback.
struct Message {
    std::uint64_t id = 0;
    McuId from;
    McuId to;  ///< empty: all
    std::string author;
    std::string text;
    bool cue = false;
    WallTime at{};
    std::string acknowledgedBy;  ///< empty: not yet
};

struct CascadeStatus {
    McuId mcu;         ///< ourselves
    std::string role;  ///< "master", "slave", "middle", "alone"
    Policy policy = Policy::automatic;
    bool held = false;
    std::string holdReason;
    int maxDepth = 1;
    std::vector<LinkStatus> links;
    std::vector<OrderStatus> orders;                 ///< open ones, oldest first
    std::vector<Message> messages;                   ///< the last 50
    conference::ProgrammeState programme;            ///< slave: what the master shows
    std::vector<conference::RequestState> requests;  ///< slave: chair's calls of our sites
    std::vector<SessionNews> sessions;  ///< slave: of the master, as last told; none that has ended
};

}  // namespace mcu::cascade
