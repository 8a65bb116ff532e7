// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "session/levels.h"
#include "session/plan.h"
#include "session/registry.h"

namespace mcu::session {

inline constexpr std::size_t kMostPlanBytes = 4U << 20;
inline constexpr const char* kPlanSchema = "hnth-plan/1";

/// What a plan is read against.
struct PlanContext {
    const Levels& levels;
    /// Fills in what the plan does not say of a site; null: the plan says everything.
    const Registry* registry = nullptr;
    /// Names of layouts a cue may use; empty: not checked.
    std::vector<std::string> layouts;
    /// Read again what was taken before, with its own sites as the register: what stands outside
    /// them is not looked for.
    bool restored = false;
};

struct PlanRead {
    Plan plan;
    std::vector<std::string> warnings;  ///< "file:line:column: ..."
};

/// Reads a plan file (YAML, schema hnth-plan/1). A refusal names every problem at once, a line
/// each: "file:line:column: key: what is wrong". Any bytes; up to 4 MiB and 5,000 sites.
[[nodiscard]] Result<PlanRead> readPlan(std::string_view text,
                                        const std::string& name,
                                        const PlanContext& context);

/// The layout a cue's word stands for: "full" -> "1x1", "side-by-side" -> "1+1" ...
[[nodiscard]] std::string layoutOf(const std::string& word);

}  // namespace mcu::session
