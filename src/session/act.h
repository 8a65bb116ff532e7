// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "session/host_facts.h"
#include "session/script.h"

namespace mcu::session {

// What a technician can ask of the sessions. Every act passes Service::execute: the one gate.
// `session` is an id; empty: the only session that has not ended, or the one under way.

/// Replaces the register of sites, whole or not at all.
struct ImportRegistry {
    std::string csv;
    std::string name;     ///< of the file, for problems
    bool dryRun = false;  ///< says what would change
    bool merge = false;   ///< sites that are not in the list stay
};

/// A new session, or a new version of its plan when the text differs (PL3-07).
struct ImportPlan {
    std::string yaml;
    std::string name;
    bool dryRun = false;
};

/// An ad-hoc session in one command from a group of the register (AD1-01). MCUs and contacts are
/// those of the plan imported last.
struct CreateAdHoc {
    std::string title;
    std::string group;     ///< of the register; or a filter such as "level:commune"
    std::string chair;     ///< a site
    std::string start;     ///< "20:00", "21/09/2022 20:00", or with a zone
    std::string received;  ///< empty: now
    std::string connect;   ///< empty: now
    std::string via;       ///< how the request came
};

struct AgreePlan {
    std::string session;
    std::string organisation;
    std::string hash;  ///< the version meant, or its beginning; empty: the newest
};

/// Sends the notices by the configured command, to those not told yet.
struct SendNotices {
    std::string session;
    std::string channel;    ///< empty: e-mail where there is an address, else SMS
    std::string recipient;  ///< empty: all
    bool again = false;     ///< also to those told already
    bool vietnamese = true;
};

/// Somebody was told by hand: by telephone, or by a letter.
struct MarkNotice {
    std::string session;
    std::string recipient;
    std::string channel;
};

/// A step of the procedure is done: "rehearsal" (PL4-08), "cascade" (PL5-02).
struct MarkStep {
    std::string session;
    std::string step;
    std::string note;
};

struct StartSession {
    std::string session;
};

struct EndSession {
    std::string session;
};

struct StepScript {
    std::string session;
    ScriptStep step;
};

/// Why something was shown outside the script, said afterwards.
struct GiveReason {
    std::string session;
    std::string reason;
};

/// Why a call of the chair took longer than 30 s.
struct GiveLateReason {
    std::string session;
    std::uint64_t number = 0;
    std::string reason;
};

/// Roll call: of all sites from their connections, or what the technician says of one.
struct RollCall {
    std::string session;
    std::string site;   ///< empty: all
    std::string state;  ///< of one: "present", "online", "absent"
    std::string reason;
};

/// The gate before the session (PL5-06): measured and stored.
struct CheckReadiness {
    std::string session;
    std::optional<HostFacts> host = std::nullopt;  ///< nothing: the machine is not looked at
};

/// A site that need not be ready, and why; or no longer so.
struct ExcludeSite {
    std::string session;
    std::string site;
    std::string reason;
    bool back = false;
};

struct AddNote {
    std::string session;
    std::string site;  ///< may be empty
    std::string text;
};

/// Checks rooms (PL4-02) in the background: those named, else of the group, the failed, or all that
/// connect to this server.
struct RunChecks {
    std::string session;
    std::vector<std::string> sites;
    std::string group;
    bool all = false;
    bool failed = false;  ///< only those whose last check did not pass
    int atOnce = 8;       ///< at a time, 1 to 32
};

/// Rooms whose check has not begun are left out.
struct StopChecks {
    std::string session;
};

/// A drill (PL5-04): a sample of rooms, stratified by MCU and level, is taken on air one after
/// another by the real path, and each take is timed.
struct RunDrill {
    std::string session;
    int sample = 0;                  ///< rooms in all; 0: as many of each MCU as the plan says
    std::vector<std::string> sites;  ///< these instead
    std::uint64_t seed = 0;          ///< of the sample; 0: another each time
};

/// Compares this server with every MCU it is linked with or the plan names: protocol, codecs,
/// rates, encryption, versions, clocks, certificates (PL3-01).
struct CheckInterop {
    std::string session;
};

/// Checks that a foreign MCU of the plan can be reached and fits (ORG-02): it is probed, and, when
/// asked, called into the conference for a short measurement of picture and sound both ways.
struct CheckUpstream {
    std::string session;
    std::string mcu;  ///< of the plan; empty: all above us
    bool call = false;
};

/// A site wants to speak (xin phát biểu): it joins the queue.
struct AskFloor {
    std::string session;
    std::string site;
};

/// The chair lets it (mời phát biểu): one act that shows it to all, opens its and the chair's
/// microphone and mutes the others.
struct GiveFloor {
    std::string session;
    std::string site;  ///< empty: who has waited longest
};

struct DenyFloor {
    std::string session;
    std::string site;
    std::string reason;
};

using Act = std::variant<ImportRegistry,
                         ImportPlan,
                         CreateAdHoc,
                         AgreePlan,
                         SendNotices,
                         MarkNotice,
                         MarkStep,
                         StartSession,
                         EndSession,
                         StepScript,
                         GiveReason,
                         GiveLateReason,
                         RollCall,
                         CheckReadiness,
                         ExcludeSite,
                         AddNote,
                         RunChecks,
                         StopChecks,
                         RunDrill,
                         CheckInterop,
                         CheckUpstream,
                         AskFloor,
                         GiveFloor,
                         DenyFloor>;

}  // namespace mcu::session
