// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/net_address.h"
#include "base/secret.h"
#include "call/call.h"
#include "sim/source/video_spec.h"

namespace mcu::sim {

/// Which rooms an option is about: by number, all, or the first.
struct RoomChoice {
    bool all = false;
    bool first = false;
    std::set<int> numbers;

    [[nodiscard]] bool contains(int number, int firstNumber) const {
        return all || (first && number == firstNumber) || numbers.contains(number);
    }
};

/// What every room of a run is like. Read once, at start.
struct RoomOptions {
    std::string server;  ///< whom the rooms call: "sip:conf@host:port;transport=tls"
    int rooms = 1;
    int first = 1;            ///< number of the first room
    std::vector<int> chosen;  ///< their numbers, when they do not follow each other
    std::string userPattern = "x.{n:05}";
    std::string namePattern;  ///< display name; empty: the user
    Secret<std::string> password;
    NetAddress mediaAddress;
    bool media = true;  ///< false: calls without sockets or packets
    bool ice = false;
    call::MediaPolicy policy;
    VideoSpec video;
    std::string videoFile;  ///< empty: coded pictures
    std::string soundFile;  ///< empty: tones
    bool black = false;     ///< the picture is black, its sound goes on
    bool silent = false;    ///< packets of sound without any
    bool returns = false;   ///< a badly set matrix: it sends back what it is sent, and nothing else
    bool samePicture = false;  ///< all rooms send the first room's picture
    RoomChoice look;
    RoomChoice listen;
    double lossPercent = 0;  ///< of what the rooms send, on its way to the server
    int jitterMs = 0;
    /// A room that was never connected and cannot reach the server calls again for so long.
    int startWaitSeconds = 15;

    /// The numbers of all rooms of the run, in the order they call.
    [[nodiscard]] std::vector<int> numbers() const;
};

/// Fills a pattern's {n} or {n:05} with a number.
[[nodiscard]] std::string fillPattern(const std::string& pattern, int number);

}  // namespace mcu::sim
