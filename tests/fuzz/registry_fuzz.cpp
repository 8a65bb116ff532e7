// SPDX-License-Identifier: GPL-3.0-or-later
// The register of sites from any text; what is taken is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "session/registry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::session;
    static const Levels kLevels;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto read = readRegistry(text, "fuzz", kLevels);
    if (read) {
        std::vector<const SiteEntry*> sites;
        for (const auto& site : read->sites) {
            sites.push_back(&site);
        }
        const auto again = readRegistry(writeRegistry(sites), "again", kLevels);
        if (!again || again->sites != read->sites) {
            std::abort();
        }
    }
    return 0;
}
