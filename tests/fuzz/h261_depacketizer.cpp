// SPDX-License-Identifier: GPL-3.0-or-later
// Input: payloads of one picture, each with a byte of length in front; length 0 starts a new
// picture. What comes out is cut into packets again.
#include <algorithm>
#include <cstdint>
#include <span>

#include "media/h261/depacketizer.h"
#include "media/h261/packetizer.h"

namespace {

void cutAgain(std::span<const std::byte> unit) {
    mcu::media::EncodedFrame frame;
    static_cast<void>(mcu::media::h261::packetize(unit, frame));
    for (std::size_t i = 0; i < frame.count(); ++i) {
        if (frame.payload(i).size() > mcu::media::kMaxPayload) {
            __builtin_trap();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span rest(reinterpret_cast<const std::byte*>(data), size);
    mcu::media::h261::Depacketizer depacketizer;
    while (!rest.empty()) {
        const auto length = std::to_integer<std::size_t>(rest[0]);
        rest = rest.subspan(1);
        if (length == 0) {
            cutAgain(depacketizer.unit());
            depacketizer.clear();
            continue;
        }
        const auto payload = rest.first(std::min(length, rest.size()));
        rest = rest.subspan(payload.size());
        depacketizer.add(payload);
        static_cast<void>(depacketizer.keyframe());
        static_cast<void>(mcu::media::h261::payloadStartsKeyframe(payload));
    }
    cutAgain(depacketizer.unit());
    return 0;
}
