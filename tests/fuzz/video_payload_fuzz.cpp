// SPDX-License-Identifier: GPL-3.0-or-later
// Octet 0 picks H.264 or VP8; the rest is records of a 2 octet length and an RTP payload, put
// together by one depacketizer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "media/h264/depacketizer.h"
#include "media/h264/keyframe.h"
#include "media/h264/packetizer.h"
#include "media/vp8/depacketizer.h"
#include "media/vp8/descriptor.h"
#include "media/vp8/packetizer.h"

namespace {

template <typename Use>
void forEachPayload(const std::uint8_t* data, std::size_t size, Use use) {
    std::size_t at = 1;
    while (size - at >= 2) {
        const std::size_t length = std::min<std::size_t>(
            (static_cast<std::size_t>(data[at]) << 8 | data[at + 1]) % 2048, size - at - 2);
        use(std::span(reinterpret_cast<const std::byte*>(data) + at + 2, length));
        at += 2 + length;
    }
}

void putTogetherH264(const std::uint8_t* data, std::size_t size) {
    mcu::media::h264::Depacketizer picture;
    forEachPayload(data, size, [&](std::span<const std::byte> payload) {
        static_cast<void>(mcu::media::h264::payloadStartsKeyframe(payload));
        static_cast<void>(picture.add(payload));
    });
    mcu::media::EncodedFrame frame;
    const auto done = mcu::media::h264::packetize(picture.unit(), data[0] & 1U, frame);
    static_cast<void>(done.has_value());
    picture.clear();
    if (!picture.empty()) {
        std::abort();
    }
}

void putTogetherVp8(const std::uint8_t* data, std::size_t size) {
    mcu::media::vp8::Depacketizer picture;
    forEachPayload(data, size, [&](std::span<const std::byte> payload) {
        static_cast<void>(mcu::media::vp8::payloadStartsKeyframe(payload));
        static_cast<void>(picture.add(payload));
    });
    const auto shown = picture.size();
    if (shown.width < 0 || shown.height < 0) {
        std::abort();
    }
    if (picture.complete()) {
        mcu::media::EncodedFrame frame;
        mcu::media::vp8::packetize(picture.unit(), frame);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    if (data[0] % 4 < 2) {
        putTogetherH264(data, size);
    } else {
        putTogetherVp8(data, size);
    }
    return 0;
}
