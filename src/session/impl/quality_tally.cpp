// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/quality_tally.h"

#include <utility>

namespace mcu::session {

void QualityTally::look(const SessionState& session,
                        const conference::ConferenceStatus& conference,
                        const incident::Profile& profile,
                        SteadyTime at) {
    for (const auto& site : conference.sites) {
        if (site.trunk || session.plan.site(site.id.value) == nullptr) {
            continue;
        }
        if (site.state != conference::SiteState::connected || site.stale || site.streams.empty()) {
            graders_.erase(site.id.value);
            continue;
        }
        const auto figures = incident::figuresOf(site);
        auto& grader = graders_[site.id.value];
        (void)grader.note(figures, profile, at);
        since_[site.id.value].note(figures, grader.verdict().grade, site.encrypted);
    }
}

LineQualities QualityTally::take() {
    return std::exchange(since_, {});
}

}  // namespace mcu::session
