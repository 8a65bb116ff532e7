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
    std::string kin;       ///< of one link: none hears the others (see PictureFacts::kin)
    /// A trunk towards the master: hears this site and nobody else. Empty id: silence.
    std::optional<SiteId> only;
    std::uint32_t contributor = 0;  ///< put into the packets of `only`
    media::CodecFormat send;
    /// The one codec its sound arrives in, at the volume it has; unset: it may be several, or its
    /// volume is changed here.
    std::optional<media::Codec> arrives;
};

/// One encoded sound many sites may share. The payload type is the receiver's own affair, so it is
/// no part of it.
struct OutputKey {
    media::Codec codec = media::Codec::pcma;
    std::uint8_t channels = 1;
    std::uint8_t ptimeMs = 20;
    bool inbandFec = false;
    bool silence = false;
    std::set<SiteId> minus;  ///< whose sound is left out
    SiteId only;             ///< whose sound alone it is; empty: the mix
    auto operator<=>(const OutputKey&) const = default;
};

struct SoundPlan {
    std::set<SiteId> talkers;                  ///< decoded; nobody else is
    std::map<SiteId, OutputKey> outputs;       ///< what each listener gets from the mixer
    std::map<SiteId, SiteId> forwards;         ///< listener -> whose packets it gets as they come
    std::map<SiteId, media::Codec> forwarded;  ///< and the codec of those packets
    std::map<SiteId, std::uint32_t> contributors;  ///< named in what a trunk is sent
};

/// Pure: who is decoded and who hears which output.
[[nodiscard]] SoundPlan planSound(const std::vector<SoundFacts>& sites);

}  // namespace mcu::conference
