// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/overlay.h"

namespace mcu::mixing {

namespace {

void blendRow(std::uint8_t* __restrict row,
              const std::uint8_t* __restrict keep,
              const std::uint8_t* __restrict add,
              int count) {
    for (int i = 0; i < count; ++i) {
        const unsigned factor = keep[i] + (keep[i] >> 7U);  // 255 keeps all of it
        row[i] = static_cast<std::uint8_t>((row[i] * factor >> 8U) + add[i]);
    }
}

}  // namespace

void Overlay::applyPart(Picture& target, int x, int y, int left, int width) const {
    for (int line = 0; line < box.height; ++line) {
        const auto from = static_cast<std::ptrdiff_t>(line) * box.width + left;
        blendRow(target.at(0, x + box.x, y + box.y + line),
                 lumaKeep.data() + from,
                 lumaAdd.data() + from,
                 width);
    }
    const int chromaWidth = box.width / 2;
    for (int line = 0; line < box.height / 2; ++line) {
        const auto from = static_cast<std::ptrdiff_t>(line) * chromaWidth + left / 2;
        for (int plane = 1; plane < 3; ++plane) {
            blendRow(target.at(plane, (x + box.x) / 2, (y + box.y) / 2 + line),
                     chromaKeep.data() + from,
                     chromaAdd.data() + from,
                     width / 2);
        }
    }
}

}  // namespace mcu::mixing
