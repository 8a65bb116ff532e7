// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/takes.h"

#include <algorithm>
#include <utility>

namespace mcu::conference {

void Takes::start(
    Conference& conference, Site& site, const Show& how, const Actor& actor, Service::Done done) {
    abandon(conference, "another site was shown");
    const auto reached = reach(conference, site);
    if (!reached) {
        done(reached.error());
        return;
    }
    farSites_.awaitSound(conference, site);
    Take take;
    take.serial = ++lastSerial_;
    take.site = site.id;
    take.before = conference.shown == site.id ? SiteId{} : conference.shown;
    take.keepMicrophones = how.keepMicrophones;
    take.floor = how.floor;
    take.actor = actor;
    take.started = domain_.now();
    take.done = std::move(done);
    take.reaching = !*reached;
    if (site.id != conference.chair) {
        take.request = requests_.onTake(conference, site.id, actor);
    }
    conference.take = std::move(take);
    domain_.emit(conference,
                 site.id,
                 "take.started",
                 "showing " + domain_.describe(site.id),
                 "info",
                 &actor,
                 {{"request", std::to_string(conference.take->request)}});
    domain_.tellProgramme(conference);
    if (*reached) {
        go(conference);
        return;
    }
    tellWaiting(conference, site);
    const bool manual = site.far && site.far->manual;
    conference.take->timer = domain_.loop.after(
        manual ? domain_.settings.manualTimeout : domain_.settings.reachTimeout,
        [this, id = conference.id(), serial = lastSerial_] {
            auto* found = domain_.find(id);
            if (found != nullptr && found->take && found->take->serial == serial) {
                fail(*found,
                     Error(ErrorCode::timeout,
                           domain_.describe(found->take->site) + " did not come in time",
                           "look at its state, or call the room",
                           "take.not-reached"));
            }
        });
    domain_.refresh(conference);
}

void Takes::tellWaiting(const Conference& conference, const Site& site) {
    const std::string name = domain_.describe(site.id);
    const auto owner = site.far ? site.far->told.owner.value : std::string();
    std::map<std::string, std::string> fields = {
        {"waiting_for", site.far ? "cascade" : "call"},
        {"owner", owner},
        {"request", std::to_string(conference.take->request)}};
    std::string text = "waiting for " + name + (site.far ? " from " + owner : "");
    if (site.far && site.far->manual) {
        const auto* mcu = domain_.directory.find(SiteId{owner});
        const auto phone = mcu == nullptr ? std::string() : mcu->phone;
        fields["waiting_for"] = "phone";
        fields["phone"] = phone;
        text = "call " + (phone.empty() ? owner : owner + " at " + phone) + ": please select " +
               name + " full screen; say seen when its picture is there";
    }
    domain_.emit(
        conference, site.id, "take.waiting", text, "info", &conference.take->actor, fields);
}

/// It can be shown: its picture comes, or it never will have one.
bool Takes::there(const Conference& conference, const Site& site) const {
    if (site.far) {
        return site.far->carrier && site.far->pictureCame;
    }
    if (!site.connected()) {
        return false;
    }
    const auto* video = site.up() ? site.call().stream(media::Kind::video) : nullptr;
    const bool sends = video != nullptr && media::receives(video->direction);
    // Just connected: its first packet is a matter of milliseconds.
    return !conference.take || !conference.take->reaching || !sends || site.call().videoUp;
}

Result<bool> Takes::reach(Conference& conference, Site& site) {
    if (there(conference, site)) {
        return true;
    }
    if (site.far && site.far->manual) {
        auto* mcu = conference.find(SiteId{site.far->link.value});
        if (mcu == nullptr) {
            return Error(ErrorCode::refused,
                         site.far->link.value + " is not in the conference",
                         "add it first",
                         "site.not-in-conference");
        }
        if (!mcu->leg) {
            mcu->wanted = true;
            if (auto dialled = calls_.dial(conference, *mcu, Urgency::atOnce); !dialled) {
                return dialled.error();
            }
        }
        return false;
    }
    if (site.far) {
        if (!site.far->reachable) {
            return Error(ErrorCode::unavailable,
                         "the link to " + site.far->link.value + " has no control channel; " +
                             domain_.describe(site.id) + " cannot be asked for",
                         "have its technician select the site by phone",
                         "cascade.control-lost");
        }
        return false;
    }
    if (!site.leg) {
        if (auto dialled = calls_.dial(conference, site, Urgency::atOnce); !dialled) {
            return Error(ErrorCode::refused,
                         domain_.describe(site.id) + " is not connected",
                         "call it first",
                         "site.not-connected");
        }
        site.wanted = true;
    }
    return false;
}

void Takes::go(Conference& conference) {
    auto& take = *conference.take;
    domain_.loop.cancel(take.timer);
    take.reaching = false;
    conference.programme = {"1x1", {take.site}, {}, take.floor ? "floor" : "show"};
    conference.chairLook = {};
    conference.chairView.reset();
    conference.broadcast = {};
    conference.shown = take.site;
    take.timer = domain_.loop.after(
        domain_.settings.takeTimeout, [this, id = conference.id(), serial = take.serial] {
            auto* found = domain_.find(id);
            if (found != nullptr && found->take && found->take->serial == serial) {
                finish(*found, false);
            }
        });
    domain_.refresh(conference);
    take.witness = witnessFor(conference, take.site);
    check(conference);
}

void Takes::fail(Conference& conference, const Error& why) {
    const Take take = std::move(*conference.take);
    conference.take.reset();
    domain_.loop.cancel(take.timer);
    domain_.emit(conference,
                 take.site,
                 "take.failed",
                 why.message,
                 "warning",
                 &take.actor,
                 {{"request", std::to_string(take.request)}});
    domain_.refresh(conference);
    take.done(why);
}

void Takes::refuse(Conference& conference, const SiteId& site, const Error& why) {
    if (conference.take && conference.take->reaching && conference.take->site == site) {
        fail(conference, why);
    }
}

void Takes::fallBack(Conference& conference, const std::string& why) {
    auto* chair = conference.find(conference.chair);
    const auto lost = conference.shown;
    if (chair == nullptr || lost == conference.chair) {
        return;
    }
    domain_.emit(conference,
                 lost,
                 "take.fallback",
                 domain_.describe(lost) + " " + why + ": back to the main site",
                 "warning");
    conference.programme = {"1x1", {conference.chair}, {}, "fallback"};
    conference.shown = conference.chair;
    // When it comes back nobody expects to hear it, and a far site would keep its trunk.
    if (auto* site = conference.find(lost)) {
        site->microphoneOn = false;
    }
    domain_.refresh(conference);
    domain_.saveQuietly(conference);
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

/// The picture of a take that ended without one has come after all: its request goes on.
void Takes::noteLatePicture(Conference& conference) {
    const auto late = std::find_if(
        conference.requests.begin(), conference.requests.end(), [&](const Request& request) {
            return request.open() && request.taken && !request.picture &&
                   request.site == conference.shown;
        });
    if (late == conference.requests.end() || !conference.plan.onAir.contains(late->site)) {
        return;
    }
    const auto witness = witnessFor(conference, late->site);
    const auto watch = conference.plan.watches.find(witness);
    if (watch == conference.plan.watches.end() || !conference.pictures.settled(witness) ||
        (!watch->second.forwarded && !conference.pictures.warm(late->site))) {
        return;
    }
    requests_.onPicture(conference, late->number);
}

void Takes::check(Conference& conference) {
    if (!conference.take) {
        noteLatePicture(conference);
        return;
    }
    const auto& take = *conference.take;
    if (take.reaching) {
        auto* site = conference.find(take.site);
        if (site != nullptr && there(conference, *site)) {
            go(conference);
        }
        return;
    }
    if (take.witness && !conference.pictures.settled(take.witness)) {
        return;
    }
    const auto watch = conference.plan.watches.find(take.witness);
    const bool composed = watch != conference.plan.watches.end() && !watch->second.forwarded;
    const bool shown = conference.plan.onAir.contains(take.site);
    if (shown && composed && !conference.pictures.warm(take.site)) {
        // The cut was told before the picture's own report; or it has none: the timer ends it.
        return;
    }
    finish(conference, shown);
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
    if (take.floor) {
        for (auto& [id, other] : conference.sites) {
            if (other.isRoom()) {
                other.microphoneOn = id == take.site || id == conference.chair;
            }
        }
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
    if (pictureCame) {
        requests_.onPicture(conference, take.request);
    } else {
        requests_.check(conference);
    }
    Outcome outcome;
    outcome.tookMs =
        std::chrono::duration<double, std::milli>(domain_.now() - take.started).count();
    outcome.sites = {take.site};
    const std::string name = domain_.describe(take.site);
    outcome.message = pictureCame ? name + " is on air"
                                  : name + " is on air with its sound; its picture is missing";
    domain_.emit(
        conference,
        take.site,
        pictureCame ? "take.done" : "take.late",
        outcome.message,
        pictureCame ? "info" : "warning",
        &take.actor,
        {{"tookMs", std::to_string(outcome.tookMs)}, {"request", std::to_string(take.request)}});
    domain_.save(conference, [done = take.done, outcome](const Status& saved) {
        if (saved) {
            done(outcome);
        } else {
            done(saved.error().in("shown, but not written down"));
        }
    });
}

}  // namespace mcu::conference
