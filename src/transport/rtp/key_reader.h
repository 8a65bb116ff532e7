// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "media/key_pace.h"

namespace mcu::transport {

/// Keys in the telephone events of a stream (RFC 4733 section 2.5): an event is many packets of one
/// RTP timestamp, the last sent three times; a long one goes on under a later timestamp. Each is
/// one key, told at its first packet, whichever of them arrive. Owned by a Stream; media thread.
class KeyReader {
public:
    /// The key that begins with this packet; nothing when it goes on with one, comes late, is no
    /// key, or more come than fingers press.
    std::optional<char> read(std::uint32_t timestamp,
                             std::span<const std::byte> payload,
                             SteadyTime now);

private:
    struct Last {
        std::uint8_t event = 0;
        std::uint32_t timestamp = 0;
        std::uint16_t duration = 0;  ///< the longest told
        bool ended = false;
    };

    std::optional<Last> last_;
    media::KeyPace pace_;
};

}  // namespace mcu::transport
