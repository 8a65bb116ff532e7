// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "cascade/impl/rate_limit.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// What fields may hold, in bytes or in number.
namespace limit {
inline constexpr std::size_t kId = 128;
inline constexpr std::size_t kName = 256;
inline constexpr std::size_t kWord = 128;
inline constexpr std::size_t kText = 1024;
inline constexpr std::size_t kSpoken = 2000;  ///< a line of talkback
inline constexpr std::size_t kAliases = 16;
inline constexpr std::size_t kFeatures = 64;
inline constexpr std::size_t kMcus = 256;
inline constexpr std::size_t kDepth = 16;
inline constexpr std::size_t kTrunks = 4;
inline constexpr std::size_t kPageSites = 100;
inline constexpr std::size_t kPages = 200;
inline constexpr std::size_t kDeltaSites = 500;
inline constexpr std::size_t kPanes = 64;
inline constexpr std::size_t kRequests = 256;
inline constexpr std::size_t kEntries = 200;
inline constexpr std::size_t kFields = 32;
inline constexpr std::size_t kIncidents = 100;        ///< in a message
inline constexpr std::size_t kIncidentEntries = 400;  ///< of an incident
inline constexpr std::size_t kCheckResults = 100;     ///< in a message
inline constexpr std::size_t kCheckFields = 64;
inline constexpr std::size_t kCues = 1000;  ///< of a script
inline constexpr std::size_t kPartBytes = 256U << 10U;
inline constexpr std::size_t kPlanParts = 40;        ///< plan and sites, 4 MiB each
inline constexpr std::size_t kAnswers = 100;         ///< in a message
inline constexpr std::size_t kVersions = 1'000'000;  ///< of a plan
inline constexpr std::size_t kRedials = 1'000'000;
inline constexpr std::size_t kDeadlineMs = 600'000;
}  // namespace limit

/// Whether a message of a slave keeps the limits; `protocol` errors name what does not. An empty
/// message is one of a newer minor version and keeps them. Never asserts: any bytes may come.
[[nodiscard]] Status validate(const hnth::cascade::v1::FromSlave& message);
[[nodiscard]] Status validate(const hnth::cascade::v1::FromMaster& message);

/// How often messages of that kind may come.
[[nodiscard]] Rate rateOf(hnth::cascade::v1::FromSlave::BodyCase kind);
[[nodiscard]] Rate rateOf(hnth::cascade::v1::FromMaster::BodyCase kind);

/// UTF-8 without control characters.
[[nodiscard]] bool wellFormed(std::string_view text);

}  // namespace mcu::cascade
