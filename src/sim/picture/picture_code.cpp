// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/picture/picture_code.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mcu::sim {
namespace {

constexpr int kColumns = 8;
constexpr int kRows = 4;
constexpr int kCells = kColumns * kRows;
constexpr int kSiteBits = 8;
constexpr int kBits = 14;
constexpr double kLeft = 0.08;
constexpr double kTop = 0.12;
constexpr double kWidth = 0.84;
constexpr double kHeight = 0.76;
/// The share of a cell's width and height the reader looks at.
constexpr double kCore = 0.4;
constexpr double kLeastContrast = 40;
constexpr double kLeastMargin = 0.2;
constexpr int kSamplesPerSide = 8;

constexpr std::array<int, 4> kCorners = {0, kColumns - 1, kCells - kColumns, kCells - 1};
constexpr std::array<bool, 4> kCornerWhite = {true, false, false, true};

bool isCorner(int cell) {
    return std::find(kCorners.begin(), kCorners.end(), cell) != kCorners.end();
}

/// The cell of a bit, or of its complement.
int cellOf(int bit, bool complement) {
    int seen = 0;
    const int wanted = complement ? kBits + bit : bit;
    for (int cell = 0; cell < kCells; ++cell) {
        if (!isCorner(cell) && seen++ == wanted) {
            return cell;
        }
    }
    return 0;
}

PixelRect cellRect(const PixelRect& rect, int cell, double share) {
    const double cellWidth = rect.width * kWidth / kColumns;
    const double cellHeight = rect.height * kHeight / kRows;
    const double x = rect.x + rect.width * kLeft + cellWidth * (cell % kColumns);
    const double y =
        rect.y + rect.height * kTop + cellHeight * std::floor(static_cast<double>(cell) / kColumns);
    return {x + cellWidth * (1 - share) / 2,
            y + cellHeight * (1 - share) / 2,
            cellWidth * share,
            cellHeight * share};
}

void fillCell(Picture& picture, const PixelRect& area, bool white) {
    const int x0 = std::clamp(static_cast<int>(std::lround(area.x)), 0, picture.width());
    const int x1 =
        std::clamp(static_cast<int>(std::lround(area.x + area.width)), 0, picture.width());
    const int y0 = std::clamp(static_cast<int>(std::lround(area.y)), 0, picture.height());
    const int y1 =
        std::clamp(static_cast<int>(std::lround(area.y + area.height)), 0, picture.height());
    for (int y = y0; y < y1; ++y) {
        auto* row = picture.luma() + static_cast<std::ptrdiff_t>(y) * picture.width();
        std::fill(row + x0, row + x1, white ? kCodeWhite : kCodeBlack);
    }
}

double average(const LumaView& luma, const PixelRect& area) {
    const int columns = std::clamp(static_cast<int>(area.width), 1, kSamplesPerSide);
    const int rows = std::clamp(static_cast<int>(area.height), 1, kSamplesPerSide);
    int sum = 0;
    for (int row = 0; row < rows; ++row) {
        const int y = std::clamp(
            static_cast<int>(area.y + area.height * (row + 0.5) / rows), 0, luma.height - 1);
        for (int column = 0; column < columns; ++column) {
            const int x =
                std::clamp(static_cast<int>(area.x + area.width * (column + 0.5) / columns),
                           0,
                           luma.width - 1);
            sum += luma.data[y * luma.stride + x];
        }
    }
    return static_cast<double>(sum) / (columns * rows);
}

/// A pane's cells as brightness; covered ones are unknown.
class Cells {
public:
    Cells(const LumaView& luma, const PixelRect& rect, std::span<const PixelRect> covered)
        : luma_(luma), rect_(rect), covered_(covered) {}

    [[nodiscard]] std::optional<double> value(int cell) const {
        const auto area = cellRect(rect_, cell, kCore);
        for (const auto& cover : covered_) {
            if (cover.overlaps(area)) {
                return std::nullopt;
            }
        }
        return average(luma_, area);
    }

private:
    const LumaView& luma_;
    const PixelRect& rect_;
    std::span<const PixelRect> covered_;
};

struct Scale {
    double threshold = 0;
    double halfContrast = 0;
    double margin = 1;

    /// Positive: white.
    double judge(double value) {
        const double distance = (value - threshold) / halfContrast;
        margin = std::min(margin, std::abs(distance));
        return distance;
    }
};

std::optional<Scale> scaleOf(const Cells& cells) {
    std::array<double, 2> sum{};
    std::array<int, 2> count{};
    std::array<std::optional<double>, 4> values;
    for (std::size_t i = 0; i < kCorners.size(); ++i) {
        values[i] = cells.value(kCorners[i]);
        if (values[i]) {
            sum[kCornerWhite[i] ? 1 : 0] += *values[i];
            ++count[kCornerWhite[i] ? 1 : 0];
        }
    }
    if (count[0] == 0 || count[1] == 0 || count[0] + count[1] < 3) {
        return std::nullopt;
    }
    const double black = sum[0] / count[0];
    const double white = sum[1] / count[1];
    if (white - black < kLeastContrast) {
        return std::nullopt;
    }
    Scale scale{(white + black) / 2, (white - black) / 2};
    for (std::size_t i = 0; i < kCorners.size(); ++i) {
        if (values[i] && (scale.judge(*values[i]) > 0) != kCornerWhite[i]) {
            return std::nullopt;
        }
    }
    return scale;
}

/// A bit from its cell and its complement's; empty when they disagree or are both covered.
std::optional<bool> readBit(const Cells& cells, Scale& scale, int bit) {
    const auto plain = cells.value(cellOf(bit, false));
    const auto complement = cells.value(cellOf(bit, true));
    if (!plain && !complement) {
        return std::nullopt;
    }
    const bool fromPlain = plain && scale.judge(*plain) > 0;
    const bool fromComplement = complement && scale.judge(*complement) <= 0;
    if (plain && complement && fromPlain != fromComplement) {
        return std::nullopt;
    }
    return plain ? fromPlain : fromComplement;
}

}  // namespace

void paintCode(Picture& picture, const PixelRect& rect, int site, int counter) {
    for (std::size_t i = 0; i < kCorners.size(); ++i) {
        fillCell(picture, cellRect(rect, kCorners[i], 1.0), kCornerWhite[i]);
    }
    const unsigned value = (static_cast<unsigned>(site) % kCodeSites) |
                           (static_cast<unsigned>(counter) % kCodeCounters) << kSiteBits;
    for (int bit = 0; bit < kBits; ++bit) {
        const bool set = (value >> static_cast<unsigned>(bit) & 1U) != 0;
        fillCell(picture, cellRect(rect, cellOf(bit, false), 1.0), set);
        fillCell(picture, cellRect(rect, cellOf(bit, true), 1.0), !set);
    }
}

std::optional<CodeReading> readCode(const LumaView& luma,
                                    const PixelRect& rect,
                                    std::span<const PixelRect> covered) {
    if (luma.data == nullptr || rect.width < 2 * kColumns || rect.height < 2 * kRows) {
        return std::nullopt;
    }
    const Cells cells(luma, rect, covered);
    auto scale = scaleOf(cells);
    if (!scale) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const auto set = readBit(cells, *scale, bit);
        if (!set) {
            return std::nullopt;
        }
        value |= (*set ? 1U : 0U) << static_cast<unsigned>(bit);
    }
    if (scale->margin < kLeastMargin) {
        return std::nullopt;
    }
    return CodeReading{
        static_cast<int>(value % kCodeSites), static_cast<int>(value / kCodeSites), scale->margin};
}

}  // namespace mcu::sim
