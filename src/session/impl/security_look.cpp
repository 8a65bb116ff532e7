// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/security_look.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace mcu::session {

namespace {

constexpr const char* kRefused = "sip.auth_failures";

SecurityFacts factsOf(const Book& book,
                      const SessionState& session,
                      const conference::ConferenceStatus& conference) {
    SecurityFacts facts;
    facts.policy = session.plan.policy.encryption;
    facts.conference = conference;
    for (const auto& site : session.plan.sites) {
        if (!session.excluded.contains(site.id)) {
            facts.counted.push_back(site.id);
        }
    }
    // Certificates go by the machine's time, whatever a training clock says.
    facts.certificates =
        certificatesOf(book.settings.certificates, book.surroundings.loop.clock().wallNow());
    return facts;
}

/// The links the session needs: to our master, and towards sites of the plan.
std::vector<cascade::LinkStatus> linksOf(const Plan& plan, const cascade::CascadeStatus& status) {
    std::vector<cascade::LinkStatus> links;
    for (const auto& link : status.links) {
        const bool needed = std::ranges::any_of(
            plan.sites, [&](const auto& site) { return plan.isBelow(site.mcu, link.mcu.value); });
        if (link.toMaster || needed) {
            links.push_back(link);
        }
    }
    return links;
}

}  // namespace

void lookAtSecurity(const Book& book,
                    const SessionState& session,
                    const conference::ConferenceStatus& conference,
                    const std::optional<HostFacts>& host,
                    std::function<void(std::vector<PreflightItem>)> then) {
    auto facts = std::make_shared<SecurityFacts>(factsOf(book, session, conference));
    facts->host = host;
    auto* cascade = book.surroundings.cascade;
    book.surroundings.conferences.status(
        {conference.id},
        [facts, cascade, plan = session.plan, then = std::move(then)](
            const Result<conference::ServerStatus>& server) {
            if (server && server->counters.contains(kRefused)) {
                facts->refusedAccess = server->counters.at(kRefused);
            }
            if (cascade == nullptr) {
                then(judge(*facts));
                return;
            }
            cascade->status([facts, plan, then](const cascade::CascadeStatus& status) {
                facts->links = linksOf(plan, status);
                then(judge(*facts));
            });
        });
}

}  // namespace mcu::session
