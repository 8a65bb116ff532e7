// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h263/packetizer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "media/h263/macroblock_walk.h"

namespace mcu::media::h263 {

namespace {

constexpr std::size_t kModeA = 4;  // bytes of header
constexpr std::size_t kModeB = 8;

void append(EncodedFrame& frame, std::span<const std::byte> bytes) {
    frame.bytes.insert(frame.bytes.end(), bytes.begin(), bytes.end());
}

void appendWord(EncodedFrame& frame, std::uint32_t word) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        frame.bytes.push_back(static_cast<std::byte>(word >> shift & 0xFFU));
    }
}

void endPayload(EncodedFrame& frame) {
    frame.ends.push_back(static_cast<std::uint32_t>(frame.bytes.size()));
}

unsigned sevenBits(std::int8_t value) {
    return static_cast<unsigned>(value) & 0x7FU;
}

/// One payload of RFC 2190: the bits from one cut point to another.
void write2190(std::span<const std::byte> picture,
               const PictureHeader& header,
               const CutPoint& from,
               std::size_t endBit,
               EncodedFrame& frame) {
    const auto startBits = static_cast<std::uint32_t>(from.bit % 8);
    const auto endBits = static_cast<std::uint32_t>((8 - endBit % 8) % 8);
    std::uint32_t word = startBits << 27U | endBits << 24U;
    word |= std::uint32_t{header.source} << 21U;
    if (from.header) {
        word |= (header.intra ? 0U : 1U) << 20U;
        appendWord(frame, word | header.temporalReference);
    } else {
        word |= 1U << 31U | std::uint32_t{from.quantizer} << 16U | std::uint32_t{from.group} << 11U;
        appendWord(frame, word | std::uint32_t{from.macroblock} << 2U);
        appendWord(frame,
                   (header.intra ? 0U : 1U) << 31U | sevenBits(from.horizontal) << 21U |
                       sevenBits(from.vertical) << 14U);
    }
    append(frame, picture.subspan(from.bit / 8, (endBit + 7) / 8 - from.bit / 8));
    endPayload(frame);
}

Status packetize2190(std::span<const std::byte> picture, EncodedFrame& frame) {
    const auto header = readPictureHeader(picture);
    std::vector<CutPoint> points;
    if (!header || !findCutPoints(picture, points)) {
        return Error(ErrorCode::internal, "an H.263 picture that cannot be cut into packets");
    }
    CutPoint end;
    end.bit = picture.size() * 8;
    end.header = true;
    points.push_back(end);
    std::size_t from = 0;
    while (from + 1 < points.size()) {
        const auto room = kMaxPayload - (points[from].header ? kModeA : kModeB);
        const auto firstByte = points[from].bit / 8;
        std::size_t to = 0;
        bool atHeader = false;
        for (std::size_t i = from + 1;
             i < points.size() && (points[i].bit + 7) / 8 - firstByte <= room;
             ++i) {
            if (points[i].header || !atHeader) {
                to = i;
            }
            atHeader = atHeader || points[i].header;
        }
        if (to == 0) {
            return Error(ErrorCode::internal, "an H.263 macroblock that fits no packet");
        }
        write2190(picture, *header, points[from], points[to].bit, frame);
        from = to;
    }
    return {};
}

/// Where the next start code (16 zeros and a 1) begins at or after `from`; the size when nowhere.
std::size_t startCode(std::span<const std::byte> picture, std::size_t from) {
    for (std::size_t i = from; i + 2 < picture.size(); ++i) {
        if (picture[i] == std::byte{0} && picture[i + 1] == std::byte{0} &&
            (picture[i + 2] & std::byte{0x80}) != std::byte{0}) {
            return i;
        }
    }
    return picture.size();
}

void packetize4629(std::span<const std::byte> picture, EncodedFrame& frame) {
    constexpr std::size_t kRoom = kMaxPayload - 2;
    constexpr std::byte kStartsWithCode{0x04};
    std::size_t from = 0;
    while (from < picture.size()) {
        const bool code = startCode(picture, from) == from;
        const auto begin = from + (code ? 2 : 0);
        std::size_t to = std::min(picture.size(), begin + kRoom);
        for (auto next = startCode(picture, begin); next <= begin + kRoom;
             next = startCode(picture, next + 1)) {
            to = next;
            if (next == picture.size()) {
                break;
            }
        }
        frame.bytes.push_back(code ? kStartsWithCode : std::byte{0});
        frame.bytes.push_back(std::byte{0});
        append(frame, picture.subspan(begin, to - begin));
        endPayload(frame);
        from = to;
    }
}

}  // namespace

Status packetize(PayloadFormat format, std::span<const std::byte> picture, EncodedFrame& frame) {
    const auto header = readPictureHeader(picture);
    frame.keyframe = header && header->intra;
    if (format == PayloadFormat::rfc2190) {
        return packetize2190(picture, frame);
    }
    packetize4629(picture, frame);
    return {};
}

}  // namespace mcu::media::h263
