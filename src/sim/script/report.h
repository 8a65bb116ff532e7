// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "media/transport.h"
#include "sim/room/crowd.h"

namespace mcu::sim {

/// A moment as scripts compare it: "ns" of the machine's monotonic clock and "wall_ms" since 1970.
[[nodiscard]] nlohmann::json timeJson(SteadyTime at);
/// Which room of the run a tone is from; else the lowest number that sends it.
[[nodiscard]] int roomOfTone(const Crowd& crowd, int tone);
/// What a room has become, sees and hears, with its figures.
[[nodiscard]] nlohmann::json roomJson(const Crowd& crowd,
                                      const Room& room,
                                      const media::SessionStats* stats);
[[nodiscard]] nlohmann::json reportJson(const Crowd& crowd,
                                        const std::vector<media::SessionStats>& stats,
                                        const media::TransportTotals& totals);
[[nodiscard]] nlohmann::json changesJson(const Crowd& crowd, const Room& room);
/// The same for people: a line a room.
[[nodiscard]] std::string reportTable(const nlohmann::json& report);

}  // namespace mcu::sim
