// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/view_planner.h"

#include <algorithm>

#include "conference/pane_filling.h"

namespace mcu::conference {

namespace {

const SiteId kSharedLowClass{"*"};
const media::Rect kFull{0, 0, 1, 1};

class Planner {
public:
    Planner(const PictureWish& wish, const std::vector<PictureFacts>& sites)
        : wish_(wish), sites_(sites), cast_(wish, sites) {}

    PicturePlan run() {
        planProgramme();
        chooseOwnViews();
        for (const auto& site : sites_) {
            if (site.watches && site.video) {
                planWatcher(site);
            }
        }
        for (const auto& key : wish_.demanded) {
            demand(key);
        }
        for (auto& [key, view] : plan_.views) {
            if (view.composed) {
                addDecoded(view);
            }
        }
        for (const auto& site : wish_.precued) {
            if (cast_.shows(site)) {
                plan_.decoded.insert(site);
            }
        }
        return std::move(plan_);
    }

private:
    void planProgramme() {
        programme_ = wish_.programme;
        captions_ = wish_.captions;
        if (wish_.downlink) {
            // What the master shows; a room of ours that fills it need not take the way around.
            const bool direct = wish_.ownFull && cast_.shows(wish_.ownFull);
            const auto& shown = direct ? wish_.ownFull : wish_.downlink;
            programme_ = {"1x1", {kFull}, {shown}, {}, "cascade"};
            captions_ = false;
        } else if (wish_.broadcast) {
            programme_ = {"1x1", {kFull}, {wish_.broadcast}, {}, "broadcast"};
        }
        chairView_ = wish_.chairView;
        if (wish_.broadcast && !chairView_) {
            chairView_ = wish_.programme;  // the chair stays free
        }
        addView(kProgramme,
                programme_,
                fillPanes(programme_, cast_, {}, previous(kProgramme)),
                captions_);
        for (const auto& pane : plan_.views[kProgramme].panes) {
            if (pane.live) {
                plan_.onAir.insert(pane.site);
            }
        }
    }

    [[nodiscard]] std::vector<SiteId> previous(const std::string& key) const {
        const auto found = wish_.previous.find(key);
        return found == wish_.previous.end() ? std::vector<SiteId>{} : found->second;
    }

    [[nodiscard]] bool watchesProgramme(const SiteId& site) const {
        if (site == wish_.chair && chairView_) {
            return false;
        }
        return wish_.broadcast || !wish_.siteViews.contains(site);
    }

    /// The first of those on air get the programme without themselves, composed for them alone.
    void chooseOwnViews() {
        const auto panes = plan_.views[kProgramme].sites();
        if (panes.size() < 2) {
            return;
        }
        std::vector<SiteId> order;
        for (const auto& site : sites_) {
            // A trunk first: a whole slave watches it.
            if (!site.kin.empty() && site.watches && isInProgramme(site.id)) {
                order.push_back(site.id);
            }
        }
        order.insert(order.end(), panes.begin(), panes.end());
        if (const auto chair = std::find(order.begin(), order.end(), wish_.chair);
            chair != order.end()) {
            std::rotate(order.begin(), chair, chair + 1);
        }
        for (const auto& id : order) {
            const auto* site = cast_.find(id);
            if (site != nullptr && site->watches && watchesProgramme(id) &&
                static_cast<int>(own_.size()) < wish_.maxOwnViews) {
                own_.insert(id);
            }
        }
    }

    void planWatcher(const PictureFacts& site) {
        if (const auto uplink = wish_.uplinks.find(site.id); uplink != wish_.uplinks.end()) {
            planUplink(site, uplink->second);
        } else if (site.id == wish_.chair && chairView_) {
            watchPrivate(site, kChair, *chairView_);
        } else if (!watchesProgramme(site.id)) {
            watchPrivate(site, siteViewKey(site.id), wish_.siteViews.at(site.id));
        } else if (!isInProgramme(site.id)) {
            watch(site, tallied(site, kProgramme));
        } else if (own_.contains(site.id)) {
            const auto key = ownViewKey(site.id);
            const auto panes =
                withoutViewer(plan_.views[kProgramme].sites(), cast_, site.id, previous(key));
            addView(key, programme_, panes, captions_);
            watch(site, tallied(site, key));
        } else {
            watchReturn(site);
        }
    }

