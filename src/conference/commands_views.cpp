// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "base/fold.h"
#include "conference/commands.h"

namespace mcu::conference {

namespace {

constexpr std::size_t kMostBannerCharacters = 400;

/// One line that can be read in reasonable time.
bool isBannerText(const std::string& text) {
    const auto isCharacter = [](unsigned char byte) { return (byte & 0xC0U) != 0x80; };
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }) &&
           std::ranges::count_if(text, isCharacter) <=
               static_cast<std::ptrdiff_t>(kMostBannerCharacters);
}

}  // namespace

Result<std::string> CommandHandler::viewKey(Conference& conference, const ViewName& view) {
    switch (view.kind) {
        case ViewName::Kind::programme:
            return std::string(kProgramme);
        case ViewName::Kind::chair:
            return std::string(kChair);
        case ViewName::Kind::site:
            break;
    }
    auto site = domain_.requireSite(conference, view.site);
    if (!site) {
        return site.error();
    }
    return siteViewKey((*site)->id);
}

void CommandHandler::operator()(const SetLayout& command) {
    auto found = domain_.require(command.conference);
    const auto key = found ? viewKey(**found, command.view) : Result<std::string>(found.error());
    if (!key) {
        fail(key.error());
        return;
    }
    const auto* layout = domain_.layouts.find(command.layout);
    if (layout == nullptr) {
        fail({ErrorCode::notFound,
              "no layout \"" + command.layout + "\"",
              "list the layouts",
              "layout.unknown"});
        return;
    }
    if (command.sites.size() > layout->panes.size()) {
        fail({ErrorCode::invalidArgument,
              "layout " + layout->name + " has " + std::to_string(layout->panes.size()) +
                  " panes, " + std::to_string(command.sites.size()) + " sites were named",
              "choose a larger layout",
              "layout.too-small"});
        return;
    }
    std::vector<SiteId> fixed;
    std::set<SiteId> named;
    for (const auto& word : command.sites) {
        auto site = siteOrNone(**found, word);
        if (!site) {
            fail(site.error());
            return;
        }
        if (*site && !named.insert(*site).second) {
            fail({ErrorCode::invalidArgument,
                  domain_.describe(*site) + " was named twice",
                  "a site fills one pane",
                  "layout.site-twice"});
            return;
        }
        fixed.push_back(*site);
    }
    auto& conference = **found;
    verbs_.polls.stop(conference, *key);
    if (*key == kProgramme) {
        verbs_.takes.abandon(conference, "the layout was changed");
        conference.broadcast = {};
    }
    if (*key == kChair) {
        conference.chairLook = {};
    }
    *choiceOf(conference, *key) = {layout->name, fixed, {}, "operator"};
    Outcome outcome;
    outcome.message = *key + " shows " + layout->name +
                      (named.empty() ? "" : ": " + namesOf({named.begin(), named.end()}));
    outcome.sites = {named.begin(), named.end()};
    succeed(conference, "layout.changed", std::move(outcome));
}

void CommandHandler::operator()(const Show& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? domain_.requireSite(**found, command.site) : Result<Site*>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    if ((*site)->connected()) {
        for (const auto* key : {kProgramme, kChair}) {
            if (conference.polls.contains(key)) {
                verbs_.polls.stop(conference, key);
            }
        }
    }
    verbs_.takes.start(conference, **site, command, actor_, done_);
}

void CommandHandler::operator()(const Broadcast& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    (*found)->broadcast = *site;
    Outcome outcome;
    outcome.message = *site ? domain_.describe(*site) + " is broadcast to everybody but the chair"
                            : "the broadcast has ended";
    if (*site) {
        outcome.sites = {*site};
    }
    succeed(**found, *site ? "broadcast.on" : "broadcast.off", std::move(outcome));
}

void CommandHandler::operator()(const ChairLook& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    if (*site && !conference.chair) {
        fail({ErrorCode::refused, "the conference has no chair", "name one first", "chair.none"});
        return;
    }
    if (*site && *site == conference.chair) {
        fail({ErrorCode::refused, "the chair is not shown to itself", {}, "chair.itself"});
        return;
    }
    conference.chairLook = *site;
    if (!*site) {
        verbs_.polls.stop(conference, kChair);
        conference.chairView.reset();
    }
    Outcome outcome;
    outcome.message =
        *site ? "the chair looks at " + domain_.describe(*site) : "the chair sees the programme";
    if (*site) {
        outcome.sites = {*site};
    }
    succeed(conference, "chair.look", std::move(outcome));
}

