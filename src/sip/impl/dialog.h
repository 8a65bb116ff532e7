// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "call/call.h"
#include "call/outbox.h"
#include "call/peer.h"
#include "sip/impl/handle.h"
#include "sip/impl/info_requests.h"
#include "sip/impl/live_counters.h"
#include "sip/sdp/offer_answer.h"

namespace mcu::sip {

/// A SIP INVITE dialog seen as a call (RFC 3261 section 12; offer/answer RFC 3264, UPDATE RFC 3311,
/// timers RFC 4028). Owned by the Stack, which deletes it once the stack below has let go. Tells
/// control of its end exactly once, at once when we end it. Thread: sip.
class Dialog final : public HandleOwner {
public:
    /// What a dialog needs of its Stack.
    class Owner {
    public:
        virtual ~Owner() = default;
        /// The dialog may be deleted, but not within this call.
        virtual void release(Dialog& dialog) = 0;
        virtual call::Outbox& outbox() = 0;
        virtual LiveCounters& counters() = 0;
        [[nodiscard]] virtual SteadyTime now() const = 0;
        [[nodiscard]] virtual std::string agentHost() const = 0;
    };

    /// `contact` replaces the stack's own Contact header when it is not empty.
    Dialog(Owner& owner, CallId id, std::string contact)
        : owner_(owner), id_(id), contact_(std::move(contact)) {}

    /// An incoming INVITE that waits for answer() or reject().
    void acceptIncoming(nua_handle_t* handle, const sip_t* invite);
    /// An outgoing one; `handle` carries the addresses.
    void startOutgoing(nua_handle_t* handle,
                       const call::DialTarget& target,
                       const std::string& contactUser,
                       const media::LocalMedia& local,
                       const call::MediaPolicy& policy);

    void answer(const media::LocalMedia& local, const call::MediaPolicy& policy);
    void hangUp(const call::HangupCause& cause);
    void setHold(bool hold);
    void requestFastUpdate();
    /// OPTIONS within the call; what its answer says goes to onPeer.
    void askPeer();
    /// Each key an INFO.
    void sendKeys(const std::string& keys);
    /// Each second: retries, keep-alive.
    void tick(SteadyTime now, Duration keepAlive);

    void onEvent(const Event& event) override;

    [[nodiscard]] CallId id() const { return id_; }

    [[nodiscard]] bool ended() const { return phase_ == Phase::ended; }

private:
    enum class Phase { incoming, outgoing, confirming, connected, ended };

    void onInviteResponse(const Event& event);
    void onFinalAnswer(const Event& event);
    void onReinviteResponse(const Event& event);
    void onReinvite(const Event& event);
    void onUpdate(const Event& event);
    void onAck(const Event& event);
    void onInfo(const Event& event);
    void onOptionsAnswer(const Event& event);
    void onState(const Event& event);
    void onTerminated(const Event& event);
    void authenticate(const Event& event);

    /// Answers an offer in a request being handled; false when it was refused.
    bool answerRequest(const Event& event, const std::string& offer);
    void refuseRequest(const Event& event, const Error& error);
    void sendReinvite();
    void settle();
    bool takeAnswer(const std::string& answer, const sdp::Session& offered);
    void connected();
    /// Session refreshes go by UPDATE unless the peer's Allow leaves it out.
    void learnMethods(const sip_t* sip);
    void report(const media::AgreedMedia& agreed);
    /// Tells what is known of the room, if that is more than was told.
    void reportPeer();
    /// Tells control; the phase is ended from here on.
    void end(const call::HangupCause& cause);

    Owner& owner_;
    CallId id_;
    std::string contact_;
    Handle handle_;
    Phase phase_ = Phase::incoming;
    bool weCalled_ = false;
    bool rang_ = false;
    bool byeSent_ = false;
    bool remoteBye_ = false;
    int authAttempts_ = 0;
    std::string authUser_;
    Secret<std::string> authPassword_;
    std::string offer_;        ///< of an incoming INVITE; empty: delayed
    std::string earlyAnswer_;  ///< SDP of a 18x
    call::PeerDescription peer_;
    call::PeerDescription toldPeer_;
    media::LocalMedia local_;
    call::MediaPolicy policy_;
    sdp::Session session_;
    std::optional<sdp::Session> offered_;  ///< our offer that waits for its answer
    std::optional<sdp::Session> firstOffer_;
    bool wantHold_ = false;
    bool reinviting_ = false;
    std::optional<SteadyTime> retryAt_;
    InfoRequests info_;
    SteadyTime lastProbe_{};
    call::HangupCause cause_{call::CauseCode::normal, 0, {}, true};
};

}  // namespace mcu::sip
