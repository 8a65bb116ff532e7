// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/roster_source.h"

#include <algorithm>
#include <cmath>

#include <google/protobuf/util/message_differencer.h>

#include "base/log.h"
#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

using google::protobuf::util::MessageDifferencer;

namespace {

constexpr std::size_t kMostSites = limit::kPageSites * limit::kPages;
constexpr int kSitesAPage = 50;

/// The told figure while the new one is within a step of it.
double steady(double told, double now, double step) {
    if ((told < 0) == (now < 0) && std::abs(now - told) < step) {
        return told;
    }
    return now < 0 ? now : std::round(now / step) * step;
}

/// Keeps of what was told what has not really changed.
void settle(const wire::RosterSite& told, wire::RosterSite& now) {
    if (told.state() == now.state() && told.cause() == now.cause() &&
        std::abs(told.since_us() - now.since_us()) < 1'500'000) {
        now.set_since_us(told.since_us());
    }
    now.set_loss_percent(
        steady(told.loss_percent(), now.loss_percent(), now.loss_percent() < 5 ? 0.5 : 2));
    now.set_jitter_ms(steady(told.jitter_ms(), now.jitter_ms(), 10));
    now.set_round_trip_ms(steady(told.round_trip_ms(), now.round_trip_ms(), 20));
    now.set_kbps(steady(told.kbps(), now.kbps(), std::max(100.0, told.kbps() / 4)));
}

}  // namespace

std::uint32_t hashOf(const std::string& id) {
    std::uint32_t hash = 2166136261U;
    for (const unsigned char byte : id) {
        hash = (hash ^ byte) * 16777619U;
    }
    return hash;
}

std::uint32_t RosterSource::number(const std::string& site) {
    const auto [found, fresh] = numbers_.try_emplace(site, 0U);
    if (fresh) {
        std::uint32_t candidate = hashOf(site);
        while (candidate == 0 || used_.contains(candidate)) {
            ++candidate;
        }
        used_.insert(candidate);
        found->second = candidate;
    }
    return found->second;
}

std::optional<wire::RosterDelta> RosterSource::update(const std::vector<conference::FarSite>& sites,
                                                      WallTime now) {
    wire::RosterDelta delta;
    std::set<std::string> present;
    for (const auto& site : sites) {
        wire::RosterSite next;
        toWire(site, now, next);
        next.set_contributor(number(next.id()));
        wire::FromSlave probe;
        *probe.mutable_roster_page()->add_sites() = next;
        probe.mutable_roster_page()->set_pages(1);
        if (present.size() >= kMostSites || !validate(probe)) {
            logger("cascade").warn("not told to the master, its record cannot be: site={}",
                                   next.id());
            continue;
        }
        present.insert(next.id());
        const auto told = told_.find(next.id());
        if (told != told_.end()) {
            settle(told->second, next);
            if (MessageDifferencer::Equals(told->second, next)) {
                continue;
            }
        }
        *delta.add_changed() = next;
        told_[next.id()] = next;
    }
    std::erase_if(told_, [&](const auto& entry) {
        const bool gone = !present.contains(entry.first);
        if (gone) {
            delta.add_gone(entry.first);
        }
        return gone;
    });
    if (delta.changed_size() == 0 && delta.gone_size() == 0) {
        return std::nullopt;
    }
    delta.set_from(version_);
    delta.set_to(++version_);
    return delta;
}

std::vector<wire::RosterPage> RosterSource::pages() const {
    std::vector<wire::RosterPage> pages(1);
    for (const auto& [id, site] : told_) {
        if (pages.back().sites_size() == kSitesAPage) {
            pages.emplace_back();
        }
        *pages.back().add_sites() = site;
    }
    std::uint32_t at = 0;
    for (auto& page : pages) {
        page.set_version(version_);
        page.set_page(at++);
        page.set_pages(static_cast<std::uint32_t>(pages.size()));
    }
    return pages;
}

std::uint32_t RosterSource::contributorOf(const SiteId& site) const {
    const auto told = told_.find(site.value);
    return told == told_.end() ? 0 : told->second.contributor();
}

std::string RosterSource::nameOf(const SiteId& site) const {
    const auto told = told_.find(site.value);
    return told == told_.end() || told->second.name().empty() ? site.value : told->second.name();
}

SiteId RosterSource::resolve(const std::string& word) const {
    if (told_.contains(word)) {
        return SiteId{word};
    }
    SiteId found;
    for (const auto& [id, site] : told_) {
        const bool fits =
            site.name() == word ||
            std::find(site.aliases().begin(), site.aliases().end(), word) != site.aliases().end();
        if (fits && found) {
            return {};
        }
        if (fits) {
            found = SiteId{id};
        }
    }
    return found;
}

std::size_t RosterSource::ready() const {
    return static_cast<std::size_t>(std::count_if(told_.begin(), told_.end(), [](const auto& one) {
        return one.second.state() == static_cast<unsigned>(conference::SiteState::connected);
    }));
}

}  // namespace mcu::cascade
