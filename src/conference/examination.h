// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "conference/command.h"

namespace mcu::conference {

/// Asks for the technical check of a room (PL4-02): it is called unless its call is up, sent a test
/// picture and a test sound in place of the programme, and what it sends is measured without being
/// shown or heard. A room that is on air is refused; a room that is shown meanwhile is let go at
/// once.
struct Examine {
    ConferenceId conference;
    SiteWord site;
    std::chrono::milliseconds duration{10000};  ///< of the measurement, once the call is up
    std::chrono::milliseconds callTimeout{30000};
};

/// Packets of one stream of a room under examination.
struct StreamFigures {
    bool agreed = false;           ///< the call has such a stream
    std::string codec;             ///< what we send
    std::uint64_t packetsIn = 0;   ///< during the measurement
    std::uint64_t packetsOut = 0;  ///< during the measurement
    double kbpsIn = 0;             ///< the most seen
    double lossInPercent = 0;      ///< of what should have come during the measurement
    double lossOutPercent = 0;     ///< the worst the room reported
    double jitterMs = 0;           ///< the worst
    double roundTripMs = -1;       ///< the last; negative: the room sends no reports
    bool secured = false;          ///< SRTP keys are in use
};

/// What was measured of a room.
struct Examination {
    SiteId site;
    bool called = false;     ///< for this; it was not connected before
    bool connected = false;  ///< its call came up
    std::string cause;       ///< why it did not, or ended early
    double connectSeconds = -1;
    std::string protocol;
    std::string remoteAddress;
    StreamFigures sound;
    StreamFigures picture;
    // Its picture, decoded.
    bool pictureCame = false;
    int width = 0;
    int height = 0;
    double framesPerSecond = 0;
    float brightness = 0;  ///< mean luma, 0 to 255
    float contrast = 0;    ///< deviation of the luma
    double stillMs = 0;    ///< the longest time in which nothing in it changed
    // Its sound, decoded.
    float loudestDbfs = -127;
    // What comes back of the test sound and picture, where the room returns them.
    std::optional<double> echoDelayMs;
    float echoLevelDb = 0;
    std::optional<double> loopDelayMs;
};

}  // namespace mcu::conference
