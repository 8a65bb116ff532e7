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

PictureFacts factsOf(const Site& site, const Domain& domain) {
    PictureFacts facts;
    facts.id = site.id;
    const auto* record = domain.directory.find(site.id);
    facts.caption = record == nullptr ? site.id.value : captionOf(*record);
    if (!site.up()) {
        return facts;
    }
    const auto* video = site.leg->stream(media::Kind::video);
    if (video == nullptr) {
        return facts;
    }
    facts.video = *video;
    facts.watches = !site.leg->held() && media::sends(video->direction);
    facts.shows = !site.leg->held() && media::receives(video->direction) && site.cameraOn &&
                  site.leg->videoUp;
    if (const auto lost = site.leg->pictureLost()) {
        facts.lostFor = domain.now() - *lost;
    }
    facts.sendsKbps = record == nullptr ? domain.settings.policy.maxKbps : record->maxKbps;
    facts.takesKbps =
        std::min(facts.sendsKbps,
                 video->maxKbps == 0 ? std::numeric_limits<std::uint32_t>::max() : video->maxKbps);
    facts.lowered = site.lowered;
    return facts;
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
    wish.demanded = conference.demandedViews;
    return wish;
}

std::vector<PictureFacts> pictureFacts(const Conference& conference, const Domain& domain) {
    std::vector<PictureFacts> result;
    result.reserve(conference.order.size());
    for (const auto& id : conference.order) {
        result.push_back(factsOf(conference.sites.at(id), domain));
    }
    return result;
}

std::vector<SoundFacts> soundFacts(const Conference& conference) {
    std::vector<SoundFacts> result;
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        const auto* audio = site.up() ? site.leg->stream(media::Kind::audio) : nullptr;
        if (audio == nullptr || site.leg->held()) {
            continue;
        }
        SoundFacts facts;
        facts.id = id;
        facts.talks = site.microphoneOn && media::receives(audio->direction);
        facts.listens = media::sends(audio->direction);
        facts.deaf = !site.speakerOn;
        facts.send = audio->send;
        result.push_back(facts);
    }
    return result;
}

}  // namespace mcu::conference
