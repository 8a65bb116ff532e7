// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/status_links.h"

#include <vector>

#include "cli/cascade_view.h"
#include "cli/clock_text.h"
#include "cli/number_text.h"
#include "cli/requests_view.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kIdColumns = 18;
constexpr int kTrunks = 6;
constexpr int kOpenRequests = 3;

/// A call to another MCU: what it brings, and how it is.
Line trunkLine(const v1::ConferenceStatus& conference, const v1::SiteStatus& trunk) {
    std::vector<std::string> carries;
    for (const auto& site : conference.sites()) {
        if (site.carried_by() == trunk.id()) {
            carries.push_back(withoutNoun(site.name()));
        }
    }
    const bool up = trunk.state() == v1::SITE_STATE_CONNECTED;
    return {
        "⇄ " + padded(trunk.id(), kIdColumns) + " " +
            join({stateText(trunk.state()),
                  up ? "" : causeText(trunk.cause()),
                  up && !trunk.encrypted() ? tr("NOT ENCRYPTED") : "",
                  carries.empty() ? "" : tr("brings {sites}", {{"sites", join(carries, ", ")}})},
                 "  "),
        !up                 ? std::optional(Shade::bad)
        : trunk.encrypted() ? std::nullopt
                            : std::optional(Shade::bad)};
}

}  // namespace

void addOpenRequests(Lines& lines, const v1::RequestList& requests, const Globals& globals) {
    int shown = 0;
    for (const auto& request : requests.requests()) {
        if (isOpen(request) && shown++ < kOpenRequests) {
            lines.push_back(
                {"☎ " + join({requestNumber(request.number()),
                              tr("{seconds} s",
                                 {{"seconds", decimal(request.age_seconds(), 1, globals)}}) +
                                  (request.late() ? " " + tr("OVER 30 s") : ""),
                              requestStateText(request.state()),
                              siteText(request.site_name().empty() ? request.site()
                                                                   : request.site_name()),
                              request.owner(),
                              request.reason()},
                             "  "),
                 clockShade(request.age_seconds())});
        }
    }
}

void addLinks(Lines& lines,
              const v1::ServerStatus& status,
              const v1::CascadeStatus& cascade,
              const Globals& globals,
              bool all) {
    for (const auto& link : cascade.links()) {
        lines.push_back(linkLine(link, globals));
    }
    int shown = 0;
    for (const auto& conference : status.conferences()) {
        for (const auto& site : conference.sites()) {
            if (site.trunk() && (all || shown++ < kTrunks)) {
                lines.push_back(trunkLine(conference, site));
            }
        }
    }
}

}  // namespace mcu::cli
