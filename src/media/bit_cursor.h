// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mcu::media {

/// Reads a coded picture bit by bit, most significant bit first. Past the end there are zeros, and
/// overrun() says so. A view: the bytes must outlive it.
class BitCursor {
public:
    explicit BitCursor(std::span<const std::byte> bytes) : bytes_(bytes) {}

    /// The next `count` (at most 24) bits, without taking them.
    [[nodiscard]] std::uint32_t peek(unsigned count) const {
        std::uint32_t word = 0;
        const std::size_t first = at_ / 8;
        for (std::size_t i = 0; i < 4; ++i) {
            const bool inside = first + i < bytes_.size();
            word = word << 8U | (inside ? std::to_integer<std::uint32_t>(bytes_[first + i]) : 0U);
        }
        return count == 0 ? 0 : word << (at_ % 8) >> (32 - count);
    }

    std::uint32_t read(unsigned count) {
        const auto value = peek(count);
        at_ += count;
        return value;
    }

    bool flag() { return read(1) != 0; }

    void skip(std::size_t count) { at_ += count; }

    /// To the next whole byte, if not at one.
    void align() { at_ = (at_ + 7) / 8 * 8; }

    /// Bits from the beginning.
    [[nodiscard]] std::size_t at() const { return at_; }

    [[nodiscard]] bool overrun() const { return at_ > bytes_.size() * 8; }

private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

}  // namespace mcu::media
