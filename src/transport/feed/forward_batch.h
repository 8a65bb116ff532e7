// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "media/codec.h"

namespace mcu::transport {

/// Packets of a forwarded stream gathered during one sweep over the sockets, then sent to all
/// receivers of the feed. Keeps its memory from sweep to sweep.
class ForwardBatch {
public:
    struct Item {
        std::uint64_t sequence = 0;  ///< extended, of the source
        std::uint32_t generation =
            0;  ///< another one: the source's sequence and timestamps began anew
        std::uint32_t timestamp = 0;
        media::Codec codec = media::Codec::h264;
        bool marker = false;
        bool startsKeyframe = false;
        SteadyTime arrival{};
        std::size_t offset = 0;
        std::size_t length = 0;
    };

    void add(Item item, std::span<const std::byte> payload) {
        item.offset = bytes_.size();
        item.length = payload.size();
        bytes_.insert(bytes_.end(), payload.begin(), payload.end());
        items_.push_back(item);
    }

    void clear() {
        items_.clear();
        bytes_.clear();
    }

    [[nodiscard]] bool empty() const { return items_.empty(); }

    [[nodiscard]] const std::vector<Item>& items() const { return items_; }

    [[nodiscard]] std::span<const std::byte> payload(const Item& item) const {
        return std::span(bytes_).subspan(item.offset, item.length);
    }

private:
    std::vector<Item> items_;
    std::vector<std::byte> bytes_;
};

}  // namespace mcu::transport
