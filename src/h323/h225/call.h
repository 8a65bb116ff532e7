// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "h323/h225/messages.h"
#include "h323/quirks/quirks.h"

namespace mcu::h323::h225 {

using Signals = std::vector<Signal>;

struct CallSettings {
    EndpointIdentity who;
    bool tunnelling = true;
    Duration connectTimeout = std::chrono::seconds(10);  ///< T303
    Duration answerTimeout = std::chrono::seconds(180);  ///< T301
};

/// A Setup as far as we look into it.
struct SetupSeen {
    std::vector<Alias> from;
    std::vector<Alias> to;
    std::string display;
};

struct CallEvent {
    enum class Kind : std::uint8_t {
        incoming,   ///< Setup came: setup() says what of
        ringing,    ///< Alerting
        connected,  ///< product() is known
        h245At,     ///< the peer listens for H.245 at `address`
        control,    ///< a tunnelled H.245 message, in `octets`
        released,   ///< over, with `cause`; nothing follows
    };
    Kind kind = Kind::incoming;
    NetAddress address;
    Octets octets;
    call::HangupCause cause;
};

/// Call signalling of one call (H.225.0 clause 7, H.323 clause 8.1), out or in. Pure: messages,
/// requests and the time go in; messages (into `out`) and events come out.
class Call {
public:
    enum class State : std::uint8_t {
        idle,
        calling,
        proceeding,
        ringing,
        offered,
        connected,
        released
    };

    explicit Call(CallSettings settings);

    /// Sends Setup. `id.weCalled` is set here.
    void dial(CallIdentity id, const SetupContent& content, SteadyTime now, Signals& out);
    /// A message of the peer; the first one of a call in is its Setup, answered with CallProceeding
    /// at once.
    void onSignal(const Signal& signal, SteadyTime now, Signals& out);
    void alert(Signals& out);
    /// `h245`: where we listen, when H.245 is not tunnelled. `halfKeys`: see connect().
    void answer(const NetAddress& h245, const HalfKeys& halfKeys, Signals& out);
    void release(const call::HangupCause& cause, Signals& out);
    void onTime(SteadyTime now, Signals& out);

    /// Sends a tunnelled H.245 message; until the peer's first message it waits.
    void sendControl(Octets control, Signals& out);
    /// Tells the peer to connect its H.245 to us.
    void startH245(const NetAddress& h245, Signals& out);

    [[nodiscard]] std::optional<SteadyTime> deadline() const { return deadline_; }

    [[nodiscard]] State state() const { return state_; }

    /// H.245 goes within these messages. False until the peer said it too.
    [[nodiscard]] bool tunnels() const { return settings_.tunnelling && peerTunnels_; }

    [[nodiscard]] const CallIdentity& id() const { return id_; }

    [[nodiscard]] const SetupSeen& setup() const { return setup_; }

    [[nodiscard]] const std::string& product() const { return product_.product; }

    /// What the peer says it is, for quirks.
    [[nodiscard]] const PeerProduct& peer() const { return product_; }

    /// What the peer said for media encryption, in Setup or up to Connect.
    [[nodiscard]] const HalfKeys& halfKeys() const { return halfKeys_; }

    [[nodiscard]] std::vector<CallEvent> takeEvents();

private:
    void onSetup(const Signal& signal, Signals& out);
    void onRelease(const Signal& signal);
    void onProgress(const Signal& signal, SteadyTime now);
    void onConnect(const Signal& signal);
    void readHalfKeys(const Value* body);
    void readShared(const Signal& signal, Signals& out);
    void end(const call::HangupCause& cause);
    [[nodiscard]] std::uint8_t callState() const;

    const CallSettings settings_;
    CallIdentity id_;
    State state_ = State::idle;
    bool peerTunnels_ = false;
    bool peerSpoke_ = false;
    SetupSeen setup_;
    PeerProduct product_;
    HalfKeys halfKeys_;
    std::deque<Octets> waiting_;
    std::optional<SteadyTime> deadline_;
    std::vector<CallEvent> events_;
};

}  // namespace mcu::h323::h225
