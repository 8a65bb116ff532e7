// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "conference/planes.h"
#include "conference/view_planner.h"

namespace mcu::conference {

/// Carries out a conference's PicturePlan on mixer and transport: opens and closes decoders, views,
/// encoders, feeds and subscriptions so that they become what the plan says, and nothing else
/// changes. A site is moved to another picture only when that picture is ready, and never to one in
/// which it still sees itself. Owned by its Conference. Thread: control.
class PictureBinding {
public:
    struct Size {
        int width = 1280;
        int height = 720;
        int framesPerSecond = 30;
    };

    PictureBinding(const Planes& planes, const Clock& clock, Size size, Duration decoderLinger);
    ~PictureBinding();
    PictureBinding(const PictureBinding&) = delete;
    PictureBinding& operator=(const PictureBinding&) = delete;

    /// `sessions`: of the sites whose call is up.
    void apply(const PicturePlan& plan, const std::map<SiteId, SessionId>& sessions);
    /// Each second: closes decoders that lingered long enough and gives up waiting for
    /// confirmations that do not come.
    void tick();

    // What the media report; false when it is not about this conference.
    bool onCut(ViewId view, std::uint64_t takeId);
    bool onSubscribed(SessionId session, FeedId feed);
    bool onKeyframeWanted(FeedId feed);
    bool onKeyframeNeeded(SourceId source);
    /// Null when it is not about this conference.
    [[nodiscard]] const SiteId* siteOf(SourceId source) const;
    void setWarm(SourceId source, bool warm);
    /// The site asks by signalling for a keyframe of what it watches.
    void onFastUpdate(const SiteId& site);

    /// What the site was last given is on its way to it, whole: the cut has happened for it.
    [[nodiscard]] bool settled(const SiteId& site) const;
    /// Its decoder gets the packets of its session, which no other site has taken over.
    [[nodiscard]] bool isFed(const SiteId& site) const;
    /// It is sent the picture it was last given, and has been for at least a frame.
    [[nodiscard]] bool sent(const SiteId& site) const;
    /// The composition the view was last given is out.
    [[nodiscard]] bool viewSettled(const std::string& key) const;
    [[nodiscard]] std::optional<ViewId> view(const std::string& key) const;
    [[nodiscard]] std::optional<SourceId> source(const SiteId& site) const;
    [[nodiscard]] bool warm(const SiteId& site) const;
    [[nodiscard]] int encoders() const;

    [[nodiscard]] int decoders() const { return static_cast<int>(sources_.size()); }

    /// What these sites bring, where it is decoded, and no others', is compared with what they are
    /// sent.
    void watchLoops(const std::set<SiteId>& sites);
    /// Of the sites compared: after how long their own picture comes back, if it does.
    [[nodiscard]] std::map<SiteId, std::optional<Duration>> loops() const;

    /// Its classes with their receivers.
    [[nodiscard]] std::vector<std::pair<ClassKey, int>> classes(const std::string& view) const;
    /// Troubles since last asked, for events.
    [[nodiscard]] std::vector<std::string> takeTroubles();

private:
    struct Source {
        SourceId id;
        SessionId session;
        bool warm = false;
        std::optional<SteadyTime> closeAt;
        SiteId site;
        media::VideoMixer::SentPicture compared;
    };

    struct Class {
        EncoderId encoder;
        FeedId feed;
    };

    struct View {
        ViewId id;
        std::vector<media::Pane> panes;
        media::Banner banner;
        std::vector<SiteId> wanted;  ///< sites of the composition last given
        std::vector<SiteId> shown;   ///< sites of the composition last cut to
        bool everCut = false;
        std::uint64_t takeId = 0;  ///< of the composition last given
        bool cutPending = false;
        SteadyTime givenAt{};
        std::map<ClassKey, Class> classes;
    };

    struct Forward {
        FeedId feed;
        SessionId session;
    };

    struct Output {
        SessionId session;
        FeedId current;     ///< what goes to it now
        FeedId asked;       ///< what the transport was last asked to send
        FeedId wanted;      ///< what shall go to it, as soon as it is ready
        bool ever = false;  ///< it has been sent a picture
        SteadyTime askedAt{};
        Watch watch;
        std::uint32_t contributor = 0;  ///< named in what was last asked for
    };

    void openSources(const PicturePlan& plan);
    void openSource(const SiteId& site, SessionId session);
    void closeSource(const SiteId& site, const Source& source);
    void composeViews(const PicturePlan& plan);
    [[nodiscard]] std::vector<media::Pane> panesOf(const PlannedView& view) const;
    void route(const SiteId& site, const Watch& watch);
    void settle(const SiteId& site, Output& output);
    [[nodiscard]] FeedId forwardFeed(const SiteId& source);
    [[nodiscard]] FeedId classFeed(const Watch& watch);
    [[nodiscard]] bool readyFor(const SiteId& site, const Watch& watch) const;
    [[nodiscard]] bool showsItself(const SiteId& site, FeedId feed) const;
    void dropOutputs(const PicturePlan& plan);
    void collect();
    [[nodiscard]] std::set<FeedId> feedsInUse() const;
    [[nodiscard]] media::VideoMixer::SentPicture sentTo(const SiteId& site) const;
    [[nodiscard]] SessionId sessionOf(const SiteId& site) const;

    const Planes& planes_;
    const Clock& clock_;
    Size size_;
    Duration linger_;
    PicturePlan plan_;
    std::map<SiteId, SessionId> sessions_;
    std::map<SiteId, Source> sources_;
    std::map<SessionId, SiteId> sinks_;  ///< whose decoder a session feeds
    std::map<std::string, View> views_;
    std::map<SiteId, Forward> forwards_;
    std::map<SiteId, Output> outputs_;
    std::vector<std::string> troubles_;
    std::uint64_t lastTake_ = 0;
};

}  // namespace mcu::conference
