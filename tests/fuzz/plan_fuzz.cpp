// SPDX-License-Identifier: GPL-3.0-or-later
// A plan from any text, without a register and against a small one.
#include <cstddef>
#include <cstdint>
#include <string>

#include "session/plan_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::session;
    static const Levels kLevels;
    static const Registry kRegistry = [] {
        SiteEntry site;
        site.id = "t.ubnd";
        site.name = "UBND";
        site.level = "province";
        site.mcu = "mcu.tinh";
        return *Registry::of({site});
    }();
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)readPlan(text, "fuzz", {kLevels, nullptr, {}, false});
    (void)readPlan(text, "fuzz", {kLevels, &kRegistry, {"1x1"}, false});
    return 0;
}
