// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration loader on any text, with a site list that is the same text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "config/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)mcu::config::parse(
        text, "fuzz", [&](const std::string&) -> mcu::Result<std::string> { return text; });
    return 0;
}
