// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mcu::media::h263 {

/// The picture layer's header (H.263 section 5.1), as far as packets and decoders need it.
struct PictureHeader {
    int width = 0;  ///< 0: as the picture before (PLUSPTYPE without its optional part)
    int height = 0;
    bool intra = false;
    bool plus = false;        ///< PLUSPTYPE is there: H.263 version 2; what follows is not read
    std::uint8_t source = 0;  ///< source format of PTYPE, 1 sub-QCIF to 5 16CIF
    std::uint8_t temporalReference = 0;
    bool annexes = false;  ///< D, E, F or G, or several bit streams in one (CPM)
    std::uint8_t quantizer = 0;
    std::size_t bits = 0;  ///< length of the header, when not `plus`
};

/// Reads what begins with a picture start code. Nothing: it does not, or is malformed. Never
/// asserts on input.
[[nodiscard]] std::optional<PictureHeader> readPictureHeader(std::span<const std::byte> picture);

}  // namespace mcu::media::h263
