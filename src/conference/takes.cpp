// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/takes.h"

#include <algorithm>
#include <utility>

namespace mcu::conference {

void Takes::start(Conference& conference,
                  Site& site,
                  bool keepMicrophones,
                  const Actor& actor,
                  Service::Done done) {
    if (!site.connected()) {
        done(Error(ErrorCode::refused,
                   domain_.describe(site.id) + " is not connected",
                   "call it first",
                   "site.not-connected"));
        return;
    }
    abandon(conference, "another site was shown");
    Take take;
    take.serial = ++lastSerial_;
    take.site = site.id;
    take.before = conference.shown == site.id ? SiteId{} : conference.shown;
    take.keepMicrophones = keepMicrophones;
    take.actor = actor;
    take.started = domain_.now();
    take.done = std::move(done);
    conference.programme = {"1x1", {site.id}, {}, "show"};
    conference.chairLook = {};
    conference.chairView.reset();
    conference.broadcast = {};
    conference.shown = site.id;
    domain_.emit(conference,
                 site.id,
                 "take.started",
                 "showing " + domain_.describe(site.id),
                 "info",
                 &actor);
    domain_.refresh(conference);
    take.witness = witnessFor(conference, site.id);
    take.timer = domain_.loop.after(
        domain_.settings.takeTimeout, [this, id = conference.id(), serial = take.serial] {
            auto* found = domain_.find(id);
            if (found != nullptr && found->take && found->take->serial == serial) {
                finish(*found, false);
            }
        });
    conference.take = std::move(take);
    check(conference);
}

SiteId Takes::witnessFor(const Conference& conference, const SiteId& shown) const {
    const auto sees = [&](const SiteId& watcher) {
        const auto watch = conference.plan.watches.find(watcher);
        if (watch == conference.plan.watches.end()) {
            return false;
        }
        const auto panes = conference.plan.views.at(watch->second.view).sites();
        return std::find(panes.begin(), panes.end(), shown) != panes.end();
    };
    if (conference.chair && sees(conference.chair)) {
        return conference.chair;
    }
    const auto found = std::find_if(conference.order.begin(), conference.order.end(), sees);
    return found == conference.order.end() ? SiteId{} : *found;
}

void Takes::check(Conference& conference) {
    if (!conference.take) {
        return;
    }
    const auto& take = *conference.take;
    if (take.witness && !conference.pictures.settled(take.witness)) {
        return;
    }
    const auto watch = conference.plan.watches.find(take.witness);
    const bool composed = watch != conference.plan.watches.end() && !watch->second.forwarded;
    finish(conference,
           conference.plan.onAir.contains(take.site) &&
               (!composed || conference.pictures.warm(take.site)));
}

void Takes::abandon(Conference& conference, const std::string& why) {
    if (!conference.take) {
        return;
    }
    const Take take = std::move(*conference.take);
    conference.take.reset();
    domain_.loop.cancel(take.timer);
    take.done(Error(ErrorCode::refused,
                    "the take of " + domain_.describe(take.site) + " was not completed: " + why,
                    {},
                    "take.replaced"));
}

void Takes::switchMicrophones(Conference& conference, const Take& take) {
    if (take.keepMicrophones) {
        return;
    }
    if (auto* site = conference.find(take.site)) {
        site->microphoneOn = true;
    }
    if (auto* before = conference.find(take.before);
        before != nullptr && take.before != conference.chair) {
        before->microphoneOn = false;
    }
}

void Takes::finish(Conference& conference, bool pictureCame) {
    const Take take = std::move(*conference.take);
    conference.take.reset();
    domain_.loop.cancel(take.timer);
    switchMicrophones(conference, take);
    domain_.refresh(conference);
    Outcome outcome;
    outcome.tookMs =
        std::chrono::duration<double, std::milli>(domain_.now() - take.started).count();
    outcome.sites = {take.site};
    const std::string name = domain_.describe(take.site);
    outcome.message = pictureCame ? name + " is on air"
                                  : name + " is on air with its sound; its picture is missing";
    domain_.emit(conference,
                 take.site,
                 pictureCame ? "take.done" : "take.late",
                 outcome.message,
                 pictureCame ? "info" : "warning",
                 &take.actor,
                 {{"tookMs", std::to_string(outcome.tookMs)}});
    domain_.save(conference, [done = take.done, outcome](const Status& saved) {
        if (saved) {
            done(outcome);
        } else {
            done(saved.error().in("shown, but not written down"));
        }
    });
}

}  // namespace mcu::conference
