// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call/call.h"
#include "h323/h245/capability_exchange.h"
#include "h323/h245/incoming_channel.h"
#include "h323/h245/master_slave.h"
#include "h323/h245/outgoing_channel.h"
#include "h323/h245/round_trip.h"
#include "h323/h245/throttle.h"

namespace mcu::h323::h245 {

struct SessionSettings {
    int terminalType = 190;
    std::function<std::uint32_t()> draw;  ///< random numbers of 24 bits
    Duration roundTrip = std::chrono::seconds(30);
    /// Numbers of H.243 we give the peer when we are the master; 0: none.
    int mcuNumber = 1;
    int terminalNumber = 0;
    /// What media are encrypted with; null: nothing is. Used by the session's thread alone.
    std::shared_ptr<const security::KeyAgreement> keys;
    /// The master gives a channel a new key after so long; zero: never.
    Duration keyLife = std::chrono::hours(1);
};

/// What happened to a session since it was last asked.
struct SessionEvent {
    enum class Kind : std::uint8_t {
        media,       ///< agreed() changed
        fastUpdate,  ///< the peer wants a keyframe; throttled
        userInput,   ///< `text`: characters
        newKey,      ///< an open channel has another key, at both ends
        peer,        ///< the peer's set says what it can do: exchange().peer()
        ended,       ///< the peer ends the session
        failed,      ///< `cause`: nothing can come of it
    };
    Kind kind = Kind::media;
    std::string text;
    call::HangupCause cause;
};

/// The H.245 of one call: its procedures put together. Opens our channels once both sides' sets and
/// the roles are known; obeys pauses, closings and flow control. Pure: PDUs, requests and the time
/// go in, PDUs (into `out`) and events come out.
class Session {
public:
    Session(SessionSettings settings, media::LocalMedia local, call::MediaPolicy policy);

    /// Sends our capabilities and asks for the roles.
    void start(SteadyTime now, Pdus& out);
    void onPdu(const Value& message, SteadyTime now, Pdus& out);
    void onTime(SteadyTime now, Pdus& out);
    /// When onTime() wants to be called.
    [[nodiscard]] std::optional<SteadyTime> deadline() const;

    /// Asks the peer to stop sending (an empty set), or to go on.
    void setHold(bool hold, SteadyTime now, Pdus& out);
    /// Announces other capabilities.
    void setPolicy(const call::MediaPolicy& policy, SteadyTime now, Pdus& out);
    void requestFastUpdate(SteadyTime now, Pdus& out);
    /// Asks the peer to send at most so much video.
    void limitIncomingVideo(std::uint32_t kbps, Pdus& out);
    void sendUserInput(const std::string& characters, Pdus& out);
    void end(Pdus& out);

    [[nodiscard]] media::AgreedMedia agreed() const;
    [[nodiscard]] std::vector<SessionEvent> takeEvents();

    [[nodiscard]] const MasterSlave& roles() const { return roles_; }

    [[nodiscard]] const CapabilityExchange& exchange() const { return exchange_; }

    [[nodiscard]] const RoundTrip& roundTrip() const { return roundTrip_; }

    /// Messages we could not do anything with.
    [[nodiscard]] int notSupported() const { return notSupported_; }

private:
    /// A take asks twice or thrice in short order; a storm asks without end.
    static constexpr int kFastUpdateBurst = 3;

    using Handler = void (Session::*)(const Value& body, SteadyTime now, Pdus& out);
    struct Entry;
    static const Entry* entryFor(std::string_view group, std::string_view name);

