// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/loop.h"
#include "call/call.h"
#include "conference/status.h"
#include "media/agreed_media.h"

namespace mcu::conference {

/// The one call of a site, from the moment it is dialled or comes in until it ends.
struct Leg {
    std::uint64_t serial = 0;  ///< tells a late answer of openSession from a newer call's
    call::CallEndpoint* endpoint = nullptr;
    CallId call;  ///< none until an outgoing call is dialled
    bool incoming = false;
    bool answered = false;  ///< onConnected came
    SessionId session;
    std::optional<media::AgreedMedia> media;
    media::Encryption encryption = media::Encryption::preferred;
    std::string remoteAddress;
    std::string transport;
    std::string product;
    bool audioUp = false;  ///< packets have come
    bool videoUp = false;
    std::optional<SteadyTime> audioLost;  ///< since when none come any more
    std::optional<SteadyTime> videoLost;
    std::optional<SteadyTime> frozen;  ///< packets come, pictures do not

    [[nodiscard]] const media::AgreedStream* stream(media::Kind kind) const {
        return media ? media->find(kind) : nullptr;
    }

    [[nodiscard]] bool held() const { return media && media->heldByRemote; }

    /// Since when its picture is old, if it is.
    [[nodiscard]] std::optional<SteadyTime> pictureLost() const {
        return videoLost ? videoLost : frozen;
    }
};

/// A site of a conference, connected or not. What is known of the room itself is in the
/// SiteDirectory. Owned by its Conference. Thread: control.
struct Site {
    SiteId id;
    std::string uri;          ///< of a site added by address
    std::string lastAddress;  ///< dialled last; serves a site whose registration a restart forgot
    SiteState state = SiteState::absent;
    SteadyTime since{};
    std::string cause;  ///< why the last call ended
    int redials = 0;
    Loop::TimerId redialTimer = 0;

    bool wanted = false;  ///< the operator wants it connected
    bool redial = true;
    bool microphoneOn = false;
    bool speakerOn = true;
    bool cameraOn = true;
    float volumeDb = 0;

    std::optional<Leg> leg;

    bool lowered = false;  ///< its line loses packets: a class of its own
    std::optional<SteadyTime> lossSince;
    std::optional<SteadyTime> goodSince;

    [[nodiscard]] bool connected() const {
        return state == SiteState::connected || state == SiteState::lost;
    }

    [[nodiscard]] bool up() const { return leg && leg->answered; }
};

}  // namespace mcu::conference
