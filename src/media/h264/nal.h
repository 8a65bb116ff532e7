// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mcu::media::h264 {

/// nal_unit_type of H.264 table 7-1, and the aggregation and fragmentation types of RFC 6184
/// table 1.
enum class NalType : std::uint8_t {
    slice = 1,
    idr = 5,
    sei = 6,
    sps = 7,
    pps = 8,
    accessUnitDelimiter = 9,
    stapA = 24,
    fuA = 28,
};

/// The type of a NAL unit or RTP payload by its first byte.
[[nodiscard]] constexpr NalType nalType(std::byte first) {
    return static_cast<NalType>(std::to_integer<std::uint8_t>(first) & 0x1F);
}

/// A coded slice starts a picture when first_mb_in_slice is 0: ue(v) 0 is a single 1 bit.
[[nodiscard]] constexpr bool startsPicture(std::span<const std::byte> slice) {
    return slice.size() >= 2 && (slice[1] & std::byte{0x80}) != std::byte{0};
}

/// Walks the NAL units of an Annex B byte stream (start codes of 3 or 4 bytes), without start codes
/// and trailing zeros. A view: the bytes must outlive it.
class AnnexBReader {
public:
    explicit AnnexBReader(std::span<const std::byte> stream)
        : stream_(stream), position_(startCode(0)) {}

    /// The next NAL unit, never empty; empty at the end.
    std::span<const std::byte> next() {
        while (position_ + 3 <= stream_.size()) {
            const std::size_t begin = position_ + 3;
            std::size_t end = startCode(begin);
            position_ = end;
            while (end > begin && stream_[end - 1] == std::byte{0}) {
                --end;
            }
            if (end > begin) {
                return stream_.subspan(begin, end - begin);
            }
        }
        return {};
    }

private:
    /// Where 00 00 01 begins at or after `from`; the size when nowhere.
    [[nodiscard]] std::size_t startCode(std::size_t from) const {
        for (std::size_t i = from; i + 3 <= stream_.size();) {
            if (std::to_integer<int>(stream_[i + 2]) > 1) {
                i += 3;
            } else if (stream_[i] == std::byte{0} && stream_[i + 1] == std::byte{0} &&
                       stream_[i + 2] == std::byte{1}) {
                return i;
            } else {
                ++i;
            }
        }
        return stream_.size();
    }

    std::span<const std::byte> stream_;
    std::size_t position_;
};

}  // namespace mcu::media::h264
