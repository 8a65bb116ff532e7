// SPDX-License-Identifier: GPL-3.0-or-later
// An a=candidate line of the peer. What is taken must be within the limits libnice is given.
#include <cstdint>
#include <cstdlib>

#include "transport/ice/candidate_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto line = mcu::ice::CandidateLine::parse({reinterpret_cast<const char*>(data), size});
    if (line && (line->foundation.empty() || line->foundation.size() > 32 || line->component < 1 ||
                 line->component > 2 || line->priority == 0 || !line->address.isSet() ||
                 line->address.port() == 0)) {
        std::abort();
    }
    return 0;
}
