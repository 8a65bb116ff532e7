// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h263/picture_header.h"

#include <array>
#include <utility>

#include "media/bit_cursor.h"

namespace mcu::media::h263 {

namespace {

constexpr unsigned kStartCodeBits = 22;
constexpr std::uint32_t kStartCode = 0x20;
constexpr unsigned kExtended = 7;  ///< source format: PLUSPTYPE follows
constexpr int kMostSupplements = 64;

/// By source format: forbidden, sub-QCIF, QCIF, CIF, 4CIF, 16CIF.
constexpr std::array<std::pair<int, int>, 6> kSizes = {
    std::pair(0, 0), {128, 96}, {176, 144}, {352, 288}, {704, 576}, {1408, 1152}};

bool setSize(unsigned source, PictureHeader& header) {
    if (source == 0 || source >= kSizes.size()) {
        return false;
    }
    header.source = static_cast<std::uint8_t>(source);
    header.width = kSizes[source].first;
    header.height = kSizes[source].second;
    return true;
}

/// Section 5.1.4: the optional part has the size, the mandatory one the type.
bool readPlus(BitCursor& cursor, PictureHeader& header) {
    constexpr unsigned kCustom = 6;
    constexpr unsigned kOptionalRest = 15;
    constexpr unsigned kMandatoryRest = 6;
    header.plus = true;
    const auto update = cursor.read(3);
    unsigned source = 0;
    if (update == 1) {
        source = cursor.read(3);
        cursor.skip(kOptionalRest);
    } else if (update != 0) {
        return false;
    }
    header.intra = cursor.read(3) == 0;
    cursor.skip(kMandatoryRest);
    if (cursor.flag()) {
        cursor.skip(2);  // CPM: PSBI
    }
    if (update == 0) {
        return true;
    }
    if (source != kCustom) {
        return setSize(source, header);
    }
    cursor.skip(4);  // pixel aspect ratio
    header.width = static_cast<int>(cursor.read(9) + 1) * 4;
    cursor.skip(1);
    header.height = static_cast<int>(cursor.read(9)) * 4;
    return header.height > 0;
}

bool readBaseline(BitCursor& cursor, unsigned source, PictureHeader& header) {
    header.intra = !cursor.flag();
    const auto annexes = cursor.read(4);
    const bool twoInOne = (annexes & 1U) != 0;
    header.quantizer = static_cast<std::uint8_t>(cursor.read(5));
    const bool multipoint = cursor.flag();
    cursor.skip(multipoint ? 2 : 0);
    cursor.skip(twoInOne ? 5 : 0);
    header.annexes = annexes != 0 || multipoint;
    int supplements = 0;
    while (cursor.flag()) {
        cursor.skip(8);
        if (++supplements > kMostSupplements) {
            return false;
        }
    }
    header.bits = cursor.at();
    return header.quantizer > 0 && setSize(source, header);
}

}  // namespace

std::optional<PictureHeader> readPictureHeader(std::span<const std::byte> picture) {
    BitCursor cursor(picture);
    PictureHeader header;
    if (cursor.read(kStartCodeBits) != kStartCode) {
        return std::nullopt;
    }
    header.temporalReference = static_cast<std::uint8_t>(cursor.read(8));
    constexpr unsigned kMarks = 2;  // a 1, and a 0 that tells H.263 from H.261
    if (cursor.read(2) != kMarks) {
        return std::nullopt;
    }
    cursor.skip(3);
    const auto source = cursor.read(3);
    const bool read =
        source == kExtended ? readPlus(cursor, header) : readBaseline(cursor, source, header);
    return read && !cursor.overrun() ? std::optional(header) : std::nullopt;
}

}  // namespace mcu::media::h263
