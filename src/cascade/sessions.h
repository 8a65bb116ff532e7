// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace mcu::cascade {

/// A version of a plan (PL3-07), as the master has it, byte for byte.
struct PlanNews {
    std::string session;
    int version = 0;    ///< of the master
    std::string hash;   ///< SHA-256 of text and sites, hexadecimal
    std::string text;   ///< YAML
    std::string sites;  ///< CSV: what the master's register said of them
    WallTime at{};      ///< imported there
    std::string actor;

    bool operator==(const PlanNews&) const = default;
};

/// An entry of a script.
struct CueNews {
    int number = 0;
    std::string title;
    std::vector<SiteId> sites;  ///< shown, in the order of the panes

    bool operator==(const CueNews&) const = default;
};

/// Where a session stands at the master (PL5-03, PL6-01).
struct SessionNews {
    std::string session;
    std::string title;
    std::string hash;            ///< of the newest version of its plan
    std::string state;           ///< "planned", "under-way", "ended"
    WallTime start{};            ///< T0
    int cues = 0;                ///< of the script
    std::optional<CueNews> now;  ///< the script stands at; none: before the first
    WallTime nowSince{};
    std::string nowBy;            ///< who took it there
    std::optional<CueNews> next;  ///< none: the script is over

    bool operator==(const SessionNews&) const = default;
};

/// What a unit below has said of a session.
struct AnswerNews {
    std::string session;
    std::string kind;     ///< "agreed": the plan (PL3-07); "rehearsed": its own rooms (PL4-08)
    std::string subject;  ///< the organisation that agrees; the MCU that has rehearsed
    std::string hash;     ///< of the version meant
    std::string actor;
    WallTime at{};  ///< by the clock there

    bool operator==(const AnswerNews&) const = default;
};

/// Who keeps the sessions of a server. Down go plans and where their scripts stand, to the MCUs
/// that are in the plan; up go answers of the units. All take() functions may be told the same
/// again and again, and judge by themselves whether the peer may say so. Implemented by `session`.
/// Thread: control.
class SessionKeeper {
public:
    virtual ~SessionKeeper() = default;

    /// The sessions an MCU below takes part in; one that has ended too, for a while.
    [[nodiscard]] virtual std::vector<SessionNews> sessionsFor(const McuId& below) const = 0;
    /// The newest plan of a session; none: there is no such session.
    [[nodiscard]] virtual std::optional<PlanNews> plan(const std::string& session) const = 0;
    /// What was answered here or further below, of sessions that have not ended.
    [[nodiscard]] virtual std::vector<AnswerNews> answers() const = 0;

    virtual void takePlan(const PlanNews& plan, const McuId& master) = 0;
    virtual void takeSession(const SessionNews& news, const McuId& master) = 0;
    virtual void takeAnswer(const AnswerNews& answer, const McuId& slave) = 0;

    /// Told when any of the above may be another one.
    virtual void onSessions(std::function<void()> handler) = 0;
};

}  // namespace mcu::cascade
