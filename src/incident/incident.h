// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace mcu::incident {

/// Names an incident wherever it is known: the MCU that opened it and that one's number.
struct IncidentId {
    McuId origin;
    std::uint64_t number = 0;
    auto operator<=>(const IncidentId&) const = default;
};

/// Something people did to an incident. Named by who wrote it, so that two copies of an incident
/// are made one by taking the entries of both.
struct Entry {
    McuId from;
    std::uint64_t number = 0;  ///< of that MCU, rises over all incidents
    WallTime at{};
    std::string kind;  ///< "note", "closed"
    std::string actor;
    std::string organisation;
    std::string text;
    bool operator==(const Entry&) const = default;
};

/// A fault of a site, from when it is seen until it is healed (MON-03 to MON-08). What the machine
/// saw belongs to the origin and has a version; entries belong to who wrote them.
struct Incident {
    IncidentId id;
    std::uint64_t version = 0;  ///< rises with each change by the origin
    std::string kind;           ///< "drop", "quality", "security"
    std::string severity;       ///< "warning", "error"
    ConferenceId conference;
    SiteId site;
    std::string siteName;
    std::string owner;    ///< organisation that has the site's line and equipment (SEC-08)
    std::string contact;  ///< whom to call there
    std::string phone;
    bool onAir = false;  ///< when it began
    WallTime opened{};
    std::optional<WallTime> closed;
    std::string cause;   ///< what was seen: "media-timeout", "loss 4.2 %"
    std::string healed;  ///< how it ended: "connected again", "line good again", "closed by lan"
    int redials = 0;
    std::vector<Entry> entries;  ///< by when they were written

    [[nodiscard]] bool open() const { return !closed; }

    bool operator==(const Incident&) const = default;
};

/// When something was last seen or written of it.
[[nodiscard]] WallTime lastChangeOf(const Incident& incident);

/// "I-5", of another MCU than `self` "mcu.vnpt/I-5".
[[nodiscard]] std::string textOf(const IncidentId& id, const McuId& self);

/// The incident a word names: "5", "I-5", "mcu.vnpt/I-5". Nothing: no such form.
[[nodiscard]] std::optional<IncidentId> idOf(const std::string& word, const McuId& self);

/// An incident has at most so many entries, the oldest; more than one MCU lets its technicians
/// write, since several write at once.
inline constexpr std::size_t kMostEntriesKnown = 400;

/// Makes `mine` what both know; true: it has changed. The newer version of what the origin says,
/// and the entries of both, none twice.
bool merge(Incident& mine, const Incident& theirs);

}  // namespace mcu::incident
