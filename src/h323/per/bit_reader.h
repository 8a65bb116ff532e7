// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mcu::h323 {

/// Reads bits and octets of aligned PER, most significant first; every read is checked against the
/// end. After the first failure all reads fail. Borrows the octets.
class BitReader {
public:
    explicit BitReader(std::span<const std::uint8_t> octets) : octets_(octets) {}

    /// Up to 64 bits.
    bool bits(unsigned count, std::uint64_t& value) {
        if (count > 64 || count > remaining()) {
            return fail();
        }
        value = 0;
        for (; count > 0; --count, ++position_) {
            value = value << 1U | (octets_[position_ / 8] >> (7U - position_ % 8) & 1U);
        }
        return true;
    }

    bool bit(bool& value) {
        std::uint64_t got = 0;
        const bool read = bits(1, got);
        value = got != 0;
        return read;
    }

    /// Up to the next octet boundary.
    void align() { position_ = (position_ + 7) / 8 * 8; }

    /// `count` octets from the present octet boundary.
    bool octets(std::size_t count, std::span<const std::uint8_t>& value) {
        if (count > remaining() / 8) {
            return fail();
        }
        value = octets_.subspan(position_ / 8, count);
        position_ += count * 8;
        return true;
    }

    /// In bits; none after a failure.
    [[nodiscard]] std::size_t remaining() const {
        const std::size_t total = octets_.size() * 8;
        return failed_ || position_ > total ? 0 : total - position_;
    }

    [[nodiscard]] std::size_t position() const { return position_; }

    [[nodiscard]] bool failed() const { return failed_; }

private:
    bool fail() {
        failed_ = true;
        return false;
    }

    std::span<const std::uint8_t> octets_;
    std::size_t position_ = 0;
    bool failed_ = false;
};

}  // namespace mcu::h323
