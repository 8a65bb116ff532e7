// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "h323/capability/capability_set.h"
#include "h323/h245/channel_keys.h"
#include "h323/h245/outputs.h"
#include "h323/h245/renewable_key.h"

namespace mcu::h323::h245 {

/// A logical channel that we open and send on (H.245 clause C.4.2). T103 bounds the answer, T108
/// the closing. Pure: see outputs.h.
class OutgoingChannel {
public:
    enum class State : std::uint8_t { closed, opening, open, closing };

    static constexpr auto kT103 = std::chrono::seconds(30);
    static constexpr auto kT108 = std::chrono::seconds(30);

    /// `number` must not be in use; `session` is 1 for sound, 2 for the picture. An encrypted one
    /// needs `keys`; its key is ours when we are the `master`, else it comes with the answer.
    void open(std::int64_t number,
              std::int64_t session,
              const capability::Choice& choice,
              const media::LocalStream& local,
              const ChannelKeys& keys,
              SteadyTime now,
              Pdus& out);
    void close(SteadyTime now, Pdus& out);
    void onAck(const Value& message, const ChannelKeys& keys, SteadyTime now);
    void onReject(const Value& message);
    void onCloseAck();
    void onTime(SteadyTime now, Pdus& out);

    /// Flow control; absent: no restriction.
    void limit(std::optional<std::uint32_t> kbps) { limit_ = kbps; }

    [[nodiscard]] std::optional<SteadyTime> deadline() const { return deadline_; }

    [[nodiscard]] State state() const { return state_; }

    /// Has this number and is not closed.
    [[nodiscard]] bool is(std::int64_t number) const {
        return state_ != State::closed && number_ == number;
    }

    [[nodiscard]] std::int64_t number() const { return number_; }

    [[nodiscard]] const capability::Choice& choice() const { return choice_; }

    /// Why the peer refused the last one: the alternative of OpenLogicalChannelReject, or
    /// "no answer"; empty: it did not.
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

    // Of an open channel.
    [[nodiscard]] const NetAddress& remoteRtp() const { return remoteRtp_; }

    [[nodiscard]] const NetAddress& remoteRtcp() const { return remoteRtcp_; }

    [[nodiscard]] std::optional<std::uint32_t> limit() const { return limit_; }

    /// What it is encrypted with; absent: it is in the clear, or the peer gave no key.
    [[nodiscard]] std::optional<media::SrtpKey> key() const {
        return key_.current() ? std::optional(key_.current()->key) : std::nullopt;
    }

    [[nodiscard]] const RenewableKey& renewable() const { return key_; }

    [[nodiscard]] RenewableKey& renewable() { return key_; }

    /// The payload type is that of the key in force.
    void followKey() { choice_.format.payloadType = key_.current()->payloadType; }

private:
    State state_ = State::closed;
    std::int64_t number_ = 0;
    capability::Choice choice_;
    RenewableKey key_;
    std::string refusal_;
    NetAddress remoteRtp_;
    NetAddress remoteRtcp_;
    std::optional<std::uint32_t> limit_;
    std::optional<SteadyTime> deadline_;
};

}  // namespace mcu::h323::h245
