// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "media/agreed_media.h"

namespace mcu::bench {

inline constexpr int kSites = 240;
inline constexpr std::size_t kVideoPayload = 1178;  ///< with the RTP header 1190 bytes
inline constexpr std::size_t kPacketsAFrame = 7;    ///< 30 frames a second: 210 packets, 2 Mbit/s
inline constexpr std::size_t kAudioPayload = 160;   ///< 20 ms of G.711
inline constexpr std::uint8_t kAudioPt = 8;
inline constexpr std::uint8_t kVideoPt = 96;

/// The keys of stream `index` (two a site), for what the rooms send or what the server sends.
media::SrtpKey keyOf(int index, bool fromServer);

/// Figures of the rooms' process.
struct RoomCounts {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
};

/// 240 rooms in a child process: each sends a frame of video 30 times a second, spread over time,
/// and a packet of sound 50 times a second, by plain sendmmsg, and reads what comes.
class Rooms {
public:
    Rooms();
    ~Rooms();
    Rooms(const Rooms&) = delete;
    Rooms& operator=(const Rooms&) = delete;

    /// Ports of the rooms: audio and video of site 0, of site 1 ...
    [[nodiscard]] const std::vector<std::uint16_t>& ports() const { return ports_; }

    /// Begins to send to these ports of the server, in the same order.
    void start(const std::vector<std::uint16_t>& serverPorts, bool secured);
    RoomCounts stop();

private:
    int child_ = -1;
    int orders_ = -1;
    int answers_ = -1;
    std::vector<std::uint16_t> ports_;
};

}  // namespace mcu::bench
