// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/picture_binding.h"

#include <algorithm>

namespace mcu::conference {

namespace {

bool contains(const std::vector<SiteId>& sites, const SiteId& site) {
    return std::find(sites.begin(), sites.end(), site) != sites.end();
}

}  // namespace

PictureBinding::PictureBinding(const Planes& planes,
                               const Clock& clock,
                               Size size,
                               Duration decoderLinger)
    : planes_(planes), clock_(clock), size_(size), linger_(decoderLinger) {}

// Touches no media: at the end of the process they may be gone. A conference that is closed applies
// an empty plan.
PictureBinding::~PictureBinding() = default;

void PictureBinding::apply(const PicturePlan& plan, const std::map<SiteId, SessionId>& sessions) {
    plan_ = plan;
    sessions_ = sessions;
    openSources(plan);
    composeViews(plan);
    dropOutputs(plan);
    for (const auto& [site, watch] : plan.watches) {
        route(site, watch);
    }
    collect();
}

SessionId PictureBinding::sessionOf(const SiteId& site) const {
    const auto found = sessions_.find(site);
    return found == sessions_.end() ? SessionId{} : found->second;
}

void PictureBinding::openSources(const PicturePlan& plan) {
    for (const auto& site : plan.decoded) {
        const auto session = sessionOf(site);
        const auto found = sources_.find(site);
        if (found != sources_.end() && found->second.session == session) {
            found->second.closeAt.reset();
            continue;
        }
        if (found != sources_.end()) {
            closeSource(site, found->second);
            sources_.erase(found);
        }
        openSource(site, session);
    }
    for (auto it = sources_.begin(); it != sources_.end();) {
        auto& [site, source] = *it;
        if (sessionOf(site) != source.session) {
            closeSource(site, source);
            it = sources_.erase(it);
            continue;
        }
        if (!plan.decoded.contains(site) && !source.closeAt) {
            source.closeAt = clock_.now() + linger_;
        }
        ++it;
    }
}

void PictureBinding::openSource(const SiteId& site, SessionId session) {
    auto opened = planes_.video->openSource();
    if (!opened) {
        troubles_.push_back("decoder of " + site.value + ": " + opened.error().message);
        return;
    }
    sources_.emplace(site, Source{opened->id, session, false, {}, site, {}});
    sinks_.insert_or_assign(session, site);
    planes_.transport->setSink(session, media::Kind::video, std::move(opened->sink));
    planes_.transport->requestKeyframe(session);
}

void PictureBinding::closeSource(const SiteId& site, const Source& source) {
    // A session that is gone was closed with its sink; on a trunk another site may have taken over.
    const auto sink = sinks_.find(source.session);
    if (sink != sinks_.end() && sink->second == site) {
        if (sessionOf(site) == source.session) {
            planes_.transport->setSink(source.session, media::Kind::video, nullptr);
        }
        sinks_.erase(sink);
    }
    planes_.video->closeSource(source.id);
}

std::vector<media::Pane> PictureBinding::panesOf(const PlannedView& view) const {
    std::vector<media::Pane> panes;
    for (const auto& planned : view.panes) {
        media::Pane pane;
        pane.rect = planned.rect;
        pane.caption = planned.caption;
        pane.notice = planned.notice;
        // A lost site without a picture is a slate at once: a cut must not wait for what will not
        // come.
        const auto source = sources_.find(planned.site);
        if (planned.live && source != sources_.end() &&
            (planned.notice.empty() || source->second.warm)) {
            pane.source = source->second.id;
        }
        panes.push_back(std::move(pane));
    }
    return panes;
}

void PictureBinding::composeViews(const PicturePlan& plan) {
    for (const auto& [key, planned] : plan.views) {
        if (!planned.composed) {
            continue;
        }
        auto found = views_.find(key);
        if (found == views_.end()) {
            const auto created =
                planes_.video->createView(size_.width, size_.height, size_.framesPerSecond);
            if (!created) {
                troubles_.push_back("view " + key + ": " + created.error().message);
                continue;
            }
            found = views_.emplace(key, View{}).first;
            found->second.id = *created;
        }
        auto& view = found->second;
        auto panes = panesOf(planned);
        if (view.takeId != 0 && panes == view.panes && planned.banner == view.banner) {
            continue;
        }
        view.panes = panes;
        view.banner = planned.banner;
        view.wanted = planned.sites();
        view.takeId = ++lastTake_;
        view.cutPending = true;
        view.givenAt = clock_.now();
        media::Composition composition;
        composition.panes = std::move(panes);
        composition.banner = planned.banner;
        composition.takeId = view.takeId;
        planes_.video->compose(view.id, std::move(composition));
    }
}

FeedId PictureBinding::forwardFeed(const SiteId& source) {
    const auto session = sessionOf(source);
    if (const auto found = forwards_.find(source); found != forwards_.end()) {
        if (found->second.session == session) {
            return found->second.feed;
        }
        planes_.transport->destroyFeed(found->second.feed);
        forwards_.erase(found);
    }
    const auto feed = planes_.transport->createFeed(plan_.forwarded.at(source));
    planes_.transport->forward(session, media::Kind::video, feed.id);
    planes_.transport->requestKeyframe(session);
    forwards_.emplace(source, Forward{feed.id, session});
    return feed.id;
}

FeedId PictureBinding::classFeed(const Watch& watch) {
    const auto found = views_.find(watch.view);
    if (found == views_.end()) {
        return {};
    }
    auto& view = found->second;
    if (const auto klass = view.classes.find(watch.klass); klass != view.classes.end()) {
        return klass->second.feed;
    }
    const auto feed = planes_.transport->createFeed(watch.klass.spec.codec);
    const auto encoder = planes_.video->openEncoder(view.id, watch.klass.spec, feed.sink);
    if (!encoder) {
        planes_.transport->destroyFeed(feed.id);
        troubles_.push_back("encoder " + nameOf(watch.klass.spec) + ": " + encoder.error().message);
        return {};
    }
    view.classes.emplace(watch.klass, Class{*encoder, feed.id});
    return feed.id;
}

void PictureBinding::route(const SiteId& site, const Watch& watch) {
    const auto session = sessionOf(site);
    auto& output = outputs_[site];
    if (output.session != session) {
        output = {};
        output.session = session;
    }
    output.wanted = watch.forwarded ? forwardFeed(watch.forwarded) : classFeed(watch);
    output.watch = watch;
    settle(site, output);
}

/// Moves the output on as far as it can go now.
void PictureBinding::settle(const SiteId& site, Output& output) {
    if ((output.asked && showsItself(site, output.asked)) ||
        (output.current && showsItself(site, output.current))) {
        planes_.transport->unsubscribe(output.session, media::Kind::video);
        output.current = {};
        output.asked = {};
    }
    const auto contributor = output.watch.contributor;
    const bool same = output.asked == output.wanted && output.contributor == contributor;
    if (!output.wanted || same || !readyFor(site, output.watch)) {
        return;
    }
    planes_.transport->subscribe(output.session, media::Kind::video, output.wanted, contributor);
    output.asked = output.wanted;
    output.contributor = contributor;
    output.ever = true;
    output.askedAt = clock_.now();
}

bool PictureBinding::readyFor(const SiteId& site, const Watch& watch) const {
    if (watch.forwarded) {
        return true;
    }
    const auto found = views_.find(watch.view);
    if (found == views_.end()) {
        return false;
    }
    const auto& view = found->second;
    if (watch.contributor != 0 && view.cutPending) {
        return false;  // what it names must be what it shows
    }
    if (contains(view.shown, site) || contains(view.wanted, site)) {
        return false;
    }
    const auto output = outputs_.find(site);
    const bool first = output == outputs_.end() || !output->second.ever;
    return view.everCut || first;
}

bool PictureBinding::showsItself(const SiteId& site, FeedId feed) const {
    for (const auto& [key, view] : views_) {
        for (const auto& [klass, opened] : view.classes) {
            if (opened.feed == feed) {
                return contains(view.wanted, site) || contains(view.shown, site);
            }
        }
    }
    const auto own = forwards_.find(site);
    return own != forwards_.end() && own->second.feed == feed;
}

void PictureBinding::dropOutputs(const PicturePlan& plan) {
    for (auto it = outputs_.begin(); it != outputs_.end();) {
        const auto& [site, output] = *it;
        if (plan.watches.contains(site)) {
            ++it;
            continue;
        }
        if (sessionOf(site) == output.session && output.session) {
            planes_.transport->unsubscribe(output.session, media::Kind::video);
        }
        it = outputs_.erase(it);
    }
}

std::set<FeedId> PictureBinding::feedsInUse() const {
    std::set<FeedId> feeds;
    for (const auto& [site, output] : outputs_) {
        feeds.insert(output.current);
        feeds.insert(output.asked);
        feeds.insert(output.wanted);
    }
    return feeds;
}

/// Closes what nobody is sent any more.
void PictureBinding::collect() {
    const auto used = feedsInUse();
    std::erase_if(forwards_, [&](auto& entry) {
        auto& [source, forward] = entry;
        const bool gone = sessionOf(source) != forward.session;
        if (used.contains(forward.feed) && !gone) {
            return false;
        }
        if (!gone) {
            planes_.transport->forward(forward.session, media::Kind::video, {});
        }
        planes_.transport->destroyFeed(forward.feed);
        return true;
    });
    for (auto it = views_.begin(); it != views_.end();) {
        auto& [key, view] = *it;
        std::erase_if(view.classes, [&](auto& entry) {
            if (used.contains(entry.second.feed)) {
                return false;
            }
            planes_.video->closeEncoder(entry.second.encoder);
            planes_.transport->destroyFeed(entry.second.feed);
            return true;
        });
        const auto planned = plan_.views.find(key);
        const bool needed = planned != plan_.views.end() && planned->second.composed;
        if (!needed && view.classes.empty()) {
            planes_.video->destroyView(view.id);
            it = views_.erase(it);
        } else {
            ++it;
        }
    }
}

}  // namespace mcu::conference
