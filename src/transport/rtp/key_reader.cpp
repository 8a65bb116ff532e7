// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/rtp/key_reader.h"

#include <algorithm>
#include <string_view>

namespace mcu::transport {

namespace {

/// RFC 4733 section 3.2: events 0 to 15. Beyond (16 is a hook flash) there are no keys.
constexpr std::string_view kKeys = "0123456789*#ABCD";
constexpr std::size_t kOctets = 4;
constexpr std::uint16_t kSegment = 0xFFFF;  ///< where a long event is cut

}  // namespace

std::optional<char> KeyReader::read(std::uint32_t timestamp,
                                    std::span<const std::byte> payload,
                                    SteadyTime now) {
    if (payload.size() < kOctets) {
        return std::nullopt;
    }
    const auto at = [&payload](std::size_t i) { return std::to_integer<unsigned>(payload[i]); };
    const auto event = static_cast<std::uint8_t>(at(0));
    const bool end = (at(1) & 0x80U) != 0;
    const auto duration = static_cast<std::uint16_t>(at(2) << 8U | at(3));
    if (event >= kKeys.size()) {
        return std::nullopt;
    }
    if (last_) {
        const auto ahead = static_cast<std::int32_t>(timestamp - last_->timestamp);
        if (ahead < 0) {
            return std::nullopt;  // a repetition overtaken by the next key
        }
        if (ahead == 0) {
            last_->duration = std::max(last_->duration, duration);
            last_->ended = last_->ended || end;
            return std::nullopt;
        }
        const bool goesOn = event == last_->event && !last_->ended && last_->duration == kSegment &&
                            timestamp == last_->timestamp + kSegment;
        if (goesOn) {
            last_ = Last{event, timestamp, duration, end};
            return std::nullopt;
        }
    }
    last_ = Last{event, timestamp, duration, end};
    return pace_.pass(now) ? std::optional(kKeys[event]) : std::nullopt;
}

}  // namespace mcu::transport
