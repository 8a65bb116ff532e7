// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "conference/status.h"

namespace mcu::conference {

/// A chair's call of a site and its instants, as the conference keeps it (PL6-02).
struct Request {
    std::uint64_t number = 0;
    SiteId site;
    std::string actor;
    WallTime askedAt{};
    SteadyTime asked{};
    bool implicit = false;  ///< no `request` was given: it begins with the take
    bool confirmedByHand = false;
    bool cancelled = false;
    std::string reason;
    std::optional<SteadyTime> taken;
    std::optional<SteadyTime> picture;
    std::optional<SteadyTime> soundUp;
    std::optional<SteadyTime> soundDown;
    std::optional<SteadyTime> twoWay;
    int alarms = 0;  ///< 1 amber, 2 red, 3 breach were told

    [[nodiscard]] bool open() const { return !cancelled && !twoWay; }

    [[nodiscard]] std::string state() const {
        if (cancelled) {
            return "cancelled";
        }
        return twoWay ? "two-way-up" : taken ? "taken" : "open";
    }
};

/// The same for people and programs.
[[nodiscard]] RequestStatus statusOf(const Request& request,
                                     const ConferenceId& conference,
                                     SteadyTime now);

}  // namespace mcu::conference
