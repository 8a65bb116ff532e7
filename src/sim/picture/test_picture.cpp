// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/picture/test_picture.h"

#include <algorithm>

#include "sim/picture/picture_code.h"

namespace mcu::sim {
namespace {

constexpr int kNoise = 8;

std::uint32_t nextNoise(std::uint32_t& state) {  // xorshift32
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    return state;
}

}  // namespace

TestPicture::TestPicture(int width, int height, int site) : picture_(width, height), site_(site) {}

void TestPicture::drawGround(int index) {
    noise_ = 0x9E3779B9U ^ static_cast<std::uint32_t>(site_ * 7919 + index * 104729 + 1);
    auto* luma = picture_.luma();
    const auto bytes = picture_.lumaBytes();
    for (std::size_t i = 0; i < bytes; i += 4) {
        auto random = nextNoise(noise_);
        const auto end = std::min(bytes, i + 4);
        for (std::size_t k = i; k < end; ++k, random >>= 8U) {
            luma[k] = static_cast<std::uint8_t>(kCodeGround - kNoise +
                                                static_cast<int>(random % (2 * kNoise + 1)));
        }
    }
    // A colour of the room's own, drifting slowly.
    auto* chroma = picture_.chroma();
    const auto half = bytes / 4;
    std::fill_n(chroma, half, static_cast<std::uint8_t>(96 + (site_ * 37 + index) % 64));
    std::fill_n(
        chroma + half, half, static_cast<std::uint8_t>(96 + (site_ * 59 + 64 - index % 64) % 64));
}

const Picture& TestPicture::draw(int index) {
    drawGround(index);
    const PixelRect whole{
        0, 0, static_cast<double>(picture_.width()), static_cast<double>(picture_.height())};
    paintCode(picture_, whole, site_, index);
    return picture_;
}

Picture mutedPicture(int width, int height) {
    Picture picture(width, height);
    std::fill_n(picture.luma(), picture.lumaBytes(), kCodeGround);
    return picture;
}

}  // namespace mcu::sim
