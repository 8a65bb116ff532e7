// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h263/depacketizer.h"

#include <algorithm>
#include <array>

#include "media/bit_cursor.h"

namespace mcu::media::h263 {

namespace {

constexpr std::array kStartCodeZeros{std::byte{0}, std::byte{0}};

/// Bytes of a header of RFC 2190 section 5: mode A, B, C by F and P.
std::size_t lengthOf2190(std::byte first) {
    const bool f = (first & std::byte{0x80}) != std::byte{0};
    const bool p = (first & std::byte{0x40}) != std::byte{0};
    return !f ? 4 : !p ? 8 : 12;
}

/// RFC 4629 section 5.1.
struct Header4629 {
    bool startCode = false;  ///< P: two zero bytes were left out in front of the data
    std::size_t length = 2;  ///< with VRC and the extra picture header, which are not needed
};

std::optional<Header4629> read4629(std::span<const std::byte> payload) {
    if (payload.size() < 2) {
        return std::nullopt;
    }
    BitCursor cursor(payload);
    cursor.skip(5);
    Header4629 header;
    header.startCode = cursor.flag();
    const bool redundancy = cursor.flag();
    header.length += cursor.read(6) + (redundancy ? 1 : 0);
    return payload.size() > header.length ? std::optional(header) : std::nullopt;
}

}  // namespace

void Depacketizer::clear() {
    unit_.clear();
    damaged_ = false;
    beginsPicture_ = false;
}

bool Depacketizer::add(std::span<const std::byte> payload) {
    const bool first = unit_.bytes().empty();
    const bool taken = !payload.empty() && unit_.bytes().size() + payload.size() <= kMaxUnitBytes &&
                       (format_ == PayloadFormat::rfc2190 ? add2190(payload) : add4629(payload));
    if (first) {
        beginsPicture_ = readPictureHeader(unit_.bytes()).has_value();
    }
    damaged_ = damaged_ || !taken;
    return taken;
}

bool Depacketizer::add2190(std::span<const std::byte> payload) {
    const auto length = lengthOf2190(payload[0]);
    if (payload.size() <= length) {
        return false;
    }
    const auto first = std::to_integer<unsigned>(payload[0]);
    return unit_.add(payload.subspan(length), first >> 3U & 7U, first & 7U);
}

bool Depacketizer::add4629(std::span<const std::byte> payload) {
    const auto header = read4629(payload);
    if (!header) {
        return false;
    }
    if (header->startCode) {
        unit_.append(kStartCodeZeros);
    }
    return unit_.add(payload.subspan(header->length), 0, 0);
}

bool Depacketizer::keyframe() const {
    const auto read = header();
    return read && read->intra;
}

bool payloadStartsKeyframe(PayloadFormat format, std::span<const std::byte> payload) {
    // A picture's header is in its first packet; more of it than this is not looked at.
    constexpr std::size_t kHead = 16;
    std::array<std::byte, kHead + 2> head{};
    std::size_t zeros = 0;
    std::size_t skip = 0;
    if (format == PayloadFormat::rfc2190) {
        if (payload.empty() || lengthOf2190(payload[0]) != 4) {
            return false;  // a picture begins in mode A (RFC 2190 section 5)
        }
        skip = 4;
    } else {
        const auto header = read4629(payload);
        if (!header || !header->startCode) {
            return false;
        }
        zeros = kStartCodeZeros.size();
        skip = header->length;
    }
    if (payload.size() <= skip) {
        return false;
    }
    const auto data = payload.subspan(skip, std::min(kHead, payload.size() - skip));
    std::copy(data.begin(), data.end(), head.begin() + static_cast<std::ptrdiff_t>(zeros));
    const auto read = readPictureHeader(std::span(head).first(zeros + data.size()));
    return read && read->intra;
}

}  // namespace mcu::media::h263
