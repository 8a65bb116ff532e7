// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "mcu/control.pb.h"

namespace mcu::cli {

/// How urgently an operator should look at a site: the order of the status page.
enum class Rank : int {
    lost,   ///< call up, media gone
    clear,  ///< not encrypted where the conference demands it
    failed,
    waiting,  ///< for a redial
    lossy,    ///< more than 1 % of the packets lost, either way
    held,
    underWay,  ///< dialling, ringing, connecting
    onAir,
    chair,
    speaking,
    connected,
    absent,
};

[[nodiscard]] inline bool isProblem(Rank rank) {
    return rank <= Rank::lossy;
}

/// A site of a conference and why it stands where it stands.
struct RankedSite {
    const hnth::mcu::v1::SiteStatus* site = nullptr;
    const hnth::mcu::v1::ConferenceStatus* conference = nullptr;
    Rank rank = Rank::absent;
    double worstLoss = 0;  ///< percent
};

/// All rooms of all conferences, the most urgent first, else as the server lists them. Calls to
/// other MCUs are no rooms.
[[nodiscard]] std::vector<RankedSite> rankedSites(const hnth::mcu::v1::ServerStatus& status);

/// How many sites of a conference are in which state.
struct SiteCounts {
    int total = 0;
    int connected = 0;
    int absent = 0;
    int lost = 0;
    int underWay = 0;
    int waiting = 0;
    int failed = 0;
    int lossy = 0;
};

[[nodiscard]] SiteCounts countsOf(const hnth::mcu::v1::ConferenceStatus& conference);

}  // namespace mcu::cli
