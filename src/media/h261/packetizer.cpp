// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h261/packetizer.h"

#include <vector>

#include "media/h261/picture_walk.h"

namespace mcu::media::h261 {

namespace {

constexpr std::size_t kHeader = 4;

unsigned fiveBits(std::int8_t value) {
    return static_cast<unsigned>(value) & 0x1FU;
}

/// The bits from one cut point to another.
void write(std::span<const std::byte> picture,
           const CutPoint& from,
           std::size_t endBit,
           EncodedFrame& frame) {
    constexpr std::uint32_t kMayHaveVectors = 1U << 24U;
    std::uint32_t word = static_cast<std::uint32_t>(from.bit % 8) << 29U |
                         static_cast<std::uint32_t>((8 - endBit % 8) % 8) << 26U | kMayHaveVectors;
    if (!from.header) {
        word |= std::uint32_t{from.group} << 20U | (std::uint32_t{from.address} - 1) << 15U |
                std::uint32_t{from.quantizer} << 10U | fiveBits(from.horizontal) << 5U |
                fiveBits(from.vertical);
    }
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        frame.bytes.push_back(static_cast<std::byte>(word >> shift & 0xFFU));
    }
    const auto data = picture.subspan(from.bit / 8, (endBit + 7) / 8 - from.bit / 8);
    frame.bytes.insert(frame.bytes.end(), data.begin(), data.end());
    frame.ends.push_back(static_cast<std::uint32_t>(frame.bytes.size()));
}

}  // namespace

Status packetize(std::span<const std::byte> picture, EncodedFrame& frame) {
    constexpr std::size_t kRoom = kMaxPayload - kHeader;
    std::vector<CutPoint> points;
    const auto shape = walk(picture, 0, &points);
    if (!shape.ended) {
        return Error(ErrorCode::internal, "an H.261 picture that cannot be cut into packets");
    }
    frame.keyframe = shape.keyframe();
    CutPoint end;
    end.bit = picture.size() * 8;
    points.push_back(end);
    std::size_t from = 0;
    while (from + 1 < points.size()) {
        const auto firstByte = points[from].bit / 8;
        std::size_t to = from;
        while (to + 1 < points.size() && (points[to + 1].bit + 7) / 8 - firstByte <= kRoom) {
            ++to;
        }
        if (to == from) {
            return Error(ErrorCode::internal, "an H.261 macroblock that fits no packet");
        }
        write(picture, points[from], points[to].bit, frame);
        from = to;
    }
    return {};
}

}  // namespace mcu::media::h261
