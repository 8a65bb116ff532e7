// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/vp8/packetizer.h"

#include <algorithm>
#include <cstdint>

namespace mcu::media::vp8 {

void packetize(std::span<const std::byte> vp8Frame, EncodedFrame& frame) {
    constexpr std::size_t kRoom = kMaxPayload - 1;
    if (vp8Frame.empty()) {
        return;
    }
    frame.keyframe = (vp8Frame[0] & std::byte{0x01}) == std::byte{0};
    const std::size_t packets = (vp8Frame.size() + kRoom - 1) / kRoom;
    const std::size_t share = (vp8Frame.size() + packets - 1) / packets;
    std::byte descriptor{0x10};  // S: the first packet of the first partition
    while (!vp8Frame.empty()) {
        const auto part = vp8Frame.first(std::min(share, vp8Frame.size()));
        frame.bytes.push_back(descriptor);
        frame.bytes.insert(frame.bytes.end(), part.begin(), part.end());
        frame.ends.push_back(static_cast<std::uint32_t>(frame.bytes.size()));
        vp8Frame = vp8Frame.subspan(part.size());
        descriptor = std::byte{0};
    }
}

}  // namespace mcu::media::vp8
