// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "mixing/video/picture.h"

namespace mcu::mixing {

/// A picture as loop detection sees it: the mean luma of 16 x 9 fields, from some samples of each,
/// about mid-grey.
struct Thumbnail {
    static constexpr int kWidth = 16;
    static constexpr int kHeight = 9;

    std::array<float, kWidth * kHeight> fields{};
};

/// The luma of 96 x 54 fields, from which the thumbnail of any part on that grid is made. One
/// thread.
class LumaGrid {
public:
    static constexpr int kWidth = 96;
    static constexpr int kHeight = 54;

    /// A part of the picture: `scale` grid fields each way are one field of its thumbnail.
    struct Part {
        int x = 0;
        int y = 0;
        int scale = kWidth / Thumbnail::kWidth;
    };

    /// The whole picture, its quarters and ninths, and the halves of a picture of two: where
    /// another conference shows what we send it.
    [[nodiscard]] static const std::vector<Part>& parts();

    /// An empty grid is black.
    LumaGrid() : fields_(static_cast<std::size_t>(kWidth) * kHeight) {}

    explicit LumaGrid(const Picture& picture);

    [[nodiscard]] Thumbnail thumbnail(const Part& part) const;

    [[nodiscard]] float mean() const;
    /// Standard deviation of the fields.
    [[nodiscard]] float deviation() const;
    /// The greatest difference of one field from the same of another grid.
    [[nodiscard]] float greatestChange(const LumaGrid& other) const;

private:
    std::vector<float> fields_;
};

}  // namespace mcu::mixing
