// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace mcu::transport {

/// Extends 16-bit sequence numbers with their roll-overs and recognises duplicates and packets too
/// old to matter (RFC 3550 appendix A.1, with a window of the last 512 numbers).
class SequenceTracker {
public:
    enum class Verdict : std::uint8_t {
        fresh,  ///< newer than all before, or late but new
        duplicate,
        stale,  ///< behind the window
        jump,   ///< far ahead or behind: one stray packet, or a sender that began anew
    };

    struct Placed {
        Verdict verdict = Verdict::fresh;
        std::uint64_t extended = 0;
    };

    static constexpr std::uint64_t kWindow = 512;
    static constexpr std::uint16_t kMaxDropout = 3000;  ///< RFC 3550 appendix A.1

    /// Begins with this packet. The extended number starts one cycle up, so that earlier packets do
    /// not fall below 0.
    std::uint64_t start(std::uint16_t sequence);
    /// Places a packet and, when fresh, remembers it.
    Placed place(std::uint16_t sequence);

    [[nodiscard]] bool started() const { return highest_ != 0; }

    [[nodiscard]] std::uint64_t highest() const { return highest_; }

    [[nodiscard]] std::uint64_t base() const { return base_; }

    /// Numbers from base to highest.
    [[nodiscard]] std::uint64_t expected() const { return started() ? highest_ - base_ + 1 : 0; }

private:
    [[nodiscard]] bool seen(std::uint64_t extended) const;
    void mark(std::uint64_t extended);
    void clear(std::uint64_t extended);

    std::uint64_t highest_ = 0;
    std::uint64_t base_ = 0;
    std::uint16_t afterJump_ = 0;  ///< where a sender that began anew would go on
    bool jumped_ = false;
    std::array<std::uint64_t, kWindow / 64> window_{};
};

}  // namespace mcu::transport
