// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/pane_painter.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <libyuv.h>

namespace mcu::mixing {

namespace {

constexpr std::uint8_t kBlack = 16;
constexpr std::uint8_t kNeutral = 128;

int evenRound(double value) {
    return static_cast<int>(std::lround(value / 2)) * 2;
}

void copy(const Picture& from, Picture& to, const Box& box) {
    libyuv::I420Copy(from.planes[0],
                     from.strides[0],
                     from.planes[1],
                     from.strides[1],
                     from.planes[2],
                     from.strides[2],
                     to.at(0, box.x, box.y),
                     to.strides[0],
                     to.at(1, box.x / 2, box.y / 2),
                     to.strides[1],
                     to.at(2, box.x / 2, box.y / 2),
                     to.strides[2],
                     box.width,
                     box.height);
}

}  // namespace

Box boxOf(const media::Rect& rect, int canvasWidth, int canvasHeight) {
    const auto edge = [](double fraction, int size) {
        const double inside = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
        return std::min(evenRound(inside * size), size & ~1);
    };
    Box box;
    box.x = std::min(edge(rect.x, canvasWidth), (canvasWidth & ~1) - 2);
    box.y = std::min(edge(rect.y, canvasHeight), (canvasHeight & ~1) - 2);
    box.width = std::max(2, edge(rect.x + rect.width, canvasWidth) - box.x);
    box.height = std::max(2, edge(rect.y + rect.height, canvasHeight) - box.y);
    return box;
}

Box fitInside(const Picture& picture, const Box& pane, double pixelShape) {
    const double wanted = picture.pixelShape / pixelShape * picture.width / picture.height;
    const double given = static_cast<double>(pane.width) / pane.height;
    if (std::abs(wanted / given - 1) < 0.02) {
        return pane;
    }
    Box box = pane;
    if (wanted < given) {
        box.width = std::max(2, std::min(pane.width, evenRound(pane.height * wanted)));
        box.x = pane.x + (pane.width - box.width) / 4 * 2;
    } else {
        box.height = std::max(2, std::min(pane.height, evenRound(pane.width / wanted)));
        box.y = pane.y + (pane.height - box.height) / 4 * 2;
    }
    return box;
}

void fill(Picture& canvas, const Box& box, std::uint8_t luma) {
    if (box.width > 0 && box.height > 0) {
        libyuv::I420Rect(canvas.planes[0],
                         canvas.strides[0],
                         canvas.planes[1],
                         canvas.strides[1],
                         canvas.planes[2],
                         canvas.strides[2],
                         box.x,
                         box.y,
                         box.width,
                         box.height,
                         luma,
                         kNeutral,
                         kNeutral);
    }
}

void PanePainter::paint(Picture& canvas,
                        const Box& pane,
                        SourceId source,
                        const PicturePointer& picture) {
    const Box box = fitInside(*picture, pane);
    blackBeside(canvas, pane, box);
    copy(*tile(source, picture, box.width, box.height), canvas, box);
}

void PanePainter::blackBeside(Picture& canvas, const Box& pane, const Box& box) {
    if (box != pane) {
        fill(canvas, {pane.x, pane.y, pane.width, box.y - pane.y}, kBlack);
        fill(canvas, {pane.x, pane.y, box.x - pane.x, pane.height}, kBlack);
        const int right = box.x + box.width;
        const int below = box.y + box.height;
        fill(canvas, {right, pane.y, pane.x + pane.width - right, pane.height}, kBlack);
        fill(canvas, {pane.x, below, pane.width, pane.y + pane.height - below}, kBlack);
    }
}

PicturePointer PanePainter::fitted(const PicturePointer& picture,
                                   int width,
                                   int height,
                                   double pixelShape) {
    const Box whole{0, 0, width, height};
    const Box box = fitInside(*picture, whole, pixelShape);
    if (box == whole) {
        return scaled(picture, width, height);
    }
    auto made = pool_.take(width, height);
    blackBeside(*made, whole, box);
    copy(*scaled(picture, box.width, box.height), *made, box);
    return made;
}

PicturePointer PanePainter::scaled(const PicturePointer& picture, int width, int height) {
    if (picture->width == width && picture->height == height) {
        return picture;
    }
    auto made = pool_.take(width, height);
    // Box is exact and fast for shrinking by whole numbers; elsewhere bilinear is cheaper.
    const bool shrinks = picture->width >= 2 * width && picture->height >= 2 * height;
    libyuv::I420Scale(picture->planes[0],
                      picture->strides[0],
                      picture->planes[1],
                      picture->strides[1],
                      picture->planes[2],
                      picture->strides[2],
                      picture->width,
                      picture->height,
                      made->planes[0],
                      made->strides[0],
                      made->planes[1],
                      made->strides[1],
                      made->planes[2],
                      made->strides[2],
                      width,
                      height,
                      shrinks ? libyuv::kFilterBox : libyuv::kFilterBilinear);
    return made;
}

PicturePointer PanePainter::tile(SourceId source,
                                 const PicturePointer& picture,
                                 int width,
                                 int height) {
    auto found = std::ranges::find_if(tiles_, [&](const Tile& tile) {
        return tile.source == source && tile.width == width && tile.height == height;
    });
    if (found == tiles_.end()) {
        tiles_.push_back({source, nullptr, nullptr, width, height, 0});
        found = tiles_.end() - 1;
    }
    found->idleRounds = 0;
    if (found->from != picture) {
        found->from = picture;
        found->scaled = scaled(picture, width, height);
    }
    return found->scaled;
}

void PanePainter::age() {
    std::erase_if(tiles_, [](Tile& tile) { return ++tile.idleRounds > kMaxIdleRounds; });
}

void PanePainter::forget(SourceId source) {
    std::erase_if(tiles_, [source](const Tile& tile) { return tile.source == source; });
}

}  // namespace mcu::mixing
