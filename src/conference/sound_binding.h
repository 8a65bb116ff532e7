// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "conference/audio_planner.h"
#include "conference/planes.h"

namespace mcu::conference {

/// Carries out a conference's SoundPlan on mixer and transport: talkers, outputs, feeds and
/// subscriptions become what the plan says. Owned by its Conference. Thread: control.
class SoundBinding {
public:
    explicit SoundBinding(const Planes& planes);
    ~SoundBinding();
    SoundBinding(const SoundBinding&) = delete;
    SoundBinding& operator=(const SoundBinding&) = delete;

    /// `sessions`: of the sites whose call is up; `volumes` in dB.
    void apply(const SoundPlan& plan,
               const std::map<SiteId, SessionId>& sessions,
               const std::map<SiteId, float>& volumes);

    /// What these sites bring, and no others', is compared with what they are sent.
    void watchEchoes(const std::set<SiteId>& sites);

    /// The last levels, by site.
    [[nodiscard]] std::map<SiteId, media::TalkerLevel> levels() const;

    [[nodiscard]] int outputs() const { return static_cast<int>(outputs_.size()); }

    [[nodiscard]] std::vector<std::string> takeTroubles();

private:
    struct Talker {
        TalkerId id;
        SessionId session;
        float volumeDb = 0;
        AudioOutputId watched;  ///< what goes to the site, when it is compared
    };

    struct Output {
        AudioOutputId id;
        FeedId feed;
        media::AudioMixer::Hearing hearing;
    };

    /// A site's packets as they come, without the mixer.
    struct Forward {
        FeedId feed;
        SessionId session;
    };

    struct Listener {
        SessionId session;
        FeedId feed;
        std::uint32_t contributor = 0;
    };

    void dropTalkers(const SoundPlan& plan);
    void addTalkers(const SoundPlan& plan, const std::map<SiteId, float>& volumes);
    void dropListeners(const SoundPlan& plan);
    void subscribeListeners(const SoundPlan& plan);
    void listen(const SoundPlan& plan, const SiteId& site, FeedId feed);
    [[nodiscard]] FeedId feedOf(const OutputKey& key);
    [[nodiscard]] FeedId forwardFeed(const SiteId& source, media::Codec codec);
    void collect(const SoundPlan& plan);
    void collectForwards(const SoundPlan& plan);
    [[nodiscard]] AudioOutputId outputTo(const SiteId& site) const;
    [[nodiscard]] SessionId sessionOf(const SiteId& site) const;

    const Planes& planes_;
    MixId mix_;
    MixId silence_;  ///< a mix nobody talks in: what deafened sites hear
    std::map<SiteId, SessionId> sessions_;
    std::map<SiteId, Talker> talkers_;
    std::map<OutputKey, Output> outputs_;
    std::map<SiteId, Forward> forwards_;  ///< by source
    std::map<SiteId, Listener> listeners_;
    std::vector<std::string> troubles_;
};

}  // namespace mcu::conference
