// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "h323/asn1/value.h"
#include "media/codec.h"

namespace mcu::h323::capability {

/// H.264 in H.245 (H.241 clause 8.3 and annex A).
inline constexpr std::string_view kH264 = "0.0.8.241.0.0.1";
inline constexpr std::string_view kSingleNal = "0.0.8.241.0.0.0.0";
inline constexpr std::string_view kNonInterleaved = "0.0.8.241.0.0.0.1";

/// What one entry says.
struct H264Capability {
    media::H264Format format;  ///< packetizationMode is not part of an entry: 0
    std::uint32_t kbps = 0;    ///< maxBitRate; 0 unstated
};

/// Level parameter of H.241 (table 8-6) for a level_idc of H.264: 71 for 31; level 1b (9) is 19.
/// A level between two of the table counts as the lower one.
[[nodiscard]] std::uint16_t levelParameter(int levelIdc);
[[nodiscard]] std::uint8_t levelIdc(std::int64_t parameter);

/// Fills a GenericCapability. Limits above the level go into CustomMaxMBPS (units of 500
/// macroblocks a second), CustomMaxFS (256 macroblocks) and CustomMaxBRandCPB (25000 bit/s),
/// rounded down: we promise no more than we can take.
void writeH264(Value& generic, const H264Capability& capability);
/// Nothing when it is another codec, or has no profile and level.
[[nodiscard]] std::optional<H264Capability> readH264(const Value& generic);

}  // namespace mcu::h323::capability
