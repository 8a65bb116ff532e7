// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/picture/picture.h"

namespace mcu::sim {

/// Draws what a simulated room's camera sees: its code on a grey ground with coloured moving noise,
/// so that the encoder has as much to do as with a real room. The same number and frame always give
/// the same picture. One thread.
class TestPicture {
public:
    TestPicture(int width, int height, int site);

    /// The picture of frame `index`; valid until the next call.
    const Picture& draw(int index);

private:
    void drawGround(int index);

    Picture picture_;
    int site_;
    std::uint32_t noise_ = 0;
};

/// A grey picture without a code: a switched-off camera.
[[nodiscard]] Picture mutedPicture(int width, int height);

}  // namespace mcu::sim
