// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "conference/commands.h"

namespace mcu::conference {

Site& CommandHandler::invite(Conference& conference, const SiteId& id, const std::string& uri) {
    const auto [entry, fresh] = conference.sites.try_emplace(id);
    auto& site = entry->second;
    if (fresh) {
        site.id = id;
        site.since = domain_.now();
        site.microphoneOn = !conference.spec.muteOnEntry;
        conference.order.push_back(id);
        verbs_.manualMcus.adopt(site);
        verbs_.manualMcus.follow(conference);
    }
    if (!uri.empty()) {
        site.uri = uri;
    }
    return site;
}

Result<std::vector<Site*>> CommandHandler::sitesOf(Conference& conference,
                                                   const std::vector<SiteWord>& words,
                                                   bool all) {
    std::vector<Site*> result;
    if (all) {
        for (const auto& id : conference.order) {
            if (auto* site = conference.find(id); site->isRoom()) {
                result.push_back(site);
            }
        }
        return result;
    }
    if (words.empty()) {
        return Error(
            ErrorCode::invalidArgument, "no site was named", "name sites, or all", "site.empty");
    }
    for (const auto& word : words) {
        auto site = domain_.requireSite(conference, word);
        if (!site) {
            return site.error();
        }
        if (std::find(result.begin(), result.end(), *site) == result.end()) {
            result.push_back(*site);
        }
    }
    return result;
}

Result<SiteId> CommandHandler::siteOrNone(Conference& conference, const SiteWord& word) {
    if (word.empty()) {
        return SiteId{};
    }
    auto site = domain_.requireSite(conference, word);
    if (!site) {
        return site.error();
    }
    return (*site)->id;
}

/// A site that is not on the list, by the address to dial; its id is the word given, or the
/// address.
Result<SiteId> CommandHandler::siteByAddress(const AddSite& command) {
    if (!command.site.empty()) {
        if (auto known = domain_.directory.resolve(command.site);
            known || known.error().code == ErrorCode::ambiguous) {
            return known;
        }
    }
    SiteRecord record;
    const auto scheme = command.uri.find(':');
    record.id = SiteId{"guest." + command.uri.substr(scheme == std::string::npos ? 0 : scheme + 1)};
    record.name = command.site.empty() ? record.id.value : command.site;
    record.level = "guest";
    record.uri = command.uri;
    if (auto put = domain_.directory.put(record, false); !put) {
        return put.error();
    }
    return record.id;
}

std::string CommandHandler::callAll(Conference& conference,
                                    const std::vector<Site*>& sites,
                                    Outcome& outcome) {
    std::string refused;
    for (auto* site : sites) {
        if (site->far) {
            refused += (refused.empty() ? "" : "; ") + domain_.describe(site->id) +
                       " is called by its own MCU " + site->far->told.owner.value;
            continue;
        }
        site->wanted = true;
        site->redials = 0;
        if (auto dialled = verbs_.calls.dial(conference, *site); !dialled) {
            refused += (refused.empty() ? "" : "; ") + dialled.error().message;
        } else {
            outcome.sites.push_back(site->id);
        }
    }
    return refused;
}

void CommandHandler::operator()(const AddSite& command) {
    auto found = domain_.require(command.conference);
    const auto id = !found                ? Result<SiteId>(found.error())
                    : command.uri.empty() ? domain_.directory.resolve(command.site)
                                          : siteByAddress(command);
    if (!id) {
        fail(id.error());
        return;
    }
    auto& conference = **found;
    if (domain_.confidential(conference.id()) && !domain_.directory.isListed(*id)) {
        fail({ErrorCode::refused,
              "conference " + command.conference.value +
                  " is confidential: only sites of the list are let in",
              "put the site on the list first",
              "conference.confidential"});
        return;
    }
    auto& site = invite(conference, *id, command.uri);
    Outcome outcome;
    outcome.message = domain_.describe(*id) + " is in " + command.conference.value;
    if (command.call) {
        Outcome called;
        const auto refused = callAll(conference, {&site}, called);
        outcome.message += refused.empty() ? " and is called" : "; not called: " + refused;
    }
    outcome.sites = {*id};
    succeed(conference, "site.added", std::move(outcome));
}

void CommandHandler::operator()(const RemoveSite& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? domain_.requireSite(**found, command.site) : Result<Site*>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    const SiteId id = (*site)->id;
    if (conference.take && (conference.take->site == id || conference.take->before == id)) {
        verbs_.takes.abandon(conference, "the site was removed");
    }
    verbs_.calls.hangUp(
        conference, **site, {call::CauseCode::normal, 0, "removed from the conference", false});
    conference.sites.erase(id);
    std::erase(conference.order, id);
    conference.siteViews.erase(id);
    conference.banners.erase(siteViewKey(id));
    for (auto* held : {&conference.chair,
                       &conference.broadcast,
                       &conference.chairLook,
                       &conference.precued,
                       &conference.shown,
                       &conference.previousOnAir}) {
        if (*held == id) {
            *held = {};
        }
    }
    std::replace(
        conference.programme.fixed.begin(), conference.programme.fixed.end(), id, SiteId{});
    if (conference.chairView) {
        std::replace(
            conference.chairView->fixed.begin(), conference.chairView->fixed.end(), id, SiteId{});
    }
    for (auto& [viewer, choice] : conference.siteViews) {
        std::replace(choice.fixed.begin(), choice.fixed.end(), id, SiteId{});
    }
    Outcome outcome;
    outcome.message = domain_.describe(id) + " is out of " + command.conference.value;
    outcome.sites = {id};
    succeed(conference, "site.removed", std::move(outcome));
}

void CommandHandler::operator()(const CallSites& command) {
    auto found = domain_.require(command.conference);
    auto sites =
        found ? sitesOf(**found, command.sites, false) : Result<std::vector<Site*>>(found.error());
    if (!sites) {
        fail(sites.error());
        return;
    }
    Outcome outcome;
    const auto refused = callAll(**found, *sites, outcome);
    if (outcome.sites.empty()) {
        domain_.saveQuietly(**found);
        fail({ErrorCode::unavailable,
              refused,
              "give the site a uri, or wait until it registers",
              "site.no-address"});
        return;
    }
    outcome.message =
        "calling " + namesOf(outcome.sites) + (refused.empty() ? "" : "; not called: " + refused);
    succeed(**found, "sites.called", std::move(outcome));
}

void CommandHandler::operator()(const CallAbsent& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    std::vector<Site*> absent;
    for (const auto& id : (*found)->order) {
        if (auto* site = (*found)->find(id); !site->leg && site->isRoom() && !site->far) {
            absent.push_back(site);
        }
    }
    Outcome outcome;
    const auto refused = callAll(**found, absent, outcome);
    outcome.message = "calling " + std::to_string(outcome.sites.size()) + " absent sites" +
                      (refused.empty() ? "" : "; not called: " + refused);
    succeed(**found, "sites.called", std::move(outcome));
}

void CommandHandler::operator()(const HangUpSites& command) {
    auto found = domain_.require(command.conference);
    auto sites = found ? sitesOf(**found, command.sites, command.all)
                       : Result<std::vector<Site*>>(found.error());
    if (!sites) {
        fail(sites.error());
        return;
    }
    Outcome outcome;
    for (auto* site : *sites) {
        if (site->far) {
            continue;  // its own MCU holds the call
        }
        site->wanted = false;
        verbs_.calls.hangUp(
            **found, *site, {call::CauseCode::normal, 0, "hung up by the operator", false});
        outcome.sites.push_back(site->id);
    }
    outcome.message = "hung up " + namesOf(outcome.sites);
    succeed(**found, "sites.hung-up", std::move(outcome));
}

void CommandHandler::operator()(const SetRedial& command) {
    auto found = domain_.require(command.conference);
    auto sites = found ? sitesOf(**found, {command.site}, command.all)
                       : Result<std::vector<Site*>>(found.error());
    if (!sites) {
        fail(sites.error());
        return;
    }
    Outcome outcome;
    for (auto* site : *sites) {
        site->redial = command.on;
        site->wanted = site->wanted || (command.on && site->leg.has_value());
        if (!command.on && site->state == SiteState::waiting) {
            verbs_.calls.hangUp(**found, *site, {});
        }
        outcome.sites.push_back(site->id);
    }
    outcome.message =
        std::string("redial is ") + (command.on ? "on" : "off") + " for " + namesOf(outcome.sites);
    succeed(**found, "sites.redial", std::move(outcome));
}

void CommandHandler::operator()(const PutSite& command) {
    auto record = command.site;
    if (const auto* old = domain_.directory.find(record.id);
        old != nullptr && record.password.reveal().empty()) {
        record.password = old->password;
    }
    if (auto put = domain_.directory.put(record); !put) {
        fail(put.error());
        return;
    }
    Outcome outcome;
    outcome.message = domain_.describe(record.id) + " is on the site list";
    outcome.sites = {record.id};
    domain_.announce("sites.put", record.id, outcome.message, actor_);
    domain_.journal.saveSite({record, false}, [done = done_, outcome](const Status& saved) {
        saved ? done(outcome) : done(saved.error());
    });
}

void CommandHandler::operator()(const DeleteSite& command) {
    const auto id = domain_.directory.resolve(command.site);
    if (!id) {
        fail(id.error());
        return;
    }
    for (const auto& [name, conference] : domain_.conferences) {
        if (conference->find(*id) != nullptr) {
            fail({ErrorCode::refused,
                  domain_.describe(*id) + " is in conference " + name.value,
                  "remove it from the conference first",
                  "site.in-use"});
            return;
        }
    }
    Outcome outcome;
    outcome.message = domain_.describe(*id) + " is off the site list";
    outcome.sites = {*id};
    SiteRecord record = *domain_.directory.find(*id);
    domain_.directory.erase(*id);
    domain_.announce("sites.deleted", *id, outcome.message, actor_);
    domain_.journal.saveSite({std::move(record), true},
                             [done = done_, outcome](const Status& saved) {
                                 saved ? done(outcome) : done(saved.error());
                             });
}

}  // namespace mcu::conference
