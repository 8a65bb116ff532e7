// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/loop.h"
#include "call/call.h"
#include "sim/impair/relay.h"
#include "sim/room/options.h"
#include "sim/room/sources.h"
#include "sim/watch/picture_watcher.h"
#include "sim/watch/sound_watcher.h"

namespace mcu::sim {

enum class RoomState : std::uint8_t {
    idle,
    opening,  ///< its sockets are being opened
    dialling,
    ringing,
    connected,
    failed,  ///< the last call ended, not by us
};
[[nodiscard]] std::string_view nameOf(RoomState state);

/// What rooms share. Control thread.
struct RoomHost {
    const RoomOptions& options;
    Loop& loop;
    call::CallEndpoint& endpoint;
    media::Transport& transport;
    Sources& sources;
    WatchThread& watching;
    Relay* relay;  ///< null: the network is not impaired
    /// Something about a room changed: "ringing", "connected", "ended" ...; control thread.
    std::function<void(class Room&, std::string_view what)> onEvent;
};

/// A simulated room: one call at a time, sends its loops, may look and listen. It knows calls and
/// transport only by their faces, so any signalling protocol will do. Owned by the Crowd; control
/// thread.
class Room {
public:
    Room(RoomHost& host, int number);
    ~Room();
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

    /// Calls the server, or whom `to` names; once the present call has ended if it is being hung
    /// up. False: a call is under way and stays.
    bool call(const std::string& to = {});
    /// Answers.
    void accept(const call::IncomingCall& call);
    void hangUp();
    void setHold(bool on);
    void setFrozen(bool on);
    void setGarbage(bool on);
    void setVideoMuted(bool on);
    void setAudioMuted(bool on);
    void requestKeyframe();
    /// Asks the server to send at most so much video.
    void limitVideo(std::uint32_t kbps);
    /// Presses keys: H.245 user input, SIP INFO.
    void press(const std::string& keys);
    /// Tells the server that the room takes only these from now on.
    void setAudioCodecs(std::vector<media::Codec> codecs);

    void onRinging();
    void onMedia(const media::AgreedMedia& media);
    void onConnected(const std::string& product);
    void onFastUpdate();
    void onEnded(const call::HangupCause& cause);
    void onSecured(media::Kind kind, const std::string& suite);
    void onSecurityFailed(media::Kind kind, const Error& error);

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] const std::string& user() const { return user_; }

    [[nodiscard]] RoomState state() const { return state_; }

    [[nodiscard]] SteadyTime since() const { return since_; }

    [[nodiscard]] const std::string& cause() const { return cause_; }

    [[nodiscard]] const std::string& product() const { return product_; }

    [[nodiscard]] CallId callId() const { return call_; }

    [[nodiscard]] SessionId session() const { return session_; }

    [[nodiscard]] const media::AgreedMedia& agreed() const { return agreed_; }

    [[nodiscard]] const std::string& securityFailure() const { return securityFailure_; }

    /// From dialling to connected; negative: not connected.
    [[nodiscard]] double setUpMs() const { return setUpMs_; }

    /// Null unless the room looks (listens) and its call has media.
    [[nodiscard]] PictureWatcher* pictures() const { return pictures_.get(); }

    [[nodiscard]] std::shared_ptr<PictureWatcher> sharedPictures() const { return pictures_; }

    [[nodiscard]] SoundWatcher* sounds() const { return sounds_.get(); }

    [[nodiscard]] const RunningFeed* feedOf(media::Kind kind) const;
    /// The feed carries back what this room is sent.
    [[nodiscard]] bool givesBack(FeedId feed) const;

private:
    void enter(RoomState state, std::string_view event);
    void withMedia(std::function<void(const media::LocalMedia&)> use);
    [[nodiscard]] media::LocalMedia mediaWithoutSockets() const;
    media::AgreedMedia impaired(media::AgreedMedia media) const;
    void send(media::Kind kind);
    /// In place of sending: what comes goes back as it is.
    void giveBack(media::Kind kind);
    void watch();
    /// Calls again after a while if the server may not be up yet; false: this failure stands.
    bool callAgain(const call::HangupCause& cause);
    void release();
    void ownPicture();
    std::optional<RunningFeed>& slot(media::Kind kind);
    bool& muted(media::Kind kind);
    void setMuted(media::Kind kind, bool on);

    RoomHost& host_;
    const int number_;
    const std::string user_;
    RoomState state_ = RoomState::idle;
    SteadyTime since_{};
    SteadyTime dialled_{};
    double setUpMs_ = -1;
    std::string cause_;
    std::string product_;
    std::string securityFailure_;
    std::string calledTo_;
    SteadyTime firstCalled_{};
    bool wasConnected_ = false;
    Loop::TimerId callAgain_ = 0;
    bool hangingUp_ = false;
    std::optional<std::string> callOnceEnded_;  ///< whom to call then
    CallId call_;
    SessionId session_;
    std::uint64_t attempt_ =
        0;  ///< tells a session opened for an attempt given up from the present one
    media::AgreedMedia agreed_;
    std::optional<RunningFeed> picture_;
    std::optional<RunningFeed> sound_;
    std::array<FeedId, 2> returned_;  ///< by kind
    bool ownsPicture_ = false;
    bool videoMuted_ = false;
    bool audioMuted_ = false;
    std::shared_ptr<PictureWatcher> pictures_;
    std::shared_ptr<SoundWatcher> sounds_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::sim
