// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/loss_watch.h"

namespace mcu::conference {

void LossWatch::note(const std::vector<media::SessionStats>& figures) {
    for (const auto& session : figures) {
        const auto place = domain_.sessions.find(session.session);
        if (place == domain_.sessions.end()) {
            continue;
        }
        Conference* conference = nullptr;
        auto* site = domain_.find(place->second, &conference);
        for (const auto& stream : session.streams) {
            if (site != nullptr && site->up() && stream.kind == media::Kind::video) {
                noteSite(*conference, *site, stream.sent.lossPercent);
            }
        }
    }
}

void LossWatch::noteSite(Conference& conference, Site& site, double lossPercent) {
    const auto now = domain_.now();
    if (lossPercent > domain_.settings.lossPercent) {
        site.goodSince.reset();
        if (!site.lossSince) {
            site.lossSince = now;
        }
        if (!site.lowered && now - *site.lossSince >= domain_.settings.lossFor) {
            site.lowered = true;
            domain_.emit(conference,
                         site.id,
                         "site.lowered",
                         "the line of " + domain_.describe(site.id) +
                             " loses packets; it gets a lower picture of its own",
                         "warning",
                         nullptr,
                         {{"lossPercent", std::to_string(lossPercent)}});
            domain_.refreshSoon(conference);
        }
        return;
    }
    site.lossSince.reset();
    if (!site.lowered) {
        return;
    }
    if (!site.goodSince) {
        site.goodSince = now;
    }
    if (now - *site.goodSince >= domain_.settings.goodFor) {
        site.lowered = false;
        site.goodSince.reset();
        domain_.emit(conference,
                     site.id,
                     "site.restored",
                     "the line of " + domain_.describe(site.id) + " is good again");
        domain_.refreshSoon(conference);
    }
}

}  // namespace mcu::conference
