// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conference/actor.h"
#include "conference/cascade_host.h"
#include "conference/command.h"
#include "conference/picture_binding.h"
#include "conference/request.h"
#include "conference/service.h"
#include "conference/site.h"
#include "conference/sound_binding.h"
#include "conference/view_planner.h"

namespace mcu::conference {

/// What a view was told to show, by name.
struct ViewChoice {
    LayoutName layout;
    std::vector<SiteId> fixed;
    SiteId lead;  ///< of voice switching or a poll
    std::string reason = "operator";
};

/// One atomic change of picture and sound under way: the picture was asked for, the microphones
/// change at the cut.
struct Take {
    std::uint64_t serial = 0;
    SiteId site;
    std::uint64_t request = 0;  ///< of the chair, which it answers
    /// The site is not there yet (being dialled, or on its way up the cascade): what was shown
    /// stays.
    bool reaching = false;
    SiteId before;  ///< shown until now; muted at the cut
    bool keepMicrophones = false;
    bool floor = false;  ///< at the cut everybody but the site and the chair is muted
    SiteId witness;      ///< whose picture decides when the cut is; empty: nobody watches
    Actor actor;
    SteadyTime started{};
    Loop::TimerId timer = 0;
    Service::Done done;
};

/// Sites shown one after another in a view.
struct PollRun {
    ViewName view;
    SiteId viewSite;  ///< of a view of kind site, resolved
    std::vector<SiteId> sites;
    std::size_t next = 0;
    std::chrono::milliseconds each{};
    Loop::TimerId timer = 0;
};

/// Who speaks, for voice switching.
struct VoiceState {
    bool on = false;
    std::chrono::milliseconds hold{2000};
    SiteId speaker;      ///< shown now
    SteadyTime since{};  ///< shown since
    SiteId candidate;
    SteadyTime candidateSince{};
};

/// A conference: its sites, connected or not, what each view shows, and the media it holds. Owned
/// by the Domain. Thread: control.
struct Conference {
    Conference(const CreateConference& created,
               const Planes& planes,
               const Clock& clock,
               Duration decoderLinger)
        : spec(created),
          since(clock.now()),
          pictures(planes,
                   clock,
                   {created.width, created.height, created.framesPerSecond},
                   decoderLinger),
          sounds(planes) {
        programme.layout = created.layout;
        spec.sites.clear();
    }

    [[nodiscard]] const ConferenceId& id() const { return spec.conference; }

    [[nodiscard]] Site* find(const SiteId& site) {
        const auto found = sites.find(site);
        return found == sites.end() ? nullptr : &found->second;
    }

    /// The leg whose packets are this site's: its own, or that of the trunk that carries it. Null:
    /// none.
    [[nodiscard]] Leg* mediaLeg(Site& site) {
        if (!site.far) {
            return site.leg ? &site.call() : nullptr;
        }
        auto* carrier = find(site.far->carrier ? site.far->carrier : site.far->lingersOn);
        return carrier != nullptr && carrier->leg ? &carrier->call() : nullptr;
    }

    [[nodiscard]] const Leg* mediaLeg(const Site& site) const {
        return const_cast<Conference*>(this)->mediaLeg(const_cast<Site&>(site));
    }

    CreateConference spec;
    SteadyTime since;
    bool locked = false;
    VoiceState voice;

    std::map<SiteId, Site> sites;
    std::vector<SiteId> order;  ///< of the list
    SiteId chair;
    SiteId broadcast;
    SiteId chairLook;
    SiteId precued;
    SiteId shown;  ///< by the last take
    SiteId previousOnAir;

    ViewChoice programme;
    std::optional<ViewChoice> chairView;
    std::map<SiteId, ViewChoice> siteViews;
    std::map<std::string, media::Banner> banners;      ///< by view
    std::map<std::string, std::vector<SiteId>> panes;  ///< as last planned, by view
    std::set<std::string> demandedViews;
    std::set<SiteId> demandedSources;
    std::set<SiteId> examined;  ///< their calls are the Examiner's: no view, no mix has them

    PicturePlan plan;
    PictureBinding pictures;
    SoundBinding sounds;

    std::optional<Take> take;
    std::deque<Request> requests;    ///< newest last
    ProgrammeState masterProgramme;  ///< lower end of a cascade: what the master shows
    std::vector<FarWish> wishes;     ///< as last told to the cascade
    bool wishesPosted = false;
    ProgrammeState toldProgramme;
    std::map<std::string, PollRun> polls;  ///< by view key
    bool refreshPosted = false;
    bool closing = false;
};

}  // namespace mcu::conference
