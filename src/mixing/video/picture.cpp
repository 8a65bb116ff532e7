// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/picture.h"

#include <algorithm>
#include <utility>

namespace mcu::mixing {

namespace {

int aligned(int value) {
    constexpr int kAlignment = 64;
    return (value + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

std::shared_ptr<Picture> PicturePool::take(int width, int height) {
    std::unique_ptr<Memory> memory;
    {
        const std::scoped_lock lock(store_->mutex);
        const auto found = std::ranges::find_if(store_->idle, [&](const auto& idle) {
            return idle->width == width && idle->height == height;
        });
        if (found != store_->idle.end()) {
            memory = std::move(*found);
            store_->idle.erase(found);
            memory->pixelShape = 1;
        }
    }
    if (!memory) {
        memory = std::make_unique<Memory>();
        memory->width = width;
        memory->height = height;
        const int luma = aligned(width);
        const int chroma = aligned(memory->chromaWidth());
        memory->strides = {luma, chroma, chroma};
        const auto lumaBytes = static_cast<std::size_t>(luma) * height;
        const auto chromaBytes = static_cast<std::size_t>(chroma) * memory->chromaHeight();
        memory->bytes = std::make_unique_for_overwrite<std::uint8_t[]>(lumaBytes + 2 * chromaBytes);
        std::uint8_t* start = memory->bytes.get();
        memory->planes = {start, start + lumaBytes, start + lumaBytes + chromaBytes};
    }
    return {memory.release(), [store = store_](Memory* done) {
                std::unique_ptr<Memory> owned(done);
                const std::scoped_lock lock(store->mutex);
                store->idle.push_back(std::move(owned));
                if (store->idle.size() > kMaxIdle) {
                    store->idle.erase(store->idle.begin());
                }
            }};
}

}  // namespace mcu::mixing
