// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "conference/site_record.h"
#include "conference/status.h"

namespace mcu::conference {

/// A room of another MCU, as its owner tells of it over the control channel (TOP-07: one roster).
struct FarSite {
    SiteRecord
        record;   ///< id, names, aliases, level, rate; no address: it is never dialled from here
    McuId owner;  ///< whose room it is; may lie further down than the link it is reached by
    /// Names it in the CSRC list of the packets that carry it on a trunk (RFC 3550 section 5.1).
    /// Chosen by the MCU at the lower end of the link, unique there, not 0.
    std::uint32_t contributor = 0;
    SiteState state = SiteState::absent;
    std::string cause;
    double sinceSeconds = 0;  ///< in this state, when it was told
    bool microphoneOn = false;
    bool encrypted = false;
    std::string protocol;
    std::string audioCodec;
    std::string videoCodec;
    double lossPercent = 0;  ///< of what the room sends, the worse stream
    double jitterMs = 0;
    double roundTripMs = -1;  ///< negative: unknown
    double kbps = 0;
};

/// What the conference wants of a far site, most urgent first in a list.
struct FarWish {
    enum class Use : std::uint8_t {
        precue,  ///< warmed up: its picture arrives and is decoded, nobody sees it
        pane,    ///< in a view somebody watches
        take,    ///< the chair called it: to be on air now; dialled if it is not connected
    };

    SiteId site;
    Use use = Use::pane;
    bool microphone = false;    ///< its sound is wanted
    std::uint64_t request = 0;  ///< of the chair, when the take belongs to one
    bool operator==(const FarWish&) const = default;
};

}  // namespace mcu::conference
