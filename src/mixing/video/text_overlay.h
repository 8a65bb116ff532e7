// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "mixing/video/overlay.h"

namespace mcu::mixing {

/// Draws texts with Pango and Cairo, which know how Vietnamese marks stack. Makes overlays; the
/// caller keeps them. Owned by the composer; its thread only (Pango's font map is per thread).
class TextOverlay {
public:
    explicit TextOverlay(std::string font) : font_(std::move(font)) {}

    /// White text on a half transparent black bar along the lower edge of a pane.
    [[nodiscard]] OverlayPointer caption(const std::string& text, int paneWidth, int paneHeight);
    /// Greys and darkens the whole pane, with big white text in the middle.
    [[nodiscard]] OverlayPointer notice(const std::string& text, int paneWidth, int paneHeight);
    /// One line on a dark bar, centred and shortened to fit: of a view's whole width.
    [[nodiscard]] OverlayPointer banner(const std::string& text, int viewWidth, int viewHeight);
    /// The same bar as a ring that a window of `viewWidth` is moved along: the bar empty for that
    /// width, then the whole text.
    [[nodiscard]] OverlayPointer ring(const std::string& text, int viewWidth, int viewHeight);

private:
    std::string font_;
};

}  // namespace mcu::mixing
