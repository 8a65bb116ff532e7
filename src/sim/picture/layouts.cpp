// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/picture/layouts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace mcu::sim {
namespace {

constexpr double kAspect = 16.0 / 9.0;

std::vector<PixelRect> grid(int columns, int rows) {
    std::vector<PixelRect> panes;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            panes.push_back({static_cast<double>(column) / columns,
                             static_cast<double>(row) / rows,
                             1.0 / columns,
                             1.0 / rows});
        }
    }
    return panes;
}

/// One pane of size-1 cells square in the upper left corner, single cells right of and below it.
std::vector<PixelRect> oneBig(int size) {
    const double cell = 1.0 / size;
    std::vector<PixelRect> panes = {{0, 0, 1 - cell, 1 - cell}};
    for (int row = 0; row + 1 < size; ++row) {
        panes.push_back({1 - cell, row * cell, cell, cell});
    }
    for (int column = 0; column < size; ++column) {
        panes.push_back({column * cell, 1 - cell, cell, cell});
    }
    return panes;
}

PixelRect scaled(const PixelRect& rect, const LumaView& luma) {
    return {rect.x * luma.width,
            rect.y * luma.height,
            rect.width * luma.width,
            rect.height * luma.height};
}

/// The 16:9 rectangle in the middle of a pane: the largest inside it, or the smallest around it.
PixelRect centred(const PixelRect& pane, bool inside) {
    PixelRect made = pane;
    const bool wide = pane.width > pane.height * kAspect;
    if (wide == inside) {
        made.width = pane.height * kAspect;
        made.x += (pane.width - made.width) / 2;
    } else {
        made.height = pane.width / kAspect;
        made.y += (pane.height - made.height) / 2;
    }
    return made;
}

/// Where a picture of 4:3 is in a pane of 16:9, whatever the shape of its pixels.
PixelRect middleOfFourThirds(const PixelRect& pane) {
    constexpr double kShare = 4.0 / 3.0 / kAspect;
    return {pane.x + pane.width * (1 - kShare) / 2, pane.y, pane.width * kShare, pane.height};
}

/// Where a picture of 16:9 is in a whole one of 4:3, as those of H.263 are; nothing when it is
/// none.
std::optional<LumaView> wideMiddle(const LumaView& luma) {
    if (luma.width * 9 != luma.height * 11) {
        return std::nullopt;
    }
    const int bar = luma.height / 8;
    return LumaView{luma.data + bar * luma.stride, luma.stride, luma.width, luma.height - 2 * bar};
}

std::optional<CodeReading> readPane(const LumaView& luma,
                                    const PixelRect& pane,
                                    std::span<const PixelRect> covered) {
    std::optional<CodeReading> best = readCode(luma, pane, covered);
    if (!best) {
        best = readCode(luma, middleOfFourThirds(pane), covered);
    }
    if (std::abs(pane.width - pane.height * kAspect) < 0.02 * pane.width) {
        return best;
    }
    for (const bool inside : {true, false}) {
        const auto found = readCode(luma, centred(pane, inside), covered);
        if (found && (!best || found->margin > best->margin)) {
            best = found;
        }
    }
    return best;
}

double readableArea(const ComposedReading& reading, const PaneLayout& layout) {
    double area = 0;
    for (std::size_t i = 0; i < reading.panes.size(); ++i) {
        if (reading.panes[i]) {
            area += layout.panes[i].width * layout.panes[i].height;
        }
    }
    return area;
}

}  // namespace

const std::vector<PaneLayout>& standardLayouts() {
    static const std::vector<PaneLayout> layouts = {
        {"1x1", grid(1, 1)},
        {"1+1", {{0, 0.25, 0.5, 0.5}, {0.5, 0.25, 0.5, 0.5}}},
        {"2x2", grid(2, 2)},
        {"3x3", grid(3, 3)},
        {"4x4", grid(4, 4)},
        {"1+5", oneBig(3)},
        {"1+7", oneBig(4)},
        {"pip", {{0, 0, 1, 1}, {0.72, 0.72, 0.25, 0.25}}},
    };
    return layouts;
}

const PaneLayout* findLayout(std::string_view name) {
    for (const auto& layout : standardLayouts()) {
        if (layout.name == name) {
            return &layout;
        }
    }
    return nullptr;
}

int ComposedReading::readable() const {
    return static_cast<int>(std::count_if(
        panes.begin(), panes.end(), [](const auto& pane) { return pane.has_value(); }));
}

ComposedReading readPanes(const LumaView& luma, const PaneLayout& layout) {
    ComposedReading reading{layout.name, {}};
    std::vector<PixelRect> rects;
    rects.reserve(layout.panes.size());
    for (const auto& pane : layout.panes) {
        rects.push_back(scaled(pane, luma));
    }
    for (std::size_t i = 0; i < rects.size(); ++i) {
        std::vector<PixelRect> covered;
        for (std::size_t above = i + 1; above < rects.size(); ++above) {
            if (rects[above].overlaps(rects[i])) {
                covered.push_back(rects[above]);
            }
        }
        reading.panes.push_back(readPane(luma, rects[i], covered));
    }
    return reading;
}

namespace {

using Score = std::pair<int, double>;

void readBest(const LumaView& luma,
              std::string_view preferred,
              ComposedReading& best,
              Score& bestScore) {
    for (const auto& layout : standardLayouts()) {
        auto reading = readPanes(luma, layout);
        const Score score{reading.readable(),
                          readableArea(reading, layout) + (layout.name == preferred ? 1e-6 : 0)};
        if (score > bestScore) {
            best = std::move(reading);
            bestScore = score;
        }
    }
}

}  // namespace

ComposedReading readComposed(const LumaView& luma, std::string_view preferred) {
    ComposedReading best;
    Score bestScore{0, 0};
    readBest(luma, preferred, best, bestScore);
    if (const auto middle = wideMiddle(luma)) {
        readBest(*middle, preferred, best, bestScore);
    }
    return best;
}

}  // namespace mcu::sim
