// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/shown_banner.h"

#include <algorithm>
#include <cmath>

namespace mcu::mixing {

namespace {

/// A letter needs so long from the right edge to the left, whatever the size of the picture: 4
/// columns a picture at 1280 and 30 a second, 6 at 1920, so that steps are even.
constexpr std::chrono::duration<double> kCrossing{32.0 / 3};

}  // namespace

int ShownBanner::gone(int viewWidth, SteadyTime now) const {
    const std::chrono::duration<double> since = now - begun_;
    const auto columns = std::llround(viewWidth * (since / kCrossing));
    return static_cast<int>(columns % overlay_->box.width) & ~1;
}

void ShownBanner::applyTo(Picture& canvas, TextOverlay& texts, SteadyTime now) {
    if (banner_.text.empty()) {
        return;
    }
    if (!overlay_) {
        overlay_ = banner_.rolling ? texts.ring(banner_.text, canvas.width, canvas.height)
                                   : texts.banner(banner_.text, canvas.width, canvas.height);
        begun_ = now;
    }
    const int y = banner_.low ? canvas.height - overlay_->box.height : 0;
    if (!banner_.rolling) {
        overlay_->applyTo(canvas, 0, y);
        return;
    }
    const int width = canvas.width & ~1;
    const int left = gone(width, now);
    const int first = std::min(width, overlay_->box.width - left);
    overlay_->applyPart(canvas, 0, y, left, first);
    if (first < width) {
        overlay_->applyPart(canvas, first, y, 0, width - first);
    }
}

}  // namespace mcu::mixing