    /// One selected site, full screen, as it comes; nothing while it has no picture.
    void planUplink(const PictureFacts& trunk, const PictureWish::Uplink& uplink) {
        if (!cast_.shows(uplink.site)) {
            return;
        }
        const auto key = siteViewKey(trunk.id);
        addView(key, {"1x1", {kFull}, {uplink.site}, {}, "up-link"}, {uplink.site}, false);
        // The master says what is lost; a notice or banner of ours would be a composition.
        plan_.views[key].panes.front().notice.clear();
        plan_.views[key].banner = {};
        watch(trunk, key);
        plan_.watches.at(trunk.id).contributor = uplink.contributor;
    }

    void watchPrivate(const PictureFacts& site, const std::string& key, const ViewWish& wish) {
        addView(key, wish, fillPanes(wish, cast_, site.id, previous(key)), wish_.captions);
        watch(site, tallied(site, key));
    }

    [[nodiscard]] Tally tallyOf(const PictureFacts& site) const {
        if (!wish_.tally || !site.fills || site.id == wish_.chair) {
            return Tally::none;
        }
        if (isInProgramme(site.id) || wish_.onAirAbove.contains(site.id)) {
            return Tally::onAir;
        }
        return wish_.called.contains(site.id) ? Tally::called : Tally::none;
    }

    /// The view for this room: with what it is to be told, if anything. All who are told the same
    /// over the same view share it.
    std::string tallied(const PictureFacts& site, const std::string& key) {
        const auto tally = tallyOf(site);
        if (tally == Tally::none) {
            return key;
        }
        const auto told = talliedViewKey(key, tally);
        if (!plan_.views.contains(told)) {
            auto view = plan_.views.at(key);
            view.composed = false;
            view.banner = withTally(view.banner, tally);
            plan_.views.emplace(told, std::move(view));
        }
        return told;
    }

    /// Not the programme, since it is in it: the chair, who was on air before, or another site.
    void watchReturn(const PictureFacts& site) {
        const auto key = soloViewKey(returnPictureFor(site.id));
        if (!plan_.views.contains(key)) {
            const ViewWish wish{"1x1", {kFull}, {}, {}, "return picture"};
            addView(key, wish, {returnPictureFor(site.id)}, false);
        }
        watch(site, tallied(site, key));
    }

    [[nodiscard]] SiteId returnPictureFor(const SiteId& viewer) const {
        std::vector<SiteId> candidates = {wish_.downlink, wish_.chair, wish_.previousOnAir};
        const auto panes = plan_.views.at(kProgramme).sites();
        candidates.insert(candidates.end(), panes.begin(), panes.end());
        candidates.insert(candidates.end(), cast_.order().begin(), cast_.order().end());
        const auto found =
            std::find_if(candidates.begin(), candidates.end(), [&](const SiteId& site) {
                return site && !cast_.own(viewer, site) && cast_.fresh(site);
            });
        return found == candidates.end() ? SiteId{} : *found;
    }

    [[nodiscard]] bool isInProgramme(const SiteId& site) const {
        const auto panes = plan_.views.at(kProgramme).sites();
        return std::any_of(panes.begin(), panes.end(), [&](const SiteId& shown) {
            return cast_.own(site, shown);
        });
    }

    void addView(const std::string& key,
                 const ViewWish& wish,
                 const std::vector<SiteId>& panes,
                 bool captions) {
        PlannedView view;
        view.layout = wish.layout;
        view.reason = wish.reason;
        for (std::size_t i = 0; i < wish.panes.size(); ++i) {
            PlannedPane pane;
            pane.rect = wish.panes[i];
            pane.site = i < panes.size() ? panes[i] : SiteId{};
            fillIn(pane, captions);
            view.panes.push_back(std::move(pane));
        }
        view.banner = bannerOf(key);
        plan_.views[key] = std::move(view);
    }

