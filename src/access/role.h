// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mcu::access {

/// What a person is to this server (requirements ACT-01 to ACT-09, B-ACC-5).
enum class Role : std::uint8_t {
    admin,          ///< of the organisation that runs the server: everything
    operates,       ///< "operator": MCU technician (ACT-08)
    slaveOperator,  ///< technician of an enterprise with an MCU below (ACT-06)
    supervisor,     ///< reads all, checks, opens incidents, steers nothing (ACT-02)
    room,           ///< officer of a meeting room: its own site (ACT-09)
    auditor,        ///< reads reports and records, changes nothing
    monitor,        ///< watches: no names and telephones of people
};

inline constexpr std::array kRoles = {Role::admin,
                                      Role::operates,
                                      Role::slaveOperator,
                                      Role::supervisor,
                                      Role::room,
                                      Role::auditor,
                                      Role::monitor};

/// A class of acts; each command and each query needs one (needs.h).
enum class Right : std::uint8_t {
    view,         ///< state, events, quality
    documents,    ///< register, plans, reports, incidents: with names and telephones of people
    programme,    ///< takes, layouts, script: what all see and hear
    snapshots,    ///< pictures of what is seen
    channels,     ///< microphone, loudspeaker, camera of sites
    calls,        ///< sites called, hung up, added, removed
    conferences,  ///< opened, closed, locked
    siteList,     ///< register and site list
    links,        ///< to other MCUs, and how orders are answered
    orders,       ///< of the master confirmed, refused; sites put on an up-link
    talk,         ///< messages between technicians
    plan,         ///< plans, notices, steps of the procedure
    agree,        ///< to a plan, for an organisation
    session,      ///< started, ended
    record,       ///< roll call, notes, reasons, who wants to speak
    checks,       ///< technical checks, readiness, probes
    incidents,    ///< notes, closing
    security,     ///< ports, people and rights
};

inline constexpr std::array kRights = {Right::view,
                                       Right::documents,
                                       Right::programme,
                                       Right::snapshots,
                                       Right::channels,
                                       Right::calls,
                                       Right::conferences,
                                       Right::siteList,
                                       Right::links,
                                       Right::orders,
                                       Right::talk,
                                       Right::plan,
                                       Right::agree,
                                       Right::session,
                                       Right::record,
                                       Right::checks,
                                       Right::incidents,
                                       Right::security};

/// How far a role has a right.
enum class Extent : std::uint8_t {
    nothing,
    ownSites,         ///< named sites, all the person's
    ownOrganisation,  ///< the same; what concerns all only on a server of one's organisation
    ownServer,        ///< on a server of one's organisation; named sites all the person's
    everything,
};

/// "slave-operator", "site-list", "own-sites": as in the configuration, documents and the API.
[[nodiscard]] std::string_view nameOf(Role role);
[[nodiscard]] std::string_view nameOf(Right right);
[[nodiscard]] std::string_view nameOf(Extent extent);
[[nodiscard]] std::optional<Role> roleNamed(std::string_view name);

/// The matrix: one line a right, one column a role.
[[nodiscard]] Extent extentOf(Role role, Right right);

}  // namespace mcu::access
