// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "media/banner.h"
#include "mixing/video/overlay.h"
#include "mixing/video/text_overlay.h"

namespace mcu::mixing {

/// The banner of a view: drawn once, laid over each picture, a rolling one a little further left
/// each time. Owned by a ComposedView; the composer's thread only.
class ShownBanner {
public:
    ShownBanner() = default;

    explicit ShownBanner(media::Banner banner) : banner_(std::move(banner)) {}

    [[nodiscard]] const media::Banner& banner() const { return banner_; }

    /// Whether it changes from picture to picture.
    [[nodiscard]] bool moves() const { return banner_.rolling && !banner_.text.empty(); }

    /// Lays it over `canvas` as it stands at `now`.
    void applyTo(Picture& canvas, TextOverlay& texts, SteadyTime now);

private:
    /// Columns a rolling text has gone since it began.
    [[nodiscard]] int gone(int viewWidth, SteadyTime now) const;

    media::Banner banner_;
    OverlayPointer overlay_;
    SteadyTime begun_{};
};

}  // namespace mcu::mixing
