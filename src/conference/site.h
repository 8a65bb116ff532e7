// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/check.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/loop.h"
#include "call/call.h"
#include "call/peer.h"
#include "conference/far_site.h"
#include "conference/status.h"
#include "conference/trunk.h"
#include "media/agreed_media.h"
#include "media/audio_mixer.h"

namespace mcu::conference {

/// A key of a room's telephone or remote control.
struct KeyPress {
    char key = '0';
    std::string way;  ///< "signalling" or "media"
    SteadyTime at{};
};

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
    call::PeerDescription peer;  ///< as the room has described itself so far
    std::optional<KeyPress> lastKey;
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

/// What a site of another MCU is beyond a site: where it comes from and on which trunk it arrives.
struct Far {
    McuId link;  ///< of the slave it is behind
    /// Behind a foreign MCU without a control channel (TOP-14): its technician selects, told by
    /// phone, and ours says when the picture is there. `carrier` is then that MCU's site.
    bool manual = false;
    FarSite told;
    SteadyTime toldAt{};
    bool reachable = true;     ///< the link's control channel is up
    SiteId carrier;            ///< trunk that carries it; empty: none
    bool pictureCame = false;  ///< packets of its picture have come on the carrier
    bool soundCame = false;
    bool soundDown = false;  ///< its owner says that it is sent the programme's sound
    /// Its trunk was given to another site: its last picture stays until the cut, at most so long.
    SiteId lingersOn;
    SteadyTime lingersUntil{};
};

/// What a trunk is beyond a site.
struct Trunk {
    TrunkSpec spec;
    SiteId carries;                 ///< upper end
    Selection selection;            ///< lower end
    std::set<SelectionStep> told;   ///< steps of the selection told so far
    bool openedMicrophone = false;  ///< the selected site's, for this selection
};

/// What of our own comes back from a site that carries it elsewhere (SiteRecord::relay).
struct Returned {
    std::optional<media::Echo> echo;
    std::optional<Duration> loop;  ///< our picture, after so long
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
    /// It refused an offer that leaves encryption open (RTP/AVP with keys): offered RTP/SAVP.
    bool securedOffer = false;
    /// Dialled at SiteRecord::backupUri, until that fails too.
    bool onBackup = false;
    Loop::TimerId redialTimer = 0;

    bool wanted = false;  ///< the operator wants it connected
    bool redial = true;
    bool microphoneOn = false;
    bool speakerOn = true;
    bool cameraOn = true;
    float volumeDb = 0;

    std::optional<Leg> leg;
    std::optional<Far> far;      ///< a room of another MCU: it has no leg of its own
    std::optional<Trunk> trunk;  ///< no room: a call to another MCU

    Returned returned;

    bool lowered = false;  ///< its line loses packets: a class of its own
    std::optional<SteadyTime> lossSince;
    std::optional<SteadyTime> goodSince;

    /// Its call, which must be there.
    [[nodiscard]] Leg& call() {
        MCU_CHECK(leg.has_value());
        return *leg;
    }

    [[nodiscard]] const Leg& call() const {
        MCU_CHECK(leg.has_value());
        return *leg;
    }

    [[nodiscard]] bool connected() const {
        return state == SiteState::connected || state == SiteState::lost;
    }

    [[nodiscard]] bool up() const { return leg && leg->answered; }

    [[nodiscard]] bool isRoom() const { return !trunk; }

    [[nodiscard]] bool towardMaster() const {
        return trunk && trunk->spec.toward == TrunkSpec::Toward::master;
    }

    [[nodiscard]] bool towardSlave() const {
        return trunk && trunk->spec.toward == TrunkSpec::Toward::slave;
    }
};

}  // namespace mcu::conference
