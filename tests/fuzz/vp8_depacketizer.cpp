// SPDX-License-Identifier: GPL-3.0-or-later
// Input: payloads of one frame, each with a byte of length in front; length 0 starts a new frame.
#include <algorithm>
#include <cstdint>
#include <span>

#include "media/vp8/depacketizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span rest(reinterpret_cast<const std::byte*>(data), size);
    mcu::media::vp8::Depacketizer depacketizer;
    while (!rest.empty()) {
        const auto length = std::to_integer<std::size_t>(rest[0]);
        rest = rest.subspan(1);
        if (length == 0) {
            depacketizer.clear();
            continue;
        }
        const auto payload = rest.first(std::min(length, rest.size()));
        rest = rest.subspan(payload.size());
        depacketizer.add(payload);
        if (depacketizer.size().width > 16383) {
            __builtin_trap();
        }
    }
    return 0;
}
