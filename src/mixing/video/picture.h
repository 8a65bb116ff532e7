// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace mcu::mixing {

/// A picture in I420, limited range. Written by whoever made it, then shared as a PicturePointer
/// and never changed again. Where the planes live is known to the class derived from it.
struct Picture {
    Picture() = default;
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;
    virtual ~Picture() = default;

    int width = 0;
    int height = 0;
    double pixelShape = 1;  ///< width of a pixel by its height
    std::array<std::uint8_t*, 3> planes{};
    std::array<int, 3> strides{};

    [[nodiscard]] int chromaWidth() const { return (width + 1) / 2; }

    [[nodiscard]] int chromaHeight() const { return (height + 1) / 2; }

    [[nodiscard]] std::uint8_t* at(int plane, int x, int y) const {
        return planes[plane] + static_cast<std::ptrdiff_t>(y) * strides[plane] + x;
    }
};

using PicturePointer = std::shared_ptr<const Picture>;

/// Hands out pictures to write on and takes their memory back when the last reader lets go. Any
/// thread; pictures may outlive the pool.
class PicturePool {
public:
    PicturePool() : store_(std::make_shared<Store>()) {}

    /// A picture of that size with undefined content.
    std::shared_ptr<Picture> take(int width, int height);

private:
    struct Memory final : Picture {
        std::unique_ptr<std::uint8_t[]> bytes;
    };

    struct Store {
        std::mutex mutex;
        std::vector<std::unique_ptr<Memory>> idle;
    };

    static constexpr std::size_t kMaxIdle = 24;

    std::shared_ptr<Store> store_;
};

}  // namespace mcu::mixing
