// SPDX-License-Identifier: GPL-3.0-or-later
// Input: a byte that chooses the payload format, then payloads of one picture, each with a byte of
// length in front; length 0 starts a new picture. What comes out is cut into packets again.
#include <algorithm>
#include <cstdint>
#include <span>

#include "media/h263/depacketizer.h"
#include "media/h263/packetizer.h"

namespace {

using mcu::media::h263::PayloadFormat;

void cutAgain(std::span<const std::byte> unit) {
    for (const auto format : {PayloadFormat::rfc2190, PayloadFormat::rfc4629}) {
        mcu::media::EncodedFrame frame;
        static_cast<void>(mcu::media::h263::packetize(format, unit, frame));
        for (std::size_t i = 0; i < frame.count(); ++i) {
            if (frame.payload(i).size() > mcu::media::kMaxPayload) {
                __builtin_trap();
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span rest(reinterpret_cast<const std::byte*>(data), size);
    if (rest.empty()) {
        return 0;
    }
    const bool old = (rest[0] & std::byte{1}) != std::byte{0};
    const auto format = old ? PayloadFormat::rfc2190 : PayloadFormat::rfc4629;
    mcu::media::h263::Depacketizer depacketizer(format);
    rest = rest.subspan(1);
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
        static_cast<void>(mcu::media::h263::payloadStartsKeyframe(format, payload));
    }
    cutAgain(depacketizer.unit());
    return 0;
}
