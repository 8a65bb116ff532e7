// SPDX-License-Identifier: GPL-3.0-or-later
// Input: payloads of one access unit, each with two bytes of length in front; a length above 1500
// starts a new unit.
#include <algorithm>
#include <cstdint>
#include <span>

#include "media/h264/depacketizer.h"
#include "mixing/video/h264_picture_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span rest(reinterpret_cast<const std::byte*>(data), size);
    mcu::media::h264::Depacketizer depacketizer;
    while (rest.size() >= 2) {
        const std::size_t length =
            std::to_integer<std::size_t>(rest[0]) << 8U | std::to_integer<std::size_t>(rest[1]);
        rest = rest.subspan(2);
        if (length > 1500) {
            depacketizer.clear();
            continue;
        }
        const auto payload = rest.first(std::min(length, rest.size()));
        rest = rest.subspan(payload.size());
        depacketizer.add(payload);
        if (depacketizer.complete()) {
            mcu::mixing::isAcceptableH264(depacketizer.unit());
        }
    }
    return 0;
}
