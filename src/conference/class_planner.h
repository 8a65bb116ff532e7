// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "media/agreed_media.h"
#include "media/video_mixer.h"

namespace mcu::conference {

// Pure functions: which class of receivers a site belongs to, and which pictures it can take as
// they arrive.

/// A class of a view: one encoder and one feed for all its sites. A lossy site has a class of its
/// own.
struct ClassKey {
    media::EncoderSpec spec;
    SiteId alone;
    auto operator<=>(const ClassKey&) const = default;
};

[[nodiscard]] std::string nameOf(const media::EncoderSpec& spec);

/// The largest picture of a conference, and the bit rates in use.
struct ClassLimits {
    int width = 1280;
    int height = 720;
    int framesPerSecond = 30;
    std::vector<int> kbpsTiers;  ///< falling
};

/// The class of a receiver: what its codec format can take, within the conference's picture and
/// `maxKbps`. `lowered`: one tier down and alone.
[[nodiscard]] ClassKey classOf(const SiteId& site,
                               const media::CodecFormat& send,
                               std::uint32_t maxKbps,
                               bool lowered,
                               const ClassLimits& limits);

/// Whether every picture that may arrive in `source` can be passed on to a receiver of `send`
/// unchanged.
[[nodiscard]] bool passesThrough(const media::AgreedStream& source, const media::CodecFormat& send);

}  // namespace mcu::conference
