// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "session/plan.h"
#include "session/registry.h"

namespace mcu::session {

/// What an ad-hoc plan is made of (AD1-01).
struct AdHocPlan {
    std::string id;
    std::string title;
    WallTime start{};
    WallTime received{};
    WallTime connect{};
    std::string via;
    std::string chair;
    std::string include;  ///< "group:pctt"
    std::string self;     ///< this server: the master
    std::string organisation;
};

/// The plan as a file: MCUs and contacts of `last` where there is one, else one MCU for each that
/// the register names. Script: the chair, then calls as requested.
[[nodiscard]] std::string adHocText(const AdHocPlan& adHoc,
                                    const Registry& registry,
                                    const Plan* last);

/// A text in YAML's double quotes.
[[nodiscard]] std::string yamlQuoted(const std::string& text);

}  // namespace mcu::session
