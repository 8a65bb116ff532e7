// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"
#include "mcu/incident.pb.h"

namespace mcu::cli {

/// "connection lost" for "drop".
[[nodiscard]] std::string incidentKindText(const std::string& kind);
/// What was seen, in words: "media-timeout", "loss 4.2 %".
[[nodiscard]] std::string incidentCauseText(const v1::IncidentView& incident,
                                            const Globals& globals);
/// How long it lasted, or has lasted at `nowMicroseconds`: "9 s", "3 h 04 min".
[[nodiscard]] std::string incidentAgeText(const v1::IncidentView& incident,
                                          std::int64_t nowMicroseconds);

/// A line each, newest first.
[[nodiscard]] std::string renderIncidents(const v1::IncidentList& list,
                                          const Globals& globals,
                                          std::int64_t nowMicroseconds);
/// Everything about one.
[[nodiscard]] std::string renderIncident(const v1::IncidentView& incident,
                                         const Globals& globals,
                                         std::int64_t nowMicroseconds);
/// Measures and grades, the worst first.
[[nodiscard]] std::string renderQuality(const v1::QualityList& list, const Globals& globals);

}  // namespace mcu::cli
