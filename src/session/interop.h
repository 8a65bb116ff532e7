// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cascade/status.h"
#include "conference/probe.h"
#include "session/check.h"
#include "session/journal.h"
#include "session/plan.h"

namespace mcu::session {

/// One thing compared between this server and another MCU (PL3-01).
struct InteropItem {
    enum class State { fits, warns, differs, unknown };
    std::string name;  ///< "link", "reach", "protocol", "program", "audio", "video", "rate" ...
    State state = State::unknown;
    std::string wanted;  ///< by the plan, or as it is here; empty: nothing is
    std::string found;   ///< there

    bool operator==(const InteropItem&) const = default;
};

[[nodiscard]] std::string_view nameOf(InteropItem::State state);  ///< "fits", "warns" ...

/// What two MCUs have in common, and what not.
struct Interop {
    std::string mcu;   ///< the other one
    std::string role;  ///< its: "master", "slave", "upstream"
    std::string how;   ///< "link", "probe", "call", "none": where it is known from
    std::vector<InteropItem> items;
    WallTime at{};  ///< of the comparison
    std::string actor;

    [[nodiscard]] bool has(InteropItem::State state) const;
    [[nodiscard]] InteropItem* item(std::string_view name);
};

/// Pure: a link as it is against the plan. `program` is ours: "hnth-mcu 0.1.0".
[[nodiscard]] Interop compareLink(const Plan& plan,
                                  const std::string& program,
                                  const cascade::LinkStatus& link);

/// Pure: a foreign MCU, as a probe found it, against the plan; null: none was made.
[[nodiscard]] Interop comparePeer(const Plan& plan,
                                  const PlanMcu& mcu,
                                  const conference::ProbeReport* report);

/// Picture and sound both ways, as measured in a short call, become items.
void addCall(Interop& interop,
             const conference::Examination& measured,
             const CheckLimits& limits,
             bool mustEncrypt);

/// As the text of a record, a line each, and back; what is not of that form is left out.
[[nodiscard]] std::string textOf(const std::vector<InteropItem>& items);
[[nodiscard]] std::vector<InteropItem> interopItemsOf(const std::string& text);

/// Of a record of kind "interop" or "upstream", whose subject is the MCU; and into its fields.
[[nodiscard]] Interop interopOf(const Record& record);
void write(const Interop& interop, Record& record);

}  // namespace mcu::session
