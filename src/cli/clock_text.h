// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cli/session.h"

namespace mcu::cli {

// The 30 s of the chair's call (QĐ333, step 6) as both technicians see them.

/// Amber from 10 s, red from 20 s; before: good.
[[nodiscard]] Shade clockShade(double seconds);

/// "12.4 s", over 30 s "34.0 s OVER 30 s", in its shade.
[[nodiscard]] std::string clockText(double seconds, const Globals& globals);

/// When a called site was connected both ways.
struct TwoWay {
    double sinceRequest = -1;  ///< seconds
    double sinceTake = -1;
};

/// Of an event take.two-way-up; nothing when its fields do not say it.
[[nodiscard]] std::optional<TwoWay> twoWayOf(const v1::Event& event);
[[nodiscard]] TwoWay twoWayOf(const v1::Request& request);

/// "TWO-WAY UP 2.80 s after the request, 0.61 s after the take: WITHIN 30 s", in its shade.
[[nodiscard]] std::string twoWayText(const TwoWay& instants, const Globals& globals);

/// Newest request of a site that is still open, else its newest; null: none.
[[nodiscard]] const v1::Request* requestOf(const v1::RequestList& requests,
                                           const std::string& site);
[[nodiscard]] bool isOpen(const v1::Request& request);

/// A request's state in words: "waiting for the technician", "taken" ...
[[nodiscard]] std::string requestStateText(const std::string& state);

}  // namespace mcu::cli
