// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "conference/site_record.h"
#include "media/agreed_media.h"
#include "media/banner.h"

namespace mcu::conference {

// What a technician (or a script) can ask for. A site is written as its id, an alias or its exact
// name (requirements C.3); the server resolves it. Every command passes Service::execute: the one
// gate.

/// Names one site in words: id, alias, exact name, or a folded name that is unique.
using SiteWord = std::string;
/// Layout name as in the layout files: "1x1", "2x2", "1+5", "pip" ...
using LayoutName = std::string;

/// The part of a site a switch acts on.
enum class Channel : std::uint8_t {
    microphone,  ///< its sound to others (mute)
    speaker,     ///< others' sound to it (deafen)
    camera,      ///< its picture to others
};

/// The picture a command is about.
struct ViewName {
    enum class Kind : std::uint8_t { programme, chair, site } kind = Kind::programme;
    SiteWord site;  ///< when kind is site
    bool operator==(const ViewName&) const = default;
};

struct CreateConference {
    ConferenceId conference;
    std::string title;
    bool open = false;  ///< unlisted callers are let in
    media::Encryption encryption = media::Encryption::preferred;
    LayoutName layout = "2x2";
    int width = 1280;
    int height = 720;
    int framesPerSecond = 30;
    bool muteOnEntry = true;
    bool captions = true;
    bool tally = false;  ///< rooms are told in the picture when they are called or on air
    /// Sites in the programme that get a composed picture without themselves (an encoder each);
    /// further ones get a forwarded return picture instead.
    int maxOwnViews = 4;
    std::vector<SiteWord> sites;  ///< invited, not called yet
    SiteWord chair;
};

struct CloseConference {
    ConferenceId conference;
};

struct LockConference {
    ConferenceId conference;
    bool locked = true;
};

struct SetVoiceSwitching {
    ConferenceId conference;
    bool on = false;
    std::chrono::milliseconds holdTime{2000};
};

struct AddSite {
    ConferenceId conference;
    SiteWord site;
    std::string uri;
    bool call = true;
};  ///< uri: an unlisted one

struct RemoveSite {
    ConferenceId conference;
    SiteWord site;
};

struct CallSites {
    ConferenceId conference;
    std::vector<SiteWord> sites;
};

struct CallAbsent {
    ConferenceId conference;
};  ///< all invited sites that are not connected

struct HangUpSites {
    ConferenceId conference;
    std::vector<SiteWord> sites;
    bool all = false;
};

/// Redial with back-off when a call of the site fails or drops.
struct SetRedial {
    ConferenceId conference;
    SiteWord site;
    bool all = false;
    bool on = true;
};

struct SetChannel {
    ConferenceId conference;
    Channel channel = Channel::microphone;
    bool on = false;
    std::vector<SiteWord> sites;
    bool all = false;
};

struct SetVolume {
    ConferenceId conference;
    SiteWord site;
    float decibel = 0;
};

struct SetChair {
    ConferenceId conference;
    SiteWord site;
};

/// Layout of a view; `sites` fill its panes in order, "" leaves a pane to be filled by whoever is
/// connected.
struct SetLayout {
    ConferenceId conference;
    ViewName view;
    LayoutName layout;
    std::vector<SiteWord> sites;
};

/// One atomic take: the site full screen in programme and chair view, its microphone open, the one
/// shown before muted.
struct Show {
    ConferenceId conference;
    SiteWord site;
    bool keepMicrophones = false;
    /// The floor is given (mời phát biểu): its and the chair's microphone open, all others close.
    bool floor = false;
};

/// Everybody sees the site, the chair stays free. Empty site: ends.
struct Broadcast {
    ConferenceId conference;
    SiteWord site;
};

/// The chair alone sees the site. Empty site: the chair sees the programme again.
struct ChairLook {
    ConferenceId conference;
    SiteWord site;
};

/// Warms a site up (decoded ahead of time). Empty: none.
struct Precue {
    ConferenceId conference;
    SiteWord site;
};

/// A line of text over a view: still, or rolling from right to left. Empty text: ends. The
/// programme's is seen by all who see the programme, whatever it shows them.
struct SetBanner {
    ConferenceId conference;
    ViewName view;
    media::Banner banner;
};

/// Shows sites one after another in a view. No sites: ends.
struct Poll {
    ConferenceId conference;
    ViewName view;
    std::vector<SiteWord> sites;
    std::chrono::milliseconds each{10000};
};

/// PNG of a view, or of a site's own picture as it arrives. Outcome::png.
struct Snapshot {
    ConferenceId conference;
    ViewName view;
    bool incoming = false;
};

/// The chair asks for a site ("kết nối xã Chiềng Sơn"): stamps the instant and starts the 30 s
/// clock (PL6-02). `show` of the same site belongs to it.
struct RequestSite {
    ConferenceId conference;
    SiteWord site;
};

/// The chair no longer wants it. Empty site: the newest open request.
struct CancelRequest {
    ConferenceId conference;
    SiteWord site;
    std::string reason;
};

/// The technician sees and hears the site: ends the clock where the machine cannot tell (a foreign
/// MCU without a control channel). Empty site: the one shown.
struct ConfirmSeen {
    ConferenceId conference;
    SiteWord site;
};

/// Back to the main site: one take of the chair.
struct Back {
    ConferenceId conference;
};

/// Adds to or changes the site list while running; kept across restarts.
struct PutSite {
    SiteRecord site;
};

struct DeleteSite {
    SiteWord site;
};

using Command = std::variant<CreateConference,
                             CloseConference,
                             LockConference,
                             SetVoiceSwitching,
                             AddSite,
                             RemoveSite,
                             CallSites,
                             CallAbsent,
                             HangUpSites,
                             SetRedial,
                             SetChannel,
                             SetVolume,
                             SetChair,
                             SetLayout,
                             Show,
                             Broadcast,
                             ChairLook,
                             Precue,
                             SetBanner,
                             Poll,
                             Snapshot,
                             RequestSite,
                             CancelRequest,
                             ConfirmSeen,
                             Back,
                             PutSite,
                             DeleteSite>;

/// What came of a command.
struct Outcome {
    std::string message;        ///< English sentence: what was done to whom (level, name, district)
    std::vector<SiteId> sites;  ///< whom it touched
    std::vector<std::byte> png;  ///< of a snapshot
    double tookMs = 0;           ///< from the gate to the cut, for takes
};

}  // namespace mcu::conference
