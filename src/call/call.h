// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "call/hangup_cause.h"
#include "media/agreed_media.h"

namespace mcu::call {

enum class Protocol : std::uint8_t { sip, h323 };

[[nodiscard]] std::string_view nameOf(Protocol protocol);

/// All SRTP suites we know.
[[nodiscard]] std::vector<media::SrtpSuite> strongestFirst();

/// All codecs of pictures we encode and decode.
[[nodiscard]] std::vector<media::Codec> bestPictureFirst();

/// What we are willing to agree on for one call; the same for every protocol.
struct MediaPolicy {
    std::vector<media::Codec> audio = {
        media::Codec::opus, media::Codec::g722, media::Codec::pcma, media::Codec::pcmu};
    std::vector<media::Codec> video = bestPictureFirst();
    media::Encryption encryption = media::Encryption::preferred;
    /// Offer DTLS-SRTP instead of SDES when we make the offer. An incoming offer decides for
    /// itself.
    bool preferDtls = false;
    /// What we offer by SDES, strongest first. An incoming offer may use any suite we know.
    std::vector<media::SrtpSuite> suites = strongestFirst();
    std::uint32_t maxKbps = 4000;                         ///< video, both ways; b=AS / b=TIAS
    media::H264Format h264 = {66, 0xE0, 40, 1, 0, 0, 0};  ///< the most we receive
};

/// An incoming call before it is answered.
struct IncomingCall {
    CallId id;
    Protocol protocol = Protocol::sip;
    std::string line;      ///< CallEndpoint::line() of the endpoint it came in on
    std::string fromUri;   ///< "sip:x.03985@10.0.0.5"
    std::string fromName;  ///< display name, UTF-8, may be empty
    std::string toUri;     ///< the address called
    std::string toUser;    ///< its user part: names a conference, or the MCU itself
    /// Other names the caller gives itself, of no more weight than fromUri (H.323 aliases).
    std::vector<std::string> fromAliases;
    std::string authenticatedUser;  ///< from digest; empty: not authenticated
    std::string remoteAddress;      ///< "192.0.2.7:5060", for logs
    std::string transport;          ///< "udp", "tcp", "tls"
    bool offersIce = false;         ///< then open the session with ICE
    bool offersVideo = true;
    bool offersEncryption = false;
};

struct PeerDescription;

/// What the domain learns of calls. All on the control thread. After onEnded the CallId is dead.
class CallListener {
public:
    virtual ~CallListener() = default;
    virtual void onIncoming(const IncomingCall& call) = 0;
    /// 18x received for a call we made.
    virtual void onRinging(CallId call) = 0;
    /// Offer and answer are complete for the first time, or again after a re-INVITE or UPDATE.
    virtual void onMedia(CallId call, const media::AgreedMedia& media) = 0;
    /// The call is established (200/ACK).
    virtual void onConnected(CallId call, const std::string& remoteProduct) = 0;
    /// The far end asks for a keyframe by signalling (SIP INFO picture_fast_update, H.245 fast
    /// update).
    virtual void onFastUpdate(CallId call) = 0;

    /// What the far end says it is and can do; again when it says something else.
    virtual void onPeer(CallId /*call*/, const PeerDescription& /*peer*/) {}

    /// Keys were pressed at the far end (H.245 user input, SIP INFO): "0" to "9", "*", "#", "A" to
    /// "D", in order. Held to the pace of fingers (media::KeyPace).
    virtual void onUserInput(CallId /*call*/, const std::string& /*keys*/) {}

    virtual void onEnded(CallId call, const HangupCause& cause) = 0;
    /// A room registered or unregistered (expires 0) its address.
    virtual void onRegistered(const std::string& user,
                              const std::string& contact,
                              Duration expires) = 0;
};

struct DialTarget {
    std::string uri;          ///< "sip:user@host:port;transport=tls"
    std::string fromUser;     ///< user part of our From and Contact; empty: the endpoint's own
    std::string displayName;  ///< ours, UTF-8
    std::string authUser;     ///< for a digest challenge; may be empty
    Secret<std::string> authPassword;
};

/// The line of calls between the MCUs of a cascade: mutual TLS only.
inline constexpr const char* kCascadeLine = "cascade";

/// The next id of a call, unique in the process whatever the protocol. Any thread.
[[nodiscard]] CallId nextCallId();

/// Calls of one protocol. Implemented by `sip` and `h323`; wired by `app`. All functions on
/// the control thread; they post to the protocol's own thread and return at once; what comes of it
/// arrives at the CallListener.
class CallEndpoint {
public:
    virtual ~CallEndpoint() = default;
    [[nodiscard]] virtual Protocol protocol() const = 0;

    /// Which of several endpoints of one protocol it is: empty for rooms, kCascadeLine for other
    /// MCUs.
    [[nodiscard]] virtual std::string line() const { return {}; }

    /// Whether it is the one that calls this address ("sip:x@host", "h323:x@host").
    [[nodiscard]] virtual bool dials(const std::string& uri) const = 0;

    /// Starts an outgoing call; ends in onConnected or onEnded.
    virtual CallId dial(const DialTarget& target,
                        const media::LocalMedia& local,
                        const MediaPolicy& policy) = 0;
    /// Answers an incoming call with a negotiated answer; a call that cannot meet the policy ends
    /// with a cause.
    virtual void answer(CallId call, const media::LocalMedia& local, const MediaPolicy& policy) = 0;
    /// Refuses an incoming call.
    virtual void reject(CallId call, const HangupCause& cause) = 0;
    virtual void hangUp(CallId call, const HangupCause& cause) = 0;
    /// Puts the far end on hold, or takes it back (re-INVITE).
    virtual void setHold(CallId call, bool hold) = 0;
    /// Asks for a keyframe by signalling.
    virtual void requestFastUpdate(CallId call) = 0;

    /// Asks the far end what it can do beyond what the call itself told; onPeer tells of it (SIP
    /// OPTIONS; H.245 has told it).
    virtual void askPeer(CallId /*call*/) {}

    /// Tells the far end that keys were pressed here (H.245 user input, SIP INFO).
    virtual void sendUserInput(CallId /*call*/, const std::string& /*keys*/) {}

    /// Asks the far end to send at most so much video (H.245 flow control; SIP has nothing for it).
    virtual void limitIncomingVideo(CallId /*call*/, std::uint32_t /*kbps*/) {}

    /// Tells the far end that we take other media from now on (an H.245 capability set; not done
    /// by SIP).
    virtual void announce(CallId /*call*/, const MediaPolicy& /*policy*/) {}
};

}  // namespace mcu::call
