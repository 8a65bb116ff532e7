// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h264/packetizer.h"

#include <algorithm>
#include <string>

#include "media/h264/nal.h"

namespace mcu::media::h264 {

namespace {

void endPayload(EncodedFrame& frame) {
    frame.ends.push_back(static_cast<std::uint32_t>(frame.bytes.size()));
}

void append(EncodedFrame& frame, std::span<const std::byte> bytes) {
    frame.bytes.insert(frame.bytes.end(), bytes.begin(), bytes.end());
}

void fragment(std::span<const std::byte> nal, EncodedFrame& frame) {
    constexpr std::size_t kRoom = kMaxPayload - 2;
    const std::byte indicator = (nal[0] & std::byte{0xE0}) | static_cast<std::byte>(NalType::fuA);
    const std::byte type = nal[0] & std::byte{0x1F};
    auto rest = nal.subspan(1);
    bool first = true;
    while (!rest.empty()) {
        const std::size_t length = std::min(rest.size(), kRoom);
        const bool last = length == rest.size();
        frame.bytes.push_back(indicator);
        frame.bytes.push_back(type | (first ? std::byte{0x80} : std::byte{0}) |
                              (last ? std::byte{0x40} : std::byte{0}));
        append(frame, rest.first(length));
        endPayload(frame);
        rest = rest.subspan(length);
        first = false;
    }
}

bool isCarried(NalType type) {
    return type == NalType::slice || type == NalType::idr || type == NalType::sps ||
           type == NalType::pps;
}

}  // namespace

Status packetize(std::span<const std::byte> accessUnit,
                 std::uint8_t packetizationMode,
                 EncodedFrame& frame) {
    AnnexBReader reader(accessUnit);
    for (auto nal = reader.next(); !nal.empty(); nal = reader.next()) {
        const auto type = nalType(nal[0]);
        if (!isCarried(type)) {
            continue;
        }
        frame.keyframe = frame.keyframe || type == NalType::idr;
        if (nal.size() <= kMaxPayload) {
            append(frame, nal);
            endPayload(frame);
        } else if (packetizationMode == 1) {
            fragment(nal, frame);
        } else {
            return Error(ErrorCode::internal,
                         "NAL unit of " + std::to_string(nal.size()) +
                             " bytes does not fit a packet of packetization mode 0");
        }
    }
    return {};
}

}  // namespace mcu::media::h264
