// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/snapshots.h"

#include <utility>

namespace mcu::conference {

namespace {

constexpr auto kPatience = std::chrono::seconds(5);
constexpr auto kPause = std::chrono::milliseconds(100);

}  // namespace

void Snapshots::ofView(Conference& conference, std::string key, Service::Done done) {
    conference.demandedViews.insert(key);
    domain_.refresh(conference);
    attempt(std::make_shared<Request>(
        Request{conference.id(), std::move(key), {}, domain_.now() + kPatience, std::move(done)}));
}

void Snapshots::ofSite(Conference& conference, SiteId site, Service::Done done) {
    conference.demandedSources.insert(site);
    domain_.refresh(conference);
    attempt(std::make_shared<Request>(
        Request{conference.id(), {}, std::move(site), domain_.now() + kPatience, std::move(done)}));
}

/// Tries until there is a picture or patience ends.
void Snapshots::attempt(const std::shared_ptr<Request>& request) {
    auto* conference = domain_.find(request->conference);
    if (conference == nullptr) {
        finish(*request, Error(ErrorCode::notFound, "the conference was closed"));
        return;
    }
    auto answered = [this, request](Result<std::vector<std::byte>> png) {
        if (png) {
            Outcome outcome;
            outcome.png = std::move(*png);
            outcome.message =
                "picture of " +
                (request->view.empty() ? domain_.describe(request->site) : request->view);
            finish(*request, std::move(outcome));
        } else if (domain_.now() >= request->deadline) {
            finish(*request, png.error());
        } else {
            domain_.loop.after(kPause, [this, request] { attempt(request); });
        }
    };
    const auto missing =
        Error(ErrorCode::unavailable, "there is no picture", {}, "snapshot.no-picture");
    if (request->view.empty()) {
        const auto source = conference->pictures.source(request->site);
        source ? domain_.planes.video->snapshotSource(*source, answered) : answered(missing);
        return;
    }
    const auto view = conference->pictures.view(request->view);
    const bool ready = view && conference->pictures.viewSettled(request->view);
    ready ? domain_.planes.video->snapshotView(*view, answered) : answered(missing);
}

void Snapshots::finish(const Request& request, Result<Outcome> outcome) {
    if (auto* conference = domain_.find(request.conference)) {
        conference->demandedViews.erase(request.view);
        conference->demandedSources.erase(request.site);
        domain_.refreshSoon(*conference);
    }
    request.done(std::move(outcome));
}

}  // namespace mcu::conference
