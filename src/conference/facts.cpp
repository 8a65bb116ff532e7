// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "conference/domain.h"

// From the state of a conference to what the planners are told.

namespace mcu::conference {

namespace {

std::optional<ViewWish> wishOf(const ViewChoice& choice, const LayoutBook& layouts) {
    const auto* layout = layouts.find(choice.layout);
    if (layout == nullptr) {
        return std::nullopt;
    }
    return ViewWish{layout->name, layout->panes, choice.fixed, choice.lead, choice.reason};
}

std::string kinOf(const Site& site, const Domain& domain) {
    if (site.far) {
        return site.far->link.value;
    }
    if (site.towardSlave()) {
        return site.trunk->spec.peer.value;
    }
    const auto* record = domain.directory.find(site.id);
    return record != nullptr && record->manualMcu ? site.id.value : std::string();
}

/// What a trunk shows and watches: the programme comes from the master on one, and goes to a slave
/// on one.
void fitTrunk(PictureFacts& facts, const Trunk& trunk, const media::AgreedStream& video) {
    const bool programme = trunk.spec.carriesProgramme();
    const bool up = trunk.spec.toward == TrunkSpec::Toward::master;
    facts.watches = facts.watches && (up || programme);
    facts.shows = facts.shows && up && programme;
    facts.sendsKbps = trunk.spec.maxKbps;
    facts.takesKbps =
        video.maxKbps == 0 ? trunk.spec.maxKbps : std::min(trunk.spec.maxKbps, video.maxKbps);
}

/// A far site watches nothing itself: its MCU sends it what it sees.
void fitFar(PictureFacts& facts, const Site& site, SteadyTime now) {
    const auto& far = *site.far;
    const bool lingers = !far.carrier && far.lingersOn && now < far.lingersUntil;
    facts.watches = false;
    facts.shows = facts.shows && (lingers || (far.carrier && far.pictureCame));
    if (lingers) {
        facts.lostFor.reset();
    }
}

PictureFacts factsOf(const Conference& conference, const Site& site, const Domain& domain) {
    PictureFacts facts;
    facts.id = site.id;
    const auto* record = domain.directory.find(site.id);
    facts.caption = record == nullptr ? site.id.value : captionOf(*record);
    facts.kin = kinOf(site, domain);
    facts.fills = site.isRoom() && !site.far && (record == nullptr || !record->manualMcu);
    const auto* leg = conference.mediaLeg(site);
    if (leg == nullptr || !leg->answered || conference.examined.contains(site.id)) {
        return facts;
    }
    const auto* video = leg->stream(media::Kind::video);
    if (video == nullptr) {
        return facts;
    }
    facts.video = *video;
    facts.watches = !leg->held() && media::sends(video->direction);
    facts.shows =
        !leg->held() && media::receives(video->direction) && site.cameraOn && leg->videoUp;
    if (const auto lost = leg->pictureLost()) {
        facts.lostFor = domain.now() - *lost;
    }
    facts.sendsKbps = record == nullptr ? domain.settings.policy.maxKbps : record->maxKbps;
    facts.takesKbps =
        std::min(facts.sendsKbps,
                 video->maxKbps == 0 ? std::numeric_limits<std::uint32_t>::max() : video->maxKbps);
    facts.lowered = site.lowered;
    if (site.trunk) {
        fitTrunk(facts, *site.trunk, *video);
    } else if (site.far) {
        fitFar(facts, site, domain.now());
    }
    return facts;
}

/// Who is told that it is called or on air.
void addTally(PictureWish& wish, const Conference& conference) {
    wish.tally = conference.spec.tally;
    if (conference.precued) {
        wish.called.insert(conference.precued);
    }
    for (const auto& request : conference.requests) {
        if (request.open()) {
            wish.called.insert(request.site);
        }
    }
    const auto& above = conference.masterProgramme;
    if (above.next) {
        wish.called.insert(above.next);
    }
    wish.onAirAbove.insert(above.panes.begin(), above.panes.end());
}

/// What the cascade below a master adds: the programme that comes down, what goes up.
void addCascade(PictureWish& wish, const Conference& conference, const Domain& domain) {
    for (const auto& [id, site] : conference.sites) {
        if (!site.towardMaster()) {
            continue;
        }
        wish.uplinks.emplace(
            id, PictureWish::Uplink{site.trunk->selection.site, site.trunk->selection.contributor});
        const bool comes =
            site.up() && site.call().videoUp &&
            (!site.call().pictureLost() ||
             domain.now() - *site.call().pictureLost() < domain.settings.replaceLostAfter);
        if (site.trunk->spec.carriesProgramme() && comes) {
            wish.downlink = id;
        }
    }
    const auto& panes = conference.masterProgramme.panes;
    if (wish.downlink && panes.size() == 1) {
        wish.ownFull = panes.front();
    }
}

}  // namespace

PictureWish pictureWish(const Conference& conference, const Domain& domain) {
    PictureWish wish;
    const auto fallback = wishOf({"1x1", {}, {}, {}}, domain.layouts);
    wish.programme =
        wishOf(conference.programme, domain.layouts).value_or(fallback.value_or(ViewWish{}));
    if (conference.chairLook) {
        wish.chairView = wishOf({"1x1", {conference.chairLook}, {}, "chair look"}, domain.layouts);
    } else if (conference.chairView) {
        wish.chairView = wishOf(*conference.chairView, domain.layouts);
    }
    for (const auto& [site, choice] : conference.siteViews) {
        if (auto view = wishOf(choice, domain.layouts)) {
            wish.siteViews.emplace(site, std::move(*view));
        }
    }
    wish.banners = conference.banners;
    wish.chair = conference.chair;
    wish.broadcast = conference.broadcast;
    wish.previousOnAir = conference.previousOnAir;
    wish.captions = conference.spec.captions;
    wish.maxOwnViews = conference.spec.maxOwnViews;
    wish.limits = {conference.spec.width,
                   conference.spec.height,
                   conference.spec.framesPerSecond,
                   domain.settings.kbpsTiers};
    wish.replaceLostAfter = domain.settings.replaceLostAfter;
    wish.previous = conference.panes;
    if (conference.precued) {
        wish.precued.insert(conference.precued);
    }
    if (conference.take && conference.take->reaching) {
        // A foreign MCU turns to the site by hand: its picture is ready when the technician says
        // so.
        const auto site = conference.sites.find(conference.take->site);
        if (site != conference.sites.end() && site->second.far && site->second.far->manual) {
            wish.precued.insert(SiteId{site->second.far->link.value});
        }
    }
    wish.demanded = conference.demandedViews;
    addTally(wish, conference);
    addCascade(wish, conference, domain);
    return wish;
}

std::vector<PictureFacts> pictureFacts(const Conference& conference, const Domain& domain) {
    std::vector<PictureFacts> result;
    result.reserve(conference.order.size());
    for (const auto& id : conference.order) {
        result.push_back(factsOf(conference, conference.sites.at(id), domain));
    }
    return result;
}

/// The one codec this stream's packets can have: what is passed on undecoded must not turn into
/// another.
std::optional<media::Codec> onlyCodecOf(const media::AgreedStream& audio) {
    if (audio.receive.empty()) {
        return std::nullopt;
    }
    const auto codec = audio.receive.front().codec;
    const bool one = std::all_of(audio.receive.begin(),
                                 audio.receive.end(),
                                 [&](const auto& format) { return format.codec == codec; });
    return one ? std::optional(codec) : std::nullopt;
}

std::vector<SoundFacts> soundFacts(const Conference& conference, const Domain& domain) {
    std::vector<SoundFacts> result;
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        const auto* leg = conference.mediaLeg(site);
        const auto* audio =
            leg != nullptr && leg->answered ? leg->stream(media::Kind::audio) : nullptr;
        if (audio == nullptr || leg->held() || conference.examined.contains(id)) {
            continue;
        }
        SoundFacts facts;
        facts.id = id;
        facts.kin = kinOf(site, domain);
        facts.talks = site.microphoneOn && media::receives(audio->direction);
        facts.listens = media::sends(audio->direction);
        facts.deaf = !site.speakerOn;
        facts.send = audio->send;
        facts.arrives = site.volumeDb == 0 ? onlyCodecOf(*audio) : std::nullopt;
        if (site.far) {
            facts.listens = false;
            facts.talks = facts.talks && site.far->carrier;
        } else if (site.towardSlave()) {
            facts.talks = false;
            facts.deaf = !site.trunk->spec.carriesProgramme();
        } else if (site.towardMaster()) {
            facts.talks = facts.talks && site.trunk->spec.carriesProgramme();
            facts.only = site.trunk->selection.microphone ? site.trunk->selection.site : SiteId{};
            facts.contributor = site.trunk->selection.contributor;
        }
        result.push_back(facts);
    }
    return result;
}

}  // namespace mcu::conference
