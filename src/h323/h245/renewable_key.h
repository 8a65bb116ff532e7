// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "media/agreed_media.h"

namespace mcu::h323::h245 {

/// A key of media and the payload type of the packets under it.
struct MediaKey {
    media::SrtpKey key;
    std::uint8_t payloadType = 0;
};

/// The key of one logical channel and how it is replaced while the channel is open (H.235.6 clause
/// 8.6). The payload type tells which key a packet is under. Pure.
class RenewableKey {
public:
    /// A sender that was given the new key may use the old one so long.
    static constexpr auto kBothFor = std::chrono::seconds(10);
    /// A far end that does not answer goes on with the old key.
    static constexpr auto kAnswerWithin = std::chrono::seconds(30);

    void begin(MediaKey key, SteadyTime now);

    void clear() { *this = {}; }

    /// The payload type of the next key: dynamic, and neither this one nor that of telephone
    /// events.
    [[nodiscard]] std::uint8_t nextPayloadType() const;

    /// What we send with: `next` waits for the far end's acknowledgement.
    void propose(MediaKey next, SteadyTime now);
    /// The far end has it: it is in force. False: nothing of this payload type waits.
    bool acknowledged(std::uint8_t payloadType, SteadyTime now);
    /// In force at once, as the master says. False: it is in force already.
    bool replace(MediaKey next, SteadyTime now);

    /// What we receive with: `next` counts from now on, the one before as well. It is given up
    /// kBothFor after the sender has the new one; unless `sent`, it does not have it yet.
    bool receive(MediaKey next, bool sent, SteadyTime now);
    /// The sender has the new one. False: none of this payload type.
    bool senderHas(std::uint8_t payloadType, SteadyTime now);

    /// True when what may be received with has changed.
    bool onTime(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> deadline() const;

    [[nodiscard]] bool changing() const { return proposed_ || former_; }

    /// Since when the key is in force, or was last asked to be replaced.
    [[nodiscard]] SteadyTime since() const { return since_; }

    void touch(SteadyTime now) { since_ = now; }

    [[nodiscard]] const std::optional<MediaKey>& current() const { return current_; }

    /// What packets of the old key are received with.
    [[nodiscard]] const std::optional<MediaKey>& former() const { return former_; }

private:
    std::optional<MediaKey> current_;
    std::optional<MediaKey> proposed_;
    std::optional<MediaKey> former_;
    std::optional<SteadyTime> giveUp_;  ///< of proposed_ or former_
    SteadyTime since_{};
};

}  // namespace mcu::h323::h245
