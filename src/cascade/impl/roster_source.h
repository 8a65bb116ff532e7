// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "conference/far_site.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// The lower end's roster as it tells it: a version that rises with each change, what changed since
/// the last telling, all of it in pages. Figures move in steps, so that their noise does not keep
/// the link busy. Gives each site a contributor number (RFC 3550 section 5.1) that stays.
/// Thread: control.
class RosterSource {
public:
    /// Takes the roster as it is now; what differs enough from what was told is the delta.
    std::optional<hnth::cascade::v1::RosterDelta> update(
        const std::vector<conference::FarSite>& sites, WallTime now);

    /// All of it, in order; at least one page.
    [[nodiscard]] std::vector<hnth::cascade::v1::RosterPage> pages() const;

    /// 0: no such site.
    [[nodiscard]] std::uint32_t contributorOf(const SiteId& site) const;
    [[nodiscard]] std::string nameOf(const SiteId& site) const;

    /// The site an id, an alias or an exact name stands for; empty: none, or several.
    [[nodiscard]] SiteId resolve(const std::string& word) const;

    [[nodiscard]] bool has(const SiteId& site) const { return told_.contains(site.value); }

    [[nodiscard]] std::uint64_t version() const { return version_; }

    [[nodiscard]] std::size_t size() const { return told_.size(); }

    [[nodiscard]] std::size_t ready() const;

private:
    std::uint32_t number(const std::string& site);

    std::map<std::string, hnth::cascade::v1::RosterSite> told_;
    std::map<std::string, std::uint32_t> numbers_;  ///< also of sites that left: they may come back
    std::set<std::uint32_t> used_;
    std::uint64_t version_ = 0;
};

/// FNV-1a of the id, 32 bits.
[[nodiscard]] std::uint32_t hashOf(const std::string& id);

}  // namespace mcu::cascade
