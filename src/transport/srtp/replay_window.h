// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mcu::srtp {

/// The replay list of RFC 3711 section 3.3.2 as a ring of bits over packet indices (the layout of
/// RFC 6479). Indices up to 960 below the highest are told apart; older ones count as seen. One per
/// SSRC and direction, inside its source.
class ReplayWindow {
public:
    [[nodiscard]] bool isFresh(std::uint64_t index) const noexcept {
        if (!any_ || index > highest_) {
            return true;
        }
        if (highest_ - index >= kSpan) {
            return false;
        }
        return (words_[wordOf(index)] & bitOf(index)) == 0;
    }

    void mark(std::uint64_t index) noexcept {
        if (!any_) {
            any_ = true;
            highest_ = index;
        } else if (index > highest_) {
            clearBetween(highest_, index);
            highest_ = index;
        }
        words_[wordOf(index)] |= bitOf(index);
    }

    [[nodiscard]] bool any() const noexcept { return any_; }

    [[nodiscard]] std::uint64_t highest() const noexcept { return highest_; }

private:
    static constexpr std::size_t kWords = 16;
    static constexpr std::uint64_t kSpan = (kWords - 1) * 64;

    static std::size_t wordOf(std::uint64_t index) noexcept { return (index / 64) % kWords; }

    static std::uint64_t bitOf(std::uint64_t index) noexcept {
        return std::uint64_t{1} << (index % 64);
    }

    void clearBetween(std::uint64_t from, std::uint64_t to) noexcept {
        std::uint64_t steps = to / 64 - from / 64;
        if (steps > kWords) {
            steps = kWords;
        }
        for (std::uint64_t step = 1; step <= steps; ++step) {
            words_[(from / 64 + step) % kWords] = 0;
        }
    }

    std::array<std::uint64_t, kWords> words_{};
    std::uint64_t highest_ = 0;
    bool any_ = false;
};

}  // namespace mcu::srtp
