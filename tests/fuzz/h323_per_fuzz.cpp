// SPDX-License-Identifier: GPL-3.0-or-later
// Each top-level type of H.323 from an untrusted peer: what decodes must print, encode again, and
// decode to the same value.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "h323/per/per.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::h323;
    constexpr std::array<std::string_view, 4> kTypes = {"h245.MultimediaSystemControlMessage",
                                                        "h225.H323-UserInformation",
                                                        "h225.RasMessage",
                                                        "h235.ClearToken"};
    if (size == 0) {
        return 0;
    }
    const auto type = kTypes[data[0] % kTypes.size()];
    const auto value = decodePer(type, std::span(data + 1, size - 1));
    if (!value) {
        return 0;
    }
    if (print(*value).empty()) {
        __builtin_trap();
    }
    // A value may be outside what we may send (a sender's fault); if it is not, it must stay the
    // same.
    if (const auto octets = encodePer(*value)) {
        const auto again = decodePer(type, *octets);
        if (!again || !(*again == *value)) {
            __builtin_trap();
        }
    }
    return 0;
}