void CommandHandler::operator()(const Precue& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    (*found)->precued = *site;
    Outcome outcome;
    outcome.message = *site ? domain_.describe(*site) + " is next" : "no site is next";
    if (*site) {
        outcome.sites = {*site};
    }
    succeed(**found, "site.precued", std::move(outcome));
}

void CommandHandler::operator()(const SetBanner& command) {
    auto found = domain_.require(command.conference);
    const auto key = found ? viewKey(**found, command.view) : Result<std::string>(found.error());
    if (!key) {
        fail(key.error());
        return;
    }
    const auto text = toNfc(command.banner.text);
    if (!isBannerText(text)) {
        fail({ErrorCode::invalidArgument,
              "a banner is one line of at most " + std::to_string(kMostBannerCharacters) +
                  " characters",
              "shorten the text",
              "banner.bad-text"});
        return;
    }
    auto& conference = **found;
    if (text.empty()) {
        conference.banners.erase(*key);
    } else {
        conference.banners[*key] = {text, command.banner.rolling, command.banner.low};
    }
    Outcome outcome;
    outcome.message = text.empty() ? "no banner in " + *key : "banner in " + *key + ": " + text;
    succeed(conference, text.empty() ? "banner.off" : "banner.on", std::move(outcome));
}

void CommandHandler::operator()(const Poll& command) {
    auto found = domain_.require(command.conference);
    const auto key = found ? viewKey(**found, command.view) : Result<std::string>(found.error());
    if (!key) {
        fail(key.error());
        return;
    }
    auto& conference = **found;
    Outcome outcome;
    if (command.sites.empty()) {
        verbs_.polls.stop(conference, *key);
        outcome.message = "the poll in " + *key + " has ended";
        succeed(conference, "poll.ended", std::move(outcome));
        return;
    }
    auto sites = sitesOf(conference, command.sites, false);
    if (!sites) {
        fail(sites.error());
        return;
    }
    if (command.each < std::chrono::seconds(1) || command.each > std::chrono::hours(1)) {
        fail({ErrorCode::invalidArgument,
              "each site must be shown from 1 s to 1 h",
              {},
              "poll.bad-time"});
        return;
    }
    PollRun run;
    run.view = command.view;
    run.each = command.each;
    for (const auto* site : *sites) {
        run.sites.push_back(site->id);
    }
    outcome.sites = run.sites;
    outcome.message = "polling " + std::to_string(run.sites.size()) + " sites in " + *key;
    verbs_.polls.start(conference, *key, std::move(run));
    succeed(conference, "poll.started", std::move(outcome));
}

void CommandHandler::operator()(const Snapshot& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    auto& conference = **found;
    if (domain_.confidential(conference.id())) {
        fail({ErrorCode::refused,
              "conference " + command.conference.value +
                  " is confidential: no picture is taken of it",
              "wait until the session is over",
              "conference.confidential"});
        return;
    }
    // What the chair sees is what its site is sent, whatever view that is.
    const bool chairThere = conference.plan.watches.contains(conference.chair);
    const bool ofChair = command.view.kind == ViewName::Kind::chair && chairThere;
    if (command.view.kind != ViewName::Kind::site && !ofChair) {
        verbs_.snapshots.ofView(conference, kProgramme, done_);
        return;
    }
    auto site = ofChair ? Result<Site*>(conference.find(conference.chair))
                        : domain_.requireSite(conference, command.view.site);
    if (!site) {
        fail(site.error());
        return;
    }
    if (!(*site)->up()) {
        fail({ErrorCode::refused,
              domain_.describe((*site)->id) + " is not connected",
              "call it first",
              "site.not-connected"});
        return;
    }
    const auto watch = conference.plan.watches.find((*site)->id);
    if (command.incoming || watch == conference.plan.watches.end()) {
        verbs_.snapshots.ofSite(conference, (*site)->id, done_);
    } else if (watch->second.forwarded) {
        verbs_.snapshots.ofSite(conference, watch->second.forwarded, done_);
    } else {
        verbs_.snapshots.ofView(conference, watch->second.view, done_);
    }
}

}  // namespace mcu::conference
