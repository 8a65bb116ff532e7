// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/commands.h"

// The chair's calls of sites.

namespace mcu::conference {

void CommandHandler::operator()(const RequestSite& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? domain_.requireSite(**found, command.site) : Result<Site*>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    const auto& request = verbs_.requests.ask(conference, (*site)->id, actor_);
    Outcome outcome;
    outcome.sites = {request.site};
    outcome.message = "R-" + std::to_string(request.number) + ": the chair asks for " +
                      domain_.describe(request.site) + "; 30 s run";
    domain_.emit(conference,
                 request.site,
                 "request.asked",
                 outcome.message,
                 "info",
                 &actor_,
                 {{"request", std::to_string(request.number)}});
    domain_.tellProgramme(conference);
    domain_.saveRequest(conference, request);
    done_(std::move(outcome));
}

void CommandHandler::operator()(const CancelRequest& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    const auto cancelled = verbs_.requests.cancel(conference, *site, command.reason);
    if (!cancelled) {
        fail(cancelled.error());
        return;
    }
    const Request& request = **cancelled;
    if (conference.take && conference.take->reaching && conference.take->site == request.site) {
        verbs_.takes.abandon(conference, "the request was cancelled");
    }
    Outcome outcome;
    outcome.sites = {request.site};
    outcome.message = "R-" + std::to_string(request.number) + " " + domain_.describe(request.site) +
                      " is cancelled";
    domain_.saveRequest(conference, request);
    succeed(conference, "request.cancelled", std::move(outcome));
}

void CommandHandler::operator()(const ConfirmSeen& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    auto& conference = **found;
    if (!*site && conference.take) {
        *site = conference.take->site;
    }
    if (auto* room = conference.find(*site);
        room != nullptr && verbs_.manualMcus.confirm(conference, *room)) {
        confirmManual(conference, *room);
        return;
    }
    const auto confirmed = verbs_.requests.confirm(conference, *site);
    if (!confirmed) {
        fail(confirmed.error());
        return;
    }
    Outcome outcome;
    outcome.sites = {(*confirmed)->site};
    outcome.message = "R-" + std::to_string((*confirmed)->number) + " " +
                      domain_.describe((*confirmed)->site) + " is seen and heard";
    done_(std::move(outcome));
}

/// Its picture is there: the take that waited for that goes on and completes the request itself.
void CommandHandler::confirmManual(Conference& conference, const Site& site) {
    verbs_.requests.markByHand(conference, site.id);
    Outcome outcome;
    outcome.sites = {site.id};
    outcome.message = domain_.describe(site.id) + " is seen and heard";
    verbs_.takes.check(conference);
    done_(std::move(outcome));
}

void CommandHandler::operator()(const Back& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    auto* chair = (*found)->find((*found)->chair);
    if (chair == nullptr) {
        fail({ErrorCode::refused, "the conference has no chair", "name one first", "chair.none"});
        return;
    }
    verbs_.takes.start(**found, *chair, {}, actor_, std::move(done_));
}

}  // namespace mcu::conference