    void onDetermination(const Value& body, SteadyTime now, Pdus& out);
    void onDeterminationAck(const Value& body, SteadyTime now, Pdus& out);
    void onDeterminationReject(const Value& body, SteadyTime now, Pdus& out);
    void onDeterminationRelease(const Value& body, SteadyTime now, Pdus& out);
    void onSet(const Value& body, SteadyTime now, Pdus& out);
    void onSetAck(const Value& body, SteadyTime now, Pdus& out);
    void onSetReject(const Value& body, SteadyTime now, Pdus& out);
    void onSendSet(const Value& body, SteadyTime now, Pdus& out);
    void onOpen(const Value& body, SteadyTime now, Pdus& out);
    void onOpenAck(const Value& body, SteadyTime now, Pdus& out);
    void onOpenReject(const Value& body, SteadyTime now, Pdus& out);
    void onClose(const Value& body, SteadyTime now, Pdus& out);
    void onCloseAck(const Value& body, SteadyTime now, Pdus& out);
    void onRequestClose(const Value& body, SteadyTime now, Pdus& out);
    void onRoundTripRequest(const Value& body, SteadyTime now, Pdus& out);
    void onRoundTripResponse(const Value& body, SteadyTime now, Pdus& out);
    void onRequestMode(const Value& body, SteadyTime now, Pdus& out);
    void onMaintenanceLoop(const Value& body, SteadyTime now, Pdus& out);
    void onConferenceRequest(const Value& body, SteadyTime now, Pdus& out);
    void onMiscellaneousCommand(const Value& body, SteadyTime now, Pdus& out);
    void onFlowControl(const Value& body, SteadyTime now, Pdus& out);
    void onEndSession(const Value& body, SteadyTime now, Pdus& out);
    void onUserInput(const Value& body, SteadyTime now, Pdus& out);

    [[nodiscard]] const media::LocalStream* localOf(media::Kind kind) const;
    OutgoingChannel& channelOf(media::Kind kind);
    [[nodiscard]] const IncomingChannel* incomingOf(media::Kind kind) const;
    [[nodiscard]] media::AgreedStream agreedOf(const media::LocalStream& local) const;
    void settle(SteadyTime now, Pdus& out);
    void settleKind(media::Kind kind, SteadyTime now, Pdus& out);
    [[nodiscard]] std::optional<capability::Choice> choiceOf(media::Kind kind) const;
    /// What we would send if this were the only codec of pictures.
    [[nodiscard]] std::optional<capability::Choice> choiceOfVideo(media::Codec codec) const;
    [[nodiscard]] capability::Algorithms algorithms() const;
    [[nodiscard]] ChannelKeys channelKeys() const;

    [[nodiscard]] bool master() const { return roles_.role() == MasterSlave::Role::master; }

    /// What a MiscellaneousCommand says about keys; false: it is about something else.
    bool onKeyCommand(const Value& body, SteadyTime now, Pdus& out);
    void onNewKey(const Value& body, const Value& sync, bool answered, SteadyTime now, Pdus& out);
    void onKeyAcknowledged(std::int64_t channel, bool sending, std::uint8_t type, SteadyTime now);
    void onKeyAsked(std::int64_t channel, bool sending, SteadyTime now, Pdus& out);
    void renewSending(OutgoingChannel& channel, SteadyTime now, Pdus& out);
    void renewReceiving(IncomingChannel& channel, SteadyTime now, Pdus& out);
    void renewKeys(SteadyTime now, Pdus& out);
    [[nodiscard]] std::optional<SteadyTime> keysDeadline() const;
    void failNothingCommon();
    void sendFastUpdate(Pdus& out) const;
    void afterRoles(Pdus& out);
    void sendSet(SteadyTime now, Pdus& out);
    void tell(SessionEvent::Kind kind, std::string text = {}, call::HangupCause cause = {});
    void fail(call::CauseCode code, const std::string& why);

    const SessionSettings settings_;
    const media::LocalMedia local_;
    call::MediaPolicy policy_;
    MasterSlave roles_;
    CapabilityExchange exchange_;
    RoundTrip roundTrip_;
    capability::PeerCapabilities peer_;
    std::array<OutgoingChannel, 2> sending_;  ///< by media::Kind
    std::array<bool, 2> refused_{};           ///< the peer takes none of this kind
    std::array<bool, 2> clearOnly_{};         ///< the peer takes none of this kind encrypted
    bool singleNalOnly_ = false;              ///< it refused packetization mode 1
    std::optional<media::Codec> askedVideo_;  ///< the peer asked for this one (C.9)
    std::vector<IncomingChannel> receiving_;
    std::int64_t lastNumber_ = 0;
    Throttle fastUpdateIn_{std::chrono::seconds(1), kFastUpdateBurst};
    Throttle fastUpdateOut_{std::chrono::seconds(1), kFastUpdateBurst};
    bool hold_ = false;
    bool assigned_ = false;
    bool over_ = false;
    int notSupported_ = 0;
    std::vector<SessionEvent> events_;
};

}  // namespace mcu::h323::h245
