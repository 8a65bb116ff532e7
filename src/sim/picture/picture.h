// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mcu::sim {

/// The brightness plane of a picture somebody else owns. 8 bits a pixel.
struct LumaView {
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t stride = 0;
    int width = 0;
    int height = 0;
};

/// A rectangle in pixels; fractions are allowed, since panes need not end on a pixel.
struct PixelRect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    [[nodiscard]] bool overlaps(const PixelRect& other) const {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
               other.y < y + height;
    }
};

/// An I420 picture that owns its planes, without padding. Width and height are even.
class Picture {
public:
    Picture(int width, int height)
        : width_(width),
          height_(height),
          bytes_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3 / 2, 128) {}

    [[nodiscard]] int width() const { return width_; }

    [[nodiscard]] int height() const { return height_; }

    [[nodiscard]] std::size_t lumaBytes() const {
        return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
    }

    [[nodiscard]] std::uint8_t* luma() { return bytes_.data(); }

    /// U, then V.
    [[nodiscard]] std::uint8_t* chroma() { return bytes_.data() + lumaBytes(); }

    [[nodiscard]] LumaView view() const { return {bytes_.data(), width_, width_, height_}; }

    [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return bytes_; }

    [[nodiscard]] std::vector<std::uint8_t>& bytes() { return bytes_; }

private:
    int width_;
    int height_;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace mcu::sim
