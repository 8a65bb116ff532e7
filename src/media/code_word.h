// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "media/bit_cursor.h"

namespace mcu::media {

/// A word of a variable length code. Which word it is in its list is its value.
struct CodeWord {
    std::uint16_t code = 0;
    std::uint8_t bits = 0;
};

/// A variable length code of up to 255 words of at most `Longest` bits, by all that may be ahead.
template <unsigned Longest>
class CodeTable {
public:
    template <std::size_t Words>
    explicit constexpr CodeTable(const std::array<CodeWord, Words>& words) {
        static_assert(Words <= kNone);
        entries_.fill({kNone, 0});
        for (std::size_t i = 0; i < Words; ++i) {
            const unsigned free = Longest - words[i].bits;
            const std::size_t first = static_cast<std::size_t>(words[i].code) << free;
            for (std::size_t k = first; k < first + (std::size_t{1} << free); ++k) {
                entries_[k] = {static_cast<std::uint8_t>(i), words[i].bits};
            }
        }
    }

    /// Takes one word; nothing when none fits.
    [[nodiscard]] std::optional<unsigned> read(BitCursor& cursor) const {
        const Entry& entry = entries_[cursor.peek(Longest)];
        cursor.skip(entry.bits);
        return entry.word == kNone ? std::nullopt : std::optional<unsigned>(entry.word);
    }

private:
    static constexpr std::uint8_t kNone = 255;

    struct Entry {
        std::uint8_t word = kNone;
        std::uint8_t bits = 0;
    };

    std::array<Entry, std::size_t{1} << Longest> entries_{};
};

}  // namespace mcu::media
