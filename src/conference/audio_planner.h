// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.h"
#include "media/codec.h"

namespace mcu::conference {

/// A connected site, as far as sound goes.
struct SoundFacts {
    SiteId id;
    bool talks = false;    ///< microphone on, and its sound may arrive
    bool listens = false;  ///< we may send it sound
    bool deaf = false;     ///< gets silence in place of the mix
    media::CodecFormat send;
};

/// One encoded sound many sites may share. The payload type is the receiver's own affair, so it is
/// no part of it.
struct OutputKey {
    media::Codec codec = media::Codec::pcma;
    std::uint8_t channels = 1;
    std::uint8_t ptimeMs = 20;
    bool inbandFec = false;
    bool silence = false;
    SiteId minus;  ///< whose own sound is left out; empty: nobody's
    auto operator<=>(const OutputKey&) const = default;
};

struct SoundPlan {
    std::set<SiteId> talkers;             ///< decoded; nobody else is
    std::map<SiteId, OutputKey> outputs;  ///< what each listener gets
};

/// Pure: who is decoded and who hears which output.
[[nodiscard]] SoundPlan planSound(const std::vector<SoundFacts>& sites);

}  // namespace mcu::conference
