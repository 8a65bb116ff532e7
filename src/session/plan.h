// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "session/site_entry.h"

namespace mcu::session {

// A plan of a session as values (schema hnth-plan/1, docs/operating/plan.md). What is not in the
// file has the default given here; those of deadlines are QĐ333's.

enum class PlanKind { planned, adHoc };

struct PlanIdentity {
    std::string id;  ///< "S-20220915-1"
    std::string title;
    PlanKind kind = PlanKind::planned;
    std::string scope = "province";
    bool confidential = false;
    std::string documentNumber;
    std::string documentDate;
    std::string documentSigner;
    std::string via;  ///< how the request came: "văn bản", "điện thoại", "thư điện tử"
    WallTime receivedAt{};
    std::optional<WallTime> connectAt;
    std::optional<WallTime> rehearsalStart;
    std::optional<WallTime> rehearsalEnd;
    WallTime start{};  ///< T0
    std::optional<WallTime> plannedEnd;
    std::optional<std::int64_t> declaredSites;
    std::string conference;  ///< it is held in; empty: the server's only one
};

/// Limits of the deadlines (A.6).
struct DeadlineLimits {
    std::chrono::seconds notice = std::chrono::minutes(15);
    std::chrono::seconds rehearsalBefore = std::chrono::hours(2);
    std::chrono::seconds cascadeBefore = std::chrono::hours(2);
    std::chrono::seconds readyBefore = std::chrono::minutes(30);
    std::chrono::seconds connect = std::chrono::seconds(30);
    std::chrono::seconds cascadeTakes = std::chrono::minutes(15);  ///< between the two of 2 h
};

enum class OffScript { allowWithReason, deny };

struct PlanPolicy {
    DeadlineLimits deadlines;
    int cascadeMaxDepth = 1;
    std::string encryption = "required";
    std::string recording = "disabled";
    OffScript offScript = OffScript::allowWithReason;
    /// What readiness is at most while the look at security finds a fault: "amber", "red".
    std::string securityFault = "amber";
    bool muteOnEntry = true;
    std::string qualityProfile = "hnth-default";
    std::vector<std::string> agree;  ///< organisations; empty: those of the MCUs
};

struct PlanMedia {
    std::string videoCodec = "h264";
    std::string videoMax = "1080p30";
    std::uint32_t siteKbps = 2048;
    std::uint32_t cascadeKbps = 4096;
    std::vector<std::string> audioCodecs = {"opus", "g722", "g711a", "g711u"};
    std::string content = "disabled";
};

struct PlanMcu {
    std::string id;
    std::string name;
    std::string role;  ///< "master", "slave", "upstream"
    std::string organisation;
    std::string parent;
    std::string address;
    std::string protocol;
    std::string control = "auto";    ///< "manual": a foreign MCU without a control channel
    std::int64_t maxSites = 0;       ///< 0: not said
    std::string orderMode = "auto";  ///< "auto", "confirm", "manual"
    int uplinks = 1;
    std::vector<std::string> technicians;  ///< ids of contacts
};

/// An entry of the script (DOC-03).
struct Cue {
    int number = 0;
    std::string at;  ///< "14:00"; empty: when the one before is over
    std::string title;
    std::string layout = "full";    ///< a layout's name, "full", "side-by-side", "on-request"
    std::vector<std::string> show;  ///< site ids, in the order of the panes
    std::vector<std::string> precue;
    bool muteOthers = true;
    std::string callable;  ///< of on-request: "level:commune", "group:pctt", "all"
    std::string note;
};

/// Who is on call where and when (DOC-15), besides those who always are.
struct Duty {
    std::string contact;
    std::string place;  ///< an MCU or a site of the plan
    WallTime from{};
    WallTime until{};
};

struct PlanChecks {
    std::vector<std::string> required;
    int samplePerMcu = 4;
};

struct PlanOrganisation {
    std::string id;
    std::string name;
};

struct Plan {
    PlanIdentity session;
    PlanPolicy policy;
    PlanMedia media;
    std::vector<PlanOrganisation> organisations;
    std::vector<PlanMcu> mcus;
    std::vector<Contact> contacts;
    std::vector<Duty> duties;
    std::vector<SiteEntry> sites;
    std::map<std::string, std::vector<std::string>> groups;
    std::vector<Cue> script;
    PlanChecks checks;

    [[nodiscard]] const SiteEntry* site(const std::string& id) const;
    [[nodiscard]] const SiteEntry* chair() const;
    [[nodiscard]] const PlanMcu* mcu(const std::string& id) const;
    /// Whether an MCU is `above`, or lies below it.
    [[nodiscard]] bool isBelow(const std::string& mcu, const std::string& above) const;
    [[nodiscard]] const Contact* contact(const std::string& id) const;
    /// "VNPT Sơn La" for "vnpt"; the id where the plan gives no name.
    [[nodiscard]] std::string organisationName(const std::string& id) const;
    /// Organisations that must agree, in the order of the plan (ACT-07, PL3-07).
    [[nodiscard]] std::vector<std::string> managingUnits() const;
    /// Whether a site may be called by a cue "on request".
    [[nodiscard]] bool callable(const Cue& cue, const std::string& site) const;
};

}  // namespace mcu::session
