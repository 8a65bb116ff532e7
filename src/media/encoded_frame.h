// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/clock.h"

namespace mcu::media {

/// One encoded picture (or one packet of sound), cut into RTP payloads that fit a packet. Immutable
/// once pushed and shared by all receivers of a feed.
struct EncodedFrame {
    /// All payloads one after another.
    std::vector<std::byte> bytes;
    /// End offset of each payload in `bytes`. Video: at most kMaxPayload bytes each; H.264 payloads
    /// are single NAL units or STAP-A as the feed's packetization mode allows.
    std::vector<std::uint32_t> ends;
    std::uint32_t rtpTimestamp = 0;  ///< in the codec's RTP clock, any origin, one origin per feed
    bool keyframe = false;  ///< decodable without earlier frames (with its SPS and PPS for H.264)
    bool talkSpurtStart = false;  ///< audio: set the marker bit
    SteadyTime captured{};  ///< when the picture was composed or the sound mixed; for delay figures

    [[nodiscard]] std::size_t count() const { return ends.size(); }

    [[nodiscard]] std::span<const std::byte> payload(std::size_t index) const {
        const std::uint32_t begin = index == 0 ? 0 : ends[index - 1];
        return {bytes.data() + begin, ends[index] - begin};
    }
};

inline constexpr std::size_t kMaxPayload =
    1180;  ///< bytes; with RTP, SRTP and IPv6/UDP headers under 1280

using FramePointer = std::shared_ptr<const EncodedFrame>;

/// Where an encoder puts its frames. push() may be called from any one thread at a time; it never
/// blocks.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    virtual void push(FramePointer frame) noexcept = 0;
};

}  // namespace mcu::media
