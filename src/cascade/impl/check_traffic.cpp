// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/check_traffic.h"

#include <algorithm>
#include <chrono>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

/// Half of what a master lets pass (rateOf()).
constexpr auto kPause = std::chrono::milliseconds(250);
constexpr int kAtOnce = 50;

}  // namespace

void CheckTraffic::begin(bool understood, const CheckKeeper* keeper) {
    understood_ = understood;
    sent_ = {};
    waiting_.clear();
    for (const auto& news : keeper == nullptr ? std::vector<CheckNews>() : keeper->latest()) {
        put(news);
    }
}

void CheckTraffic::end() {
    understood_ = false;
    waiting_.clear();
}

void CheckTraffic::put(const CheckNews& news) {
    if (understood_) {
        waiting_.insert_or_assign({news.session, news.site}, news);
    }
}

std::optional<wire::CheckResults> CheckTraffic::due(SteadyTime now) {
    if (waiting_.empty() || now - sent_ < kPause) {
        return std::nullopt;
    }
    sent_ = now;
    wire::CheckResults message;
    while (!waiting_.empty() && message.results_size() < kAtOnce) {
        toWire(waiting_.begin()->second, *message.add_results());
        waiting_.erase(waiting_.begin());
    }
    return message;
}

void toWire(const CheckNews& news, wire::CheckResult& out) {
    out.set_session(fitted(news.session, limit::kId));
    out.set_site(news.site.value);
    out.set_at_us(std::max<std::int64_t>(0, microseconds(news.at)));
    out.set_actor(fitted(news.actor, limit::kName));
    out.set_organisation(fitted(news.organisation, limit::kWord));
    auto& fields = *out.mutable_fields();
    for (const auto& [key, value] : news.fields) {
        if (fields.size() < limit::kCheckFields) {
            fields[fitted(key, limit::kWord)] = fitted(value, limit::kText);
        }
    }
}

CheckNews fromWire(const wire::CheckResult& result) {
    return {result.session(),
            SiteId{result.site()},
            wallTime(result.at_us()),
            result.actor(),
            result.organisation(),
            {result.fields().begin(), result.fields().end()}};
}

}  // namespace mcu::cascade
