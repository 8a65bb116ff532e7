// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mixing/video/picture.h"

namespace mcu::mixing {

/// A box in pixels of a picture; all numbers even, so that it fits the chroma planes.
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const Box&) const = default;
};

/// Something laid over a picture again and again (a caption, a notice), worked out once:
/// new = old * keep / 256 + add, for each sample of the box. Immutable once made.
struct Overlay {
    Box box;  ///< within the pane
    std::vector<std::uint8_t> lumaKeep;
    std::vector<std::uint8_t> lumaAdd;
    std::vector<std::uint8_t> chromaKeep;
    std::vector<std::uint8_t> chromaAdd;

    /// Lays it over `target`, the pane's corner being at (x, y). Must lie inside.
    void applyTo(Picture& target, int x, int y) const { applyPart(target, x, y, 0, box.width); }

    /// Lays `width` columns of it from `left` on over `target`; all even.
    void applyPart(Picture& target, int x, int y, int left, int width) const;
};

using OverlayPointer = std::shared_ptr<const Overlay>;

}  // namespace mcu::mixing
