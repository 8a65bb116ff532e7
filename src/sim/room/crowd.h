// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/loop.h"
#include "call/call.h"
#include "media/transport.h"
#include "sim/room/room.h"

namespace mcu::sim {

/// All rooms of a run: hands events of calls and sessions to the room they are about, and starts
/// calls at a steady rate. Owned by main; control thread.
class Crowd final : public call::CallListener, public media::Transport::Listener {
public:
    /// Something about a room changed.
    using EventHandler = std::function<void(const Room&, std::string_view what)>;

    Crowd(Loop& loop, RoomOptions options);
    ~Crowd() override;
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// Makes the rooms. Call once, before anything else; what is given must outlive the crowd's
    /// stop().
    void attach(call::CallEndpoint& endpoint,
                media::Transport& transport,
                VideoLibrary& videos,
                SoundLibrary& sounds);
    /// Encodes what the rooms will send. Blocks; before calls begin.
    Status prepare(VideoLibrary& videos, SoundLibrary& sounds) const;
    /// Ends the rooms and their threads; calls still up are left to the endpoint's end.
    void stop();

    /// Every room calls, so many a second.
    void callAll(double perSecond);
    void hangUpAll();
    [[nodiscard]] bool anyCall() const;

    /// Sets up `calls` calls and ends each once it is up, all rooms at a time.
    struct ChurnResult {
        int completed = 0;
        int failed = 0;
    };

    void churn(int calls, std::function<void(ChurnResult)> done);

    void onEvent(EventHandler handler) { handler_ = std::move(handler); }

    /// Null: no such room.
    [[nodiscard]] Room* room(int number);

    [[nodiscard]] const std::map<int, std::unique_ptr<Room>>& rooms() const { return rooms_; }

    [[nodiscard]] const RoomOptions& options() const { return options_; }

    [[nodiscard]] Loop& loop() { return loop_; }

    [[nodiscard]] media::Transport& transport() { return host_->transport; }

    [[nodiscard]] Sources& sources() { return *sources_; }

    [[nodiscard]] std::uint64_t framesLeftOut() const {
        return pacer_ ? pacer_->framesLeftOut() : 0;
    }

    void onIncoming(const call::IncomingCall& call) override;
    void onRinging(CallId call) override;
    void onMedia(CallId call, const media::AgreedMedia& media) override;
    void onConnected(CallId call, const std::string& remoteProduct) override;
    void onFastUpdate(CallId call) override;
    void onEnded(CallId call, const call::HangupCause& cause) override;
    void onRegistered(const std::string& user,
                      const std::string& contact,
                      Duration expires) override;

    void onStreamUp(SessionId session, media::Kind kind) override;
    void onMediaTimeout(SessionId session, media::Kind kind) override;
    void onSecured(SessionId session, media::Kind kind, const std::string& suite) override;
    void onSecurityFailed(SessionId session, media::Kind kind, const Error& error) override;
    void onKeyframeWanted(FeedId feed) override;
    void onFastUpdateBySignalling(SessionId session) override;
    void onSubscribed(SessionId session, media::Kind kind, FeedId feed, SteadyTime at) override;

private:
    struct Churn {
        int toStart = 0;
        int running = 0;
        ChurnResult result;
        std::function<void(ChurnResult)> done;
    };

    Room* find(CallId call);
    Room* find(SessionId session);
    void callNext(std::vector<int> numbers, Duration pause);
    void note(Room& room, std::string_view what);
    void noteChurn(Room& room, std::string_view what);
    bool startChurnCall(Room& room);

    Loop& loop_;
    RoomOptions options_;
    EventHandler handler_;
    std::unique_ptr<Pacer> pacer_;
    std::unique_ptr<WatchThread> watching_;
    std::unique_ptr<Relay> relay_;
    std::unique_ptr<Sources> sources_;
    std::optional<RoomHost> host_;
    std::map<int, std::unique_ptr<Room>> rooms_;
    std::optional<Churn> churn_;
};

}  // namespace mcu::sim
