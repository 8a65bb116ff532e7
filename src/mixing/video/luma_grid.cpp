// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/luma_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mcu::mixing {
namespace {

constexpr int kSamples = 4;  ///< each way in a field

/// The place of the `index`th of `count` evenly spread samples over `length` pixels.
int spread(int index, int count, int length) {
    return std::min(length - 1, (2 * index + 1) * length / (2 * count));
}

}  // namespace

const std::vector<LumaGrid::Part>& LumaGrid::parts() {
    static const std::vector<Part> kParts = [] {
        std::vector<Part> made{{}, {0, 13, 3}, {48, 13, 3}};
        for (int i = 0; i < 4; ++i) {
            made.push_back({i % 2 * 48, i / 2 * 27, 3});
        }
        for (int i = 0; i < 9; ++i) {
            made.push_back({i % 3 * 32, i / 3 * 18, 2});
        }
        return made;
    }();
    return kParts;
}

LumaGrid::LumaGrid(const Picture& picture) : LumaGrid() {
    if (picture.width <= 0 || picture.height <= 0) {
        return;
    }
    for (int y = 0; y < kHeight * kSamples; ++y) {
        const auto* const row = picture.at(0, 0, spread(y, kHeight * kSamples, picture.height));
        float* const fields = &fields_[static_cast<std::size_t>(y / kSamples) * kWidth];
        for (int x = 0; x < kWidth * kSamples; ++x) {
            fields[x / kSamples] += row[spread(x, kWidth * kSamples, picture.width)];
        }
    }
    for (float& field : fields_) {
        field /= kSamples * kSamples;
    }
}

float LumaGrid::mean() const {
    return std::accumulate(fields_.begin(), fields_.end(), 0.0F) /
           static_cast<float>(fields_.size());
}

float LumaGrid::deviation() const {
    const float middle = mean();
    float sum = 0;
    for (const float field : fields_) {
        sum += (field - middle) * (field - middle);
    }
    return std::sqrt(sum / static_cast<float>(fields_.size()));
}

float LumaGrid::greatestChange(const LumaGrid& other) const {
    float greatest = 0;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        greatest = std::max(greatest, std::abs(fields_[i] - other.fields_[i]));
    }
    return greatest;
}

Thumbnail LumaGrid::thumbnail(const Part& part) const {
    Thumbnail made;
    for (int y = 0; y < Thumbnail::kHeight * part.scale; ++y) {
        const float* const row = &fields_[static_cast<std::size_t>(part.y + y) * kWidth + part.x];
        float* const fields =
            &made.fields[static_cast<std::size_t>(y / part.scale) * Thumbnail::kWidth];
        for (int x = 0; x < Thumbnail::kWidth * part.scale; ++x) {
            fields[x / part.scale] += row[x];
        }
    }
    for (float& field : made.fields) {
        field = field / static_cast<float>(part.scale * part.scale) - 128;
    }
    return made;
}

}  // namespace mcu::mixing
