// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mcu::media {

/// Puts pieces of a coded picture together that may begin and end within a byte (SBIT and EBIT of
/// RFC 2190 and RFC 4587): the byte two of them share is in both.
class BitJoiner {
public:
    /// Adds a piece of which the first bits of the first byte, and the last of the last, are no
    /// part. False when it does not join the one before. The first may begin within a byte: what
    /// is before it becomes zero.
    bool add(std::span<const std::byte> piece, unsigned skipFirst, unsigned skipLast) {
        const bool first = bytes_.empty();
        if (piece.empty() || (piece.size() == 1 && skipFirst + skipLast >= 8) ||
            (!first && (8 - skipFirst) % 8 != missing_ % 8)) {
            return false;
        }
        if (skipFirst != 0) {
            const auto mask = static_cast<std::byte>(0xFFU >> skipFirst);
            if (first) {
                bytes_.push_back(piece.front() & mask);
            } else {
                bytes_.back() = (bytes_.back() & ~mask) | (piece.front() & mask);
            }
            piece = piece.subspan(1);
        }
        bytes_.insert(bytes_.end(), piece.begin(), piece.end());
        missing_ = skipLast;
        return true;
    }

    void append(std::span<const std::byte> whole) {
        bytes_.insert(bytes_.end(), whole.begin(), whole.end());
    }

    void clear() {
        bytes_.clear();
        missing_ = 0;
    }

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

    /// Bits of the last byte that are not there yet.
    [[nodiscard]] unsigned missing() const { return missing_; }

private:
    std::vector<std::byte> bytes_;
    unsigned missing_ = 0;
};

}  // namespace mcu::media
