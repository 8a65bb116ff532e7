// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cascade/status.h"
#include "conference/status.h"
#include "session/host_facts.h"
#include "session/journal.h"
#include "session/plan.h"

namespace mcu::session {

constexpr double kSoonOverDays = 30;      ///< a certificate to be renewed now
constexpr double kClockWarningMs = 1000;  ///< deadlines and records of two MCUs are compared
constexpr double kClockBadMs = 10'000;

/// A certificate file of this server, and what it is for: "cascade", "control", "sip".
struct CertificateFile {
    std::string purpose;
    std::string path;
};

/// One thing the look at security before a session is about (PL3-05, D.5, 9).
struct PreflightItem {
    enum class State { passed, warned, failed };
    /// "policy", "media", "links", "certificates", "clock", "access"; of the machine "ports",
    /// "disk", "time", "software".
    std::string name;
    State state = State::passed;
    std::string value;  ///< figures and codes: "230/231", "mcu.vnpt 12"

    bool operator==(const PreflightItem&) const = default;
};

[[nodiscard]] std::string_view nameOf(PreflightItem::State state);  ///< "pass", "warn", "fail"

/// How a server stands when it is looked at.
struct SecurityFacts {
    std::string policy;                ///< of the plan: "required", "preferred", "disabled"
    std::vector<std::string> counted;  ///< sites of the plan that count
    conference::ConferenceStatus conference;
    std::vector<cascade::LinkStatus> links;

    struct Certificate {
        std::string of;   ///< purpose, or an MCU
        double days = 0;  ///< left; below 0: over, or not readable
    };

    std::vector<Certificate> certificates;
    std::uint64_t refusedAccess = 0;  ///< log-ins of rooms refused since the server's start
    std::optional<HostFacts> host;    ///< nothing: not looked at
};

/// Reads the files' certificates. Blocks for as long as small files take.
[[nodiscard]] std::vector<SecurityFacts::Certificate> certificatesOf(
    const std::vector<CertificateFile>& files, WallTime now);

/// Pure: what the facts come to.
[[nodiscard]] std::vector<PreflightItem> judge(const SecurityFacts& facts);

/// As the text of a record, a line each, and back; what is not of that form is left out.
[[nodiscard]] std::string textOf(const std::vector<PreflightItem>& items);
[[nodiscard]] std::vector<PreflightItem> preflightOf(const std::string& text);

}  // namespace mcu::session
