// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/site_rank.h"

#include <algorithm>

namespace mcu::cli {

namespace v1 = hnth::mcu::v1;

namespace {

constexpr double kLossyPercent = 1.0;

double worstLossOf(const v1::SiteStatus& site) {
    double worst = 0;
    for (const auto& stream : site.streams()) {
        worst = std::max({worst, stream.received().loss_percent(), stream.sent().loss_percent()});
    }
    return worst;
}

Rank rankOfConnected(const v1::SiteStatus& site,
                     const v1::ConferenceStatus& conference,
                     double loss) {
    if (conference.encryption() == v1::ENCRYPTION_REQUIRED && !site.encrypted()) {
        return Rank::clear;
    }
    if (loss > kLossyPercent) {
        return Rank::lossy;
    }
    if (site.held()) {
        return Rank::held;
    }
    if (site.on_air()) {
        return Rank::onAir;
    }
    if (site.chair()) {
        return Rank::chair;
    }
    return site.speaking() ? Rank::speaking : Rank::connected;
}

Rank rankOf(const v1::SiteStatus& site, const v1::ConferenceStatus& conference, double loss) {
    switch (site.state()) {
        case v1::SITE_STATE_LOST:
            return Rank::lost;
        case v1::SITE_STATE_FAILED:
            return Rank::failed;
        case v1::SITE_STATE_WAITING:
            return Rank::waiting;
        case v1::SITE_STATE_DIALLING:
        case v1::SITE_STATE_RINGING:
        case v1::SITE_STATE_CONNECTING:
            return Rank::underWay;
        case v1::SITE_STATE_CONNECTED:
            return rankOfConnected(site, conference, loss);
        default:
            return Rank::absent;
    }
}

}  // namespace

std::vector<RankedSite> rankedSites(const v1::ServerStatus& status) {
    std::vector<RankedSite> sites;
    for (const auto& conference : status.conferences()) {
        for (const auto& site : conference.sites()) {
            if (site.trunk()) {
                continue;
            }
            const double loss = worstLossOf(site);
            sites.push_back({&site, &conference, rankOf(site, conference, loss), loss});
        }
    }
    std::stable_sort(
        sites.begin(), sites.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    return sites;
}

SiteCounts countsOf(const v1::ConferenceStatus& conference) {
    SiteCounts counts;
    for (const auto& site : conference.sites()) {
        if (site.trunk()) {
            continue;
        }
        ++counts.total;
        switch (site.state()) {
            case v1::SITE_STATE_CONNECTED:
                ++counts.connected;
                counts.lossy += worstLossOf(site) > kLossyPercent ? 1 : 0;
                break;
            case v1::SITE_STATE_LOST:
                ++counts.lost;
                break;
            case v1::SITE_STATE_WAITING:
                ++counts.waiting;
                break;
            case v1::SITE_STATE_FAILED:
                ++counts.failed;
                break;
            case v1::SITE_STATE_ABSENT:
                ++counts.absent;
                break;
            default:
                ++counts.underWay;
                break;
        }
    }
    return counts;
}

}  // namespace mcu::cli
