// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/role.h"

#include <algorithm>

namespace mcu::access {

namespace {

constexpr auto kNone = Extent::nothing;
constexpr auto kSite = Extent::ownSites;
constexpr auto kUnit = Extent::ownOrganisation;
constexpr auto kHome = Extent::ownServer;
constexpr auto kAll = Extent::everything;

struct Line {
    Right right;
    std::string_view name;
    std::array<Extent, kRoles.size()> extents;  ///< in the order of kRoles
};

// clang-format off
constexpr std::array<Line, kRights.size()> kMatrix = {{
    //                                  admin operator slave-op superv. room  auditor monitor
    {Right::view,        "view",        {kAll, kAll,   kAll,    kAll,   kSite, kAll,  kAll}},
    {Right::documents,   "documents",   {kAll, kAll,   kAll,    kAll,   kNone, kAll,  kNone}},
    {Right::programme,   "programme",   {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::snapshots,   "snapshots",   {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::channels,    "channels",    {kAll, kAll,   kUnit,   kNone,  kSite, kNone, kNone}},
    {Right::calls,       "calls",       {kAll, kAll,   kUnit,   kNone,  kNone, kNone, kNone}},
    {Right::conferences, "conferences", {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::siteList,    "site-list",   {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::links,       "links",       {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::orders,      "orders",      {kAll, kAll,   kHome,   kNone,  kNone, kNone, kNone}},
    {Right::talk,        "talk",        {kAll, kAll,   kAll,    kAll,   kNone, kNone, kNone}},
    {Right::plan,        "plan",        {kAll, kHome,  kNone,   kNone,  kNone, kNone, kNone}},
    {Right::agree,       "agree",       {kAll, kUnit,  kUnit,   kUnit,  kNone, kNone, kNone}},
    {Right::session,     "session",     {kAll, kHome,  kNone,   kNone,  kNone, kNone, kNone}},
    {Right::record,      "record",      {kAll, kAll,   kUnit,   kNone,  kNone, kNone, kNone}},
    {Right::checks,      "checks",      {kAll, kAll,   kUnit,   kAll,   kNone, kNone, kNone}},
    {Right::incidents,   "incidents",   {kAll, kAll,   kUnit,   kAll,   kNone, kNone, kNone}},
    {Right::security,    "security",    {kAll, kNone,  kNone,   kAll,   kNone, kAll,  kNone}},
}};
// clang-format on

constexpr std::array<std::string_view, kRoles.size()> kRoleNames = {
    "admin", "operator", "slave-operator", "supervisor", "room", "auditor", "monitor"};

constexpr std::size_t indexOf(Right right) {
    return static_cast<std::size_t>(right);
}

constexpr std::size_t indexOf(Role role) {
    return static_cast<std::size_t>(role);
}

/// Lines and columns stand where their enumerations say.
constexpr bool inOrder() {
    for (std::size_t i = 0; i < kRights.size(); ++i) {
        if (indexOf(kMatrix.at(i).right) != i || indexOf(kRights.at(i)) != i) {
            return false;
        }
    }
    for (std::size_t i = 0; i < kRoles.size(); ++i) {
        if (indexOf(kRoles.at(i)) != i) {
            return false;
        }
    }
    return indexOf(Right::security) + 1 == kRights.size() &&
           indexOf(Role::monitor) + 1 == kRoles.size();
}

static_assert(inOrder());

}  // namespace

std::string_view nameOf(Role role) {
    return kRoleNames.at(indexOf(role));
}

std::string_view nameOf(Right right) {
    return kMatrix.at(indexOf(right)).name;
}

std::string_view nameOf(Extent extent) {
    switch (extent) {
        case Extent::nothing:
            return "none";
        case Extent::ownSites:
            return "own-sites";
        case Extent::ownOrganisation:
            return "own-organisation";
        case Extent::ownServer:
            return "own-server";
        case Extent::everything:
            break;
    }
    return "all";
}

std::optional<Role> roleNamed(std::string_view name) {
    const auto* const found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
    return found == kRoleNames.end()
               ? std::nullopt
               : std::optional(kRoles.at(static_cast<std::size_t>(found - kRoleNames.begin())));
}

Extent extentOf(Role role, Right right) {
    return kMatrix.at(indexOf(right)).extents.at(indexOf(role));
}

}  // namespace mcu::access
