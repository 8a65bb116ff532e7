// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "media/video_mixer.h"
#include "mixing/video/overlay.h"
#include "mixing/video/picture.h"

namespace mcu::mixing {

/// The pixels of a layout rectangle on a canvas: even, inside, at least 2 x 2.
[[nodiscard]] Box boxOf(const media::Rect& rect, int canvasWidth, int canvasHeight);

/// The largest box of a picture's shape inside a pane, in the middle; all of the pane when the
/// shapes differ by less than two in a hundred. `pixelShape`: of the pane's pixels.
[[nodiscard]] Box fitInside(const Picture& picture, const Box& pane, double pixelShape = 1);

/// Fills a box with one grey.
void fill(Picture& canvas, const Box& box, std::uint8_t luma);

/// Scales pictures to panes and remembers the results, so that two views with the same pane of the
/// same source, or a source slower than the view, cost one scaling. Owned by the composer.
class PanePainter {
public:
    explicit PanePainter(PicturePool& pool) : pool_(pool) {}

    /// Paints a source's picture into a pane, black beside it where its shape differs.
    void paint(Picture& canvas, const Box& pane, SourceId source, const PicturePointer& picture);
    /// The whole picture in another size.
    PicturePointer scaled(const PicturePointer& picture, int width, int height);
    /// The whole picture on one of another shape, black beside it.
    PicturePointer fitted(const PicturePointer& picture, int width, int height, double pixelShape);
    /// Forgets what has not been used for a while. Once a round.
    void age();
    void forget(SourceId source);

private:
    struct Tile {
        SourceId source;
        PicturePointer from;
        PicturePointer scaled;
        int width = 0;
        int height = 0;
        int idleRounds = 0;
    };

    static constexpr int kMaxIdleRounds = 90;

    /// Black around a box of a pane.
    static void blackBeside(Picture& canvas, const Box& pane, const Box& box);
    PicturePointer tile(SourceId source, const PicturePointer& picture, int width, int height);

    PicturePool& pool_;
    std::vector<Tile> tiles_;
};

}  // namespace mcu::mixing
