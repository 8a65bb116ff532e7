// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call/call.h"
#include "call/outbox.h"
#include "call/peer.h"
#include "h323/h225/call.h"
#include "h323/h245/session.h"
#include "h323/h323_settings.h"
#include "h323/impl/control_link.h"
#include "h323/impl/dial_address.h"
#include "h323/impl/live_counters.h"
#include "h323/impl/message_guard.h"
#include "h323/impl/wire.h"
#include "media/key_pace.h"

namespace mcu::h323 {

/// One H.323 call: its signalling and H.245 machines joined to connections, timers, the gate and
/// the listener. Owned by the Stack. Tells control of its end exactly once. Thread: h323.
class CallLeg {
public:
    /// What a leg needs of its Stack.
    class Owner {
    public:
        virtual ~Owner() = default;
        [[nodiscard]] virtual const H323Settings& settings() const = 0;
        virtual asio::io_context& context() = 0;
        virtual call::Outbox& outbox() = 0;
        virtual LiveCounters& counters() = 0;
        /// The stream of a call out over TLS to a host; null: TLS is not configured.
        virtual std::unique_ptr<Wire> secureWire(asio::ip::tcp::socket socket,
                                                 const std::string& host) = 0;
        virtual std::uint32_t random() = 0;
        virtual Octets newIdentifier() = 0;
        virtual int newTerminalNumber() = 0;
        /// The leg has told its end and may be deleted, later.
        virtual void release(CallId call) = 0;
    };

    CallLeg(Owner& owner, CallId id);
    ~CallLeg();
    CallLeg(const CallLeg&) = delete;
    CallLeg& operator=(const CallLeg&) = delete;

    void dial(const DialAddress& to,
              const call::DialTarget& target,
              const media::LocalMedia& local,
              const call::MediaPolicy& policy);
    /// Takes over a connection with the Setup that came on it.
    void accept(std::shared_ptr<Connection> connection, const h225::Signal& setup);
    void answer(const media::LocalMedia& local, const call::MediaPolicy& policy);
    void hangUp(const call::HangupCause& cause);
    void setHold(bool hold);
    void requestFastUpdate();
    void limitIncomingVideo(std::uint32_t kbps);
    void announce(const call::MediaPolicy& policy);
    void sendUserInput(const std::string& keys);

private:
    [[nodiscard]] SteadyTime now() const { return std::chrono::steady_clock::now(); }

    void askGate();
    void admitted(const GateAnswer& answer);
    void connectTo(const NetAddress& peer);
    void resolve();
    void signalOn(std::unique_ptr<Wire> wire);
    /// H.245 goes within call signalling over TLS; false: it cannot, and the call has ended.
    bool settleControl();
    void reportIncoming();
    void use(std::shared_ptr<Connection> connection);
    void useControl(std::shared_ptr<Connection> connection);
    void onMalformed();
    void onPacket(const Octets& packet);
    void onControl(const Octets& octets);
    void maybeStartSession();
    void ensureControl();
    ControlLink& controlLink();
    void pump();
    bool pumpOnce();
    void sendPdus();
    void sendSignals();
    void onCallEvent(const h225::CallEvent& event);
    void onSessionEvent(const h245::SessionEvent& event);
    void onMediaChanged();
    void onPeerSet();
    void onUserInput(const std::string& characters);
    void armTimer();
    void onTimer();
    void end(const call::HangupCause& cause);
    /// Once both sides' half keys are known: goes on without encryption, or ends the call when
    /// policy does not let it. False: it has ended.
    bool settleEncryption();

    Owner& owner_;
    const CallId id_;
    bool outgoing_ = false;
    bool ended_ = false;
    bool connected_ = false;
    bool askedGate_ = false;
    GateCall gateCall_;
    DialAddress to_;
    call::DialTarget target_;
    std::optional<media::LocalMedia> local_;
    call::MediaPolicy policy_;
    std::shared_ptr<security::KeyAgreement> keys_;  ///< null: nothing will be encrypted
    h225::Call call_;
    h225::Signals signals_;
    std::optional<h245::Session> session_;
    h245::Pdus pdus_;
    std::vector<Octets> early_;  ///< H.245 that came before we could answer it
    std::shared_ptr<Connection> connection_;
    std::shared_ptr<Connection> control_;
    std::shared_ptr<ControlLink> controlLink_;
    asio::ip::tcp::resolver resolver_;
    asio::ip::tcp::socket dialling_;
    asio::steady_timer timer_;
    std::optional<SteadyTime> connectBy_;  ///< TCP
    std::optional<SteadyTime> controlBy_;  ///< H.245 must have begun
    call::PeerDescription toldPeer_;
    media::KeyPace keyPace_;
    MessageGuard guard_;
    bool pumping_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::h323
