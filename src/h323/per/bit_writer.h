// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace mcu::h323 {

/// Writes bits and octets of aligned PER, most significant first.
class BitWriter {
public:
    void bits(std::uint64_t value, unsigned count) {
        for (; count > 0; --count) {
            if (used_ == 0) {
                octets_.push_back(0);
            }
            if ((value >> (count - 1U) & 1U) != 0) {
                octets_.back() = static_cast<std::uint8_t>(octets_.back() | 0x80U >> used_);
            }
            used_ = (used_ + 1) % 8;
        }
    }

    void align() { used_ = 0; }

    /// Octets after aligning.
    void octets(std::span<const std::uint8_t> value) {
        align();
        octets_.insert(octets_.end(), value.begin(), value.end());
    }

    [[nodiscard]] std::size_t size() const { return octets_.size(); }

    [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(octets_); }

private:
    std::vector<std::uint8_t> octets_;
    unsigned used_ = 0;  ///< bits used of the last octet; 0: all
};

}  // namespace mcu::h323