    [[nodiscard]] media::Banner bannerOf(const std::string& key) const {
        const bool ownChoice = key == kChair || key.starts_with(siteViewKey({}));
        const auto found = wish_.banners.find(ownChoice ? key : kProgramme);
        return found == wish_.banners.end() ? media::Banner{} : found->second;
    }

    void fillIn(PlannedPane& pane, bool captions) const {
        const auto* site = cast_.find(pane.site);
        if (site == nullptr) {
            return;
        }
        pane.live = site->shows;
        if (captions || !pane.live) {
            pane.caption = site->caption;
        }
        if (site->shows && site->lostFor) {
            const auto seconds =
                std::chrono::duration_cast<std::chrono::seconds>(*site->lostFor).count();
            pane.notice = "mất tín hiệu " + std::to_string(seconds) + " s";
        } else if (!site->shows) {
            pane.notice = site->watches ? "không có hình" : "chưa kết nối";
        }
    }

    void watch(const PictureFacts& site, const std::string& key) {
        auto& view = plan_.views[key];
        Watch result;
        result.view = key;
        if (const auto* source = forwardable(view, site)) {
            result.forwarded = source->id;
            plan_.forwarded.emplace(source->id, site.sendFormat().codec);
        } else {
            view.composed = true;
            result.klass =
                classOf(site.id, site.sendFormat(), site.takesKbps, site.lowered, wish_.limits);
            if (site.lowered && ownClasses_++ >= wish_.maxOwnClasses) {
                result.klass.alone = kSharedLowClass;
            }
        }
        plan_.watches.emplace(site.id, std::move(result));
    }

    /// The site whose picture this view is, if the receiver can have it as it comes.
    [[nodiscard]] const PictureFacts* forwardable(const PlannedView& view,
                                                  const PictureFacts& receiver) const {
        if (view.panes.size() != 1 || !(view.panes.front().rect == kFull) ||
            !view.banner.text.empty()) {
            return nullptr;
        }
        const auto& pane = view.panes.front();
        if (!pane.live || !pane.caption.empty() || !pane.notice.empty() || receiver.lowered) {
            return nullptr;
        }
        const auto* source = cast_.find(pane.site);
        const bool fits = source != nullptr && source->video &&
                          source->sendsKbps <= receiver.takesKbps &&
                          passesThrough(*source->video, receiver.sendFormat());
        return fits ? source : nullptr;
    }

    void demand(const std::string& key) {
        const auto view = plan_.views.find(key);
        if (view != plan_.views.end()) {
            view->second.composed = true;
        } else if (key == kChair && chairView_) {
            addView(key,
                    *chairView_,
                    fillPanes(*chairView_, cast_, wish_.chair, previous(key)),
                    wish_.captions);
            plan_.views[key].composed = true;
        }
    }

    void addDecoded(const PlannedView& view) {
        for (const auto& pane : view.panes) {
            if (pane.live) {
                plan_.decoded.insert(pane.site);
            }
        }
    }

    const PictureWish& wish_;
    const std::vector<PictureFacts>& sites_;
    Cast cast_;
    ViewWish programme_;
    std::optional<ViewWish> chairView_;
    bool captions_ = true;
    std::set<SiteId> own_;
    int ownClasses_ = 0;
    PicturePlan plan_;
};

}  // namespace

std::vector<SiteId> PlannedView::sites() const {
    std::vector<SiteId> result;
    result.reserve(panes.size());
    for (const auto& pane : panes) {
        result.push_back(pane.site);
    }
    return result;
}

std::string siteViewKey(const SiteId& site) {
    return "site:" + site.value;
}

std::string ownViewKey(const SiteId& site) {
    return "own:" + site.value;
}

std::string talliedViewKey(const std::string& view, Tally tally) {
    return (tally == Tally::onAir ? "on-air:" : "called:") + view;
}

std::string soloViewKey(const SiteId& shown) {
    return "solo:" + shown.value;
}

PicturePlan planPictures(const PictureWish& wish, const std::vector<PictureFacts>& sites) {
    return Planner(wish, sites).run();
}

}  // namespace mcu::conference
