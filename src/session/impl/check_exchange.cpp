// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/check_exchange.h"

#include <utility>

namespace mcu::session {

namespace {

/// Clocks of two MCUs: what is further ahead than this is no time of a check.
constexpr auto kMostAhead = std::chrono::hours(1);

/// Whole milliseconds, as the journal keeps them at least: the same check is known again.
bool isKnown(const SessionState& session, const cascade::CheckNews& news) {
    const auto found = session.checks.find(news.site.value);
    return found != session.checks.end() &&
           std::chrono::floor<std::chrono::milliseconds>(found->second.back().at) >=
               std::chrono::floor<std::chrono::milliseconds>(news.at);
}

}  // namespace

std::vector<cascade::CheckNews> CheckExchange::latest() const {
    std::vector<cascade::CheckNews> all;
    for (const auto& [id, session] : book_.sessions) {
        for (const auto& [site, checks] : session.checks) {
            if (!session.ended && !checks.empty()) {
                const auto& last = checks.back();
                all.push_back({id, {site}, last.at, last.actor, "", fieldsOf(last.result)});
            }
        }
    }
    return all;
}

void CheckExchange::take(const cascade::CheckNews& news, const McuId& from) {
    const auto found = book_.sessions.find(news.session);
    if (found == book_.sessions.end() || found->second.ended) {
        return;  // another plan there, or it is over here
    }
    auto& session = found->second;
    const auto* site = session.plan.site(news.site.value);
    if (site == nullptr || !session.plan.isBelow(site->mcu, from.value) || isKnown(session, news) ||
        news.at > book_.now() + kMostAhead) {
        return;
    }
    // Nothing is taken over that is not a result: of unknown fields nothing comes back.
    auto record = book_.record(session, {news.actor, "cascade", news.organisation}, "check");
    record.at = news.at;
    record.subject = news.site.value;
    record.fields = fieldsOf(checkOf(news.fields));
    record.fields["from"] = from.value;
    book_.writeQuietly(session, {record});
    written(record);
}

void CheckExchange::onCheck(std::function<void(const cascade::CheckNews&)> handler) {
    tell_ = std::move(handler);
}

void CheckExchange::written(const Record& record) const {
    if (tell_) {
        tell_({record.session,
               {record.subject},
               record.at,
               record.actor,
               record.organisation,
               record.fields});
    }
}

}  // namespace mcu::session
