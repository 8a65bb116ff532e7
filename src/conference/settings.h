// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "call/call.h"

namespace mcu::conference {

/// What configuration says about conferences. Read once, at start.
struct Settings {
    std::string serverId = "mcu";
    std::string version;
    std::string displayName = "HNTH MCU";  ///< how we show ourselves to rooms we dial
    call::MediaPolicy policy;  ///< codecs and bit rate; encryption comes from site and conference

    Duration firstRedial = std::chrono::seconds(2);  ///< doubled after each failure
    Duration longestRedial = std::chrono::seconds(60);
    Duration firstTrunkRedial = std::chrono::milliseconds(200);  ///< of calls to other MCUs
    Duration longestTrunkRedial = std::chrono::seconds(2);
    int maxRedials = 30;                                ///< 0: no end
    int parallelDials = 10;                             ///< calls being set up at once
    Duration dialPace = std::chrono::milliseconds(50);  ///< between two dials

    Duration replaceLostAfter =
        std::chrono::seconds(5);  ///< a greyed site leaves an auto-filled pane
    Duration fallBackAfter =
        std::chrono::seconds(8);  ///< a site shown without a picture gives way to the main site
    Duration hangUpLostAfter =
        std::chrono::seconds(60);  ///< no media at all: the call is ended and redialled
    Duration decoderLinger =
        std::chrono::seconds(5);  ///< an unwatched decoder stays warm this long
    Duration takeTimeout = std::chrono::seconds(3);
    Duration manualTimeout = std::chrono::minutes(5);  ///< the same by phone
    Duration reachTimeout =
        std::chrono::seconds(30);  ///< for a site shown that must be called or brought first

    double lossPercent = 3;                       ///< a receiver over this ...
    Duration lossFor = std::chrono::seconds(10);  ///< ... this long gets a lower class of its own
    Duration goodFor = std::chrono::seconds(30);  ///< and goes back after this long below it
    std::vector<int> kbpsTiers = {4000, 2000, 1000, 512, 256};  ///< falling
};

}  // namespace mcu::conference
