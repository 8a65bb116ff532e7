// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "session/check.h"
#include "session/deadlines.h"
#include "session/interop.h"
#include "session/journal.h"
#include "session/line_quality.h"
#include "session/plan.h"
#include "session/preflight.h"
#include "session/session_incident.h"

namespace mcu::session {

/// A managing unit has agreed a version of the plan (PL3-07).
struct Agreement {
    int version = 0;
    std::string hash;
    WallTime at{};
    std::string actor;
};

struct SentNotice {
    std::string recipient;
    std::string channel;
    std::string to;
    WallTime at{};
    bool ok = false;
    std::string detail;
};

/// Roll call (điểm danh): what is written down for a site.
struct Presence {
    std::string state;  ///< "present" (seen in the room), "online" (connected), "absent"
    std::string reason;
    WallTime at{};
    std::string actor;
};

/// A site's time in the session, from its connections (D.5, 4).
struct Attendance {
    std::optional<WallTime> first;
    std::optional<WallTime> last;  ///< seen
    std::optional<WallTime> upSince;
    std::chrono::seconds off{0};  ///< between, not connected
    int drops = 0;
};

struct TakenCue {
    int number = 0;
    WallTime at{};
    std::string actor;
    std::string how;  ///< "next", "back", "jump", "again"; "master": its script went there
};

/// Something shown outside the script (GEN-02).
struct Deviation {
    std::uint64_t record = 0;  ///< number of its record
    WallTime at{};
    std::string actor;
    std::string what;  ///< "show", "layout" ...
    std::string site;
    std::string reason;
    int cue = 0;  ///< the script stood at
};

/// A chair's call of a site as it ended (PL6-02).
struct ChairCall {
    std::uint64_t number = 0;
    std::string site;
    std::string siteName;
    std::string owner;
    std::string actor;
    WallTime at{};
    double taken = -1;
    double picture = -1;
    double soundUp = -1;
    double soundDown = -1;
    double twoWay = -1;
    std::string state;
    std::string reason;
    bool late = false;
    bool byHand = false;
    std::string lateReason;
};

struct Readiness {
    std::uint64_t record = 0;
    WallTime at{};
    std::string actor;
    std::string state;  ///< "green", "amber", "red"
    std::size_t up = 0;
    std::size_t of = 0;
    std::vector<std::string> reasons;  ///< codes with ids: "site:x.1", "mcu:mcu.vnpt", "plan"
};

/// A check of a site as it ended.
struct SiteCheck {
    WallTime at{};
    std::string actor;
    CheckResult result;
};

/// A take of a drill (PL5-04). Times in seconds since the take; negative: not reached.
struct DrillTake {
    std::uint64_t drill = 0;  ///< the drills of a session are counted
    WallTime at{};
    std::string actor;
    std::string site;
    std::string owner;  ///< the MCU it came from
    double picture = -1;
    double twoWay = -1;
    std::string cause;  ///< why it was not two-way
};

/// A site's turn to speak.
struct FloorTurn {
    std::string site;
    WallTime asked{};
    std::string by;
    std::string state = "waiting";  ///< "waiting", "given", "denied"
    std::optional<WallTime> answered;
    std::string reason;  ///< of a denial
};

/// A session: the fold of its records. Nothing else changes it.
struct SessionState {
    std::string id;
    std::vector<PlanVersion> versions;
    Plan plan;  ///< of the newest version
    WallTime knownAt{};
    std::uint64_t lastRecord = 0;
    std::vector<Record> records;
    std::map<std::string, Agreement> agreements;  ///< by organisation
    std::vector<SentNotice> notices;
    std::optional<WallTime> rehearsalDone;
    std::map<std::string, WallTime> rehearsals;  ///< of MCUs below, as they told
    std::string master;       ///< the MCU above that holds it; empty: none told of it
    std::string masterState;  ///< at an MCU above: "planned", "under-way", "ended"; empty: not told
    std::optional<WallTime> cascadeUp;
    std::optional<WallTime> started;
    std::optional<WallTime> ended;
    std::string conference;  ///< it was started in
    bool training = false;   ///< held by a training clock
    /// The chair's newest call when it began, which it has nothing to do with; nothing: a record of
    /// a server that did not write it down.
    std::optional<std::uint64_t> callsBefore;
    std::vector<TakenCue> cues;
    std::vector<Deviation> deviations;
    std::map<std::string, Presence> rollCall;
    std::map<std::string, Attendance> attendance;
    std::map<std::string, std::string> excluded;  ///< site -> reason
    std::map<std::uint64_t, ChairCall> calls;
    std::vector<Readiness> readiness;
    std::vector<DrillTake> drills;
    std::vector<FloorTurn> floor;                          ///< in the order they asked
    std::map<std::string, std::vector<SiteCheck>> checks;  ///< by site, the last one counts
    std::map<std::string, std::string> deadlines;          ///< code -> state that was recorded
    std::map<std::string, SessionIncident> incidents;      ///< by name
    LineQualities quality;                                 ///< while it is held
    std::vector<PreflightItem> preflight;                  ///< the last look at security
    std::map<std::string, Interop> interop;                ///< with linked MCUs, the last, by MCU
    std::map<std::string, Interop> upstream;               ///< with foreign MCUs, the last, by MCU
    std::vector<Record> faults;
    std::vector<Record> notes;

    void apply(const Record& record);

    [[nodiscard]] const PlanVersion& version() const { return versions.back(); }

    /// Of a site's last check; not checked when there was none.
    [[nodiscard]] Verdict verdictOn(const std::string& site) const {
        const auto found = checks.find(site);
        return found == checks.end() ? Verdict::notChecked : found->second.back().result.verdict;
    }

    /// The MCU above whose script is followed here; empty: none.
    [[nodiscard]] std::string steeredBy() const {
        return !underWay() && masterState == "under-way" ? master : std::string();
    }

    [[nodiscard]] bool underWay() const { return started && !ended; }

    /// Which cue the script stands at; null before the first.
    [[nodiscard]] const Cue* cue() const;
    /// When every managing unit had agreed the newest version; nothing: not all have.
    [[nodiscard]] std::optional<WallTime> agreedAt() const;
    /// When the rooms of all slaves had been rehearsed: as was said here, else as each slave told.
    [[nodiscard]] std::optional<WallTime> rehearsedAt() const;
    [[nodiscard]] DeadlineFacts deadlineFacts() const;
};

}  // namespace mcu::session
