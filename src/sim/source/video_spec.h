// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "media/codec.h"

namespace mcu::sim {

/// How a room's camera is encoded.
struct VideoSpec {
    media::Codec codec = media::Codec::h264;
    int h264Mode = 0;  ///< packetization mode; 0: no NAL unit larger than a packet
    int width = 640;
    int height = 360;
    int framesPerSecond = 25;
    int kbps = 800;
    bool operator==(const VideoSpec&) const = default;

    /// For file names and logs: "h264-0-640x360-25-800".
    [[nodiscard]] std::string name() const;
};

}  // namespace mcu::sim
