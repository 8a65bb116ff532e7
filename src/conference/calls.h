// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "conference/domain.h"

namespace mcu::conference {

/// Who waits for a call: nobody in particular, or the chair.
enum class Urgency { inTurn, atOnce };

/// The calls of sites: in, out, again, and their end. Thread: control.
class Calls {
public:
    explicit Calls(Domain& domain) : domain_(domain) {}

    /// Called after each change of a site's call or media.
    using Watcher = std::function<void(Conference&, Site&)>;

    void watch(Watcher watcher) { watcher_ = std::move(watcher); }

    /// Called when a trunk's media are agreed: before the first packet is taken.
    void onTrunkMedia(Watcher gate) { trunkGate_ = std::move(gate); }

    /// Called with a site that is about to be called, or calls.
    void beforeCall(std::function<void(const SiteId&)> watcher) {
        beforeCall_ = std::move(watcher);
    }

    /// Queues a dial; at most Settings::parallelDials are being set up at once, but one that is
    /// wanted at once waits for no other. An error when the site cannot be dialled at all; nothing
    /// when it is up or under way already.
    Status dial(Conference& conference, Site& site, Urgency urgency = Urgency::inTurn);
    /// Ends the site's call or attempts; it stays in the list.
    void hangUp(Conference& conference, Site& site, const call::HangupCause& cause);

    void onIncoming(const call::IncomingCall& call);
    void onRinging(CallId call);
    void onMedia(CallId call, const media::AgreedMedia& media);
    void onConnected(CallId call, const std::string& product);
    void onFastUpdate(CallId call);
    void onPeer(CallId call, const call::PeerDescription& peer);
    void onUserInput(CallId call, const std::string& keys);
    void onEnded(CallId call, const call::HangupCause& cause);
    void onRegistered(const std::string& user, const std::string& contact, Duration expires);

    void onStreamUp(SessionId session, media::Kind kind);
    void onMediaTimeout(SessionId session, media::Kind kind);
    void onSecurityFailed(SessionId session, const Error& error);
    void onFastUpdateBySignalling(SessionId session);
    void onKey(SessionId session, char key);
    /// Each second: ends calls whose media stopped long ago.
    void tick();

    /// Whether the site's registration is alive.
    [[nodiscard]] bool registered(const SiteRecord& record) const;

private:
    [[nodiscard]] std::string addressOf(const Site& site) const;
    [[nodiscard]] call::CallEndpoint* endpointFor(const Site& site, const std::string& uri) const;
    /// Hangs up whom a confidential conference does not let in.
    void clearOut(Conference& conference);
    [[nodiscard]] call::MediaPolicy policyFor(const Conference& conference,
                                              const SiteRecord* record) const;
    [[nodiscard]] call::MediaPolicy policyToDial(const Conference& conference,
                                                 const Site& site) const;
    /// True if it was our offer's profile the room refused, and it is called with the other one.
    bool offerOtherwise(Conference& conference, Site& site, media::Encryption offered);
    /// True if it is called at its backup address now, having failed at its own.
    bool turnToBackup(Conference& conference, Site& site, call::CauseCode why);
    void leaveQueue(const Conference& conference, const Site& site);
    void runQueue();
    void startDial(Conference& conference, Site& site);
    void dialled(const Place& place, std::uint64_t serial, Result<media::LocalMedia> local);
    void answerIncoming(const Place& place, std::uint64_t serial, Result<media::LocalMedia> local);
    void dropLeg(Conference& conference, Site& site);
    void failed(Conference& conference, Site& site, const std::string& why);
    void scheduleRedial(Conference& conference, Site& site);
    void checkConnected(Conference& conference, Site& site);
    void markLost(Conference& conference, Site& site);
    void markBack(Conference& conference, Site& site);
    [[nodiscard]] int dialsUnderWay() const;
    [[nodiscard]] call::CallEndpoint* endpointOf(call::Protocol protocol,
                                                 const std::string& line) const;
    /// A leg was ended or a stream came or went: who looks at it.
    void mediaChanged(Conference& conference, Site& site);
    void pressed(Conference& conference, Site& site, char key, const char* way);
    void refuse(const call::IncomingCall& call, const call::HangupCause& cause);

    Domain& domain_;
    Watcher watcher_;
    std::function<void(const SiteId&)> beforeCall_ = [](const SiteId&) {};
    Watcher trunkGate_ = [](Conference&, Site&) {};
    std::deque<Place> queue_;
    Loop::TimerId queueTimer_ = 0;
    std::uint64_t lastSerial_ = 0;
    std::uint64_t random_ = 0x9E3779B97F4A7C15ULL;
};

}  // namespace mcu::conference
