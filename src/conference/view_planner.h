// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/ids.h"
#include "conference/class_planner.h"
#include "conference/tally.h"
#include "media/agreed_media.h"
#include "media/video_mixer.h"

namespace mcu::conference {

// Who sees what, as one pure function: from what is wished and who is there to views, classes and
// forwarded pictures. The heart of the module; it touches nothing and is tested by itself.

/// A site of the conference, as far as pictures go.
struct PictureFacts {
    SiteId id;
    std::string caption;
    bool watches = false;  ///< its call is up and takes a picture
    bool shows = false;    ///< its picture may be shown: call up, sends one, camera on, not held
    std::optional<Duration> lostFor;  ///< no picture has come for so long
    std::optional<media::AgreedStream> video;
    std::uint32_t takesKbps = 2000;  ///< the most we may send to it
    std::uint32_t sendsKbps = 2000;  ///< the most it was told to send
    bool lowered = false;            ///< its line loses packets
    bool fills =
        true;  ///< may fill a free pane by itself; far sites and trunks are never put there
    /// Sites and trunk of one link share it: none of them is shown to the others, for a slave must
    /// not get its own picture back. Empty: kin to itself alone.
    std::string kin;
    /// Names its picture in what is sent to a trunk towards the master.
    std::uint32_t contributor = 0;

    /// How it is sent pictures; there must be any.
    [[nodiscard]] const media::CodecFormat& sendFormat() const {
        MCU_CHECK(video.has_value());
        return video->send;
    }
};

/// What a view is to show.
struct ViewWish {
    std::string layout;
    std::vector<media::Rect> panes;
    std::vector<SiteId> fixed;  ///< by pane; empty id: filled by whoever is connected
    SiteId lead;                ///< put into the first free pane: voice switching, poll
    std::string reason;
};

struct PictureWish {
    ViewWish programme;
    std::optional<ViewWish> chairView;  ///< the chair looks at something of its own
    std::map<SiteId, ViewWish> siteViews;
    /// Texts over views, by view. The programme's is seen in all that stands for the programme.
    std::map<std::string, media::Banner> banners;
    SiteId chair;
    SiteId broadcast;  ///< everybody but the chair sees it
    SiteId previousOnAir;
    bool captions = true;
    bool tally = false;           ///< rooms are told in the picture when they are called or on air
    std::set<SiteId> called;      ///< the chair's next, or asked for
    std::set<SiteId> onAirAbove;  ///< rooms of ours in the programme of the master
    int maxOwnViews = 4;
    int maxOwnClasses = 4;  ///< encoders spent on lossy sites, one each; the others share one
    ClassLimits limits;
    Duration replaceLostAfter{};
    std::map<std::string, std::vector<SiteId>> previous;  ///< panes as they were, by view
    std::set<SiteId> precued;
    std::set<std::string> demanded;  ///< views to compose although nobody watches them (snapshots)

    // Lower end of a cascade.
    SiteId downlink;  ///< the trunk that brings the master's programme, while it comes
    SiteId ownFull;   ///< our site that fills the master's programme

    /// What each trunk towards the master carries: always full screen, never composed (TOP-12).
    struct Uplink {
        SiteId site;
        std::uint32_t contributor = 0;
    };

    std::map<SiteId, Uplink> uplinks;
};

struct PlannedPane {
    media::Rect rect;
    SiteId site;        ///< empty: nothing
    bool live = false;  ///< its picture is drawn
    std::string caption;
    std::string notice;
};

struct PlannedView {
    std::string layout;
    std::string reason;
    std::vector<PlannedPane> panes;
    media::Banner banner;
    bool composed = false;  ///< somebody needs it composed
    [[nodiscard]] std::vector<SiteId> sites() const;
};

/// What one site is sent: a class of a view, or another site's picture as it comes.
struct Watch {
    std::string view;  ///< the view it means, also when forwarded
    SiteId forwarded;  ///< empty: composed
    ClassKey klass;
    std::uint32_t contributor = 0;  ///< put into the packets, on a trunk towards the master
    bool operator==(const Watch&) const = default;
};

struct PicturePlan {
    std::map<std::string, PlannedView> views;
    std::map<SiteId, Watch> watches;
    std::set<SiteId> decoded;
    std::map<SiteId, media::Codec> forwarded;  ///< passed on as they come, by their codec
    std::set<SiteId> onAir;                    ///< in the programme with a picture
};

inline constexpr const char* kProgramme = "programme";
inline constexpr const char* kChair = "chair";
[[nodiscard]] std::string siteViewKey(const SiteId& site);  ///< "site:x": its own layout
[[nodiscard]] std::string ownViewKey(
    const SiteId& site);  ///< "own:x": the programme without itself
[[nodiscard]] std::string talliedViewKey(
    const std::string& view, Tally tally);  ///< "on-air:programme": the view with a tally over it
[[nodiscard]] std::string soloViewKey(
    const SiteId& shown);  ///< "solo:y": y alone, for those who may not see the programme

/// `sites` in the order of the list.
[[nodiscard]] PicturePlan planPictures(const PictureWish& wish,
                                       const std::vector<PictureFacts>& sites);

}  // namespace mcu::conference
