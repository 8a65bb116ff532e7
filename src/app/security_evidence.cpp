// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/security_evidence.h"

#include <algorithm>
#include <string>
#include <utility>

namespace mcu::app {

namespace {

using session::Evidence;
using Lines = std::vector<Evidence>;
using Ids = std::vector<std::string>;

std::string yesNo(bool yes) {
    return yes ? "yes" : "no";
}

std::string_view wordOf(media::Encryption encryption) {
    return encryption == media::Encryption::required    ? "required"
           : encryption == media::Encryption::preferred ? "preferred"
                                                        : "disabled";
}

/// Whether two ends show certificates to each other.
std::string verification(bool clients, bool servers) {
    return std::string("callers ") + (clients ? "verified" : "not verified") + ", called " +
           (servers ? "verified" : "not verified");
}

void addChannels(const ServerSettings& settings, Lines& lines) {
    const Ids remote = {"SEC-05", "B-ACC-1", "B-ACC-4", "B-AUT-7"};
    lines.push_back({"channels",
                     "control.tcp",
                     settings.control.listen.empty()
                         ? "closed"
                         : "TLS 1.3 only, client certificates required, " + settings.control.listen,
                     remote});
    for (const auto& listener : settings.sip.listeners) {
        const bool tls = listener.transport == sip::SipTransport::tls;
        lines.push_back(
            {"channels",
             "sip",
             std::string(sip::nameOf(listener.transport)) + " " + listener.address.toString() +
                 (tls ? ": TLS 1.2 or 1.3, " + verification(settings.sip.tls.verifyClients,
                                                            settings.sip.tls.verifyServers)
                      : std::string(": in clear")),
             {"SEC-07", "B-COM-1", "B-HRD-1"}});
    }
    if (settings.h323Enabled) {
        const auto& tls = settings.h323.tls;
        lines.push_back({"channels",
                         "h323",
                         tls.listen.isSet() ? "TLS 1.2 or 1.3, " +
                                                  verification(tls.verifyClients, tls.verifyServers)
                                            : "call signalling in clear",
                         {"SEC-07", "B-COM-1"}});
    }
    lines.push_back({"channels",
                     "cascade",
                     settings.cascade ? "TLS 1.3 only, certificates both ways; trunks by SIP over "
                                        "TLS, certificates both ways"
                                      : "not configured",
                     {"SEC-05", "SEC-07", "B-AUT-10", "B-COM-3"}});
}

void addMedia(const ServerSettings& settings, Lines& lines) {
    std::string suites;
    for (const auto suite : settings.conference.policy.suites) {
        suites += (suites.empty() ? "" : ", ") + std::string(media::nameOf(suite));
    }
    lines.push_back({"media", "srtp", suites + "; DTLS-SRTP", {"SEC-07", "B-COM-1"}});
    if (settings.h323Enabled) {
        lines.push_back({"media", "h235", "AES_CBC_256, AES_CBC_128 (H.235.6)", {"B-COM-1"}});
    }
    lines.push_back({"media", "trunks", "required, SRTP", {"SEC-07", "B-COM-1"}});
    for (const auto& planned : settings.conferences) {
        lines.push_back({"media",
                         "conference",
                         planned.create.conference.value + ": " +
                             std::string(wordOf(planned.create.encryption)),
                         {"SEC-07", "SEC-09", "B-COM-1"}});
    }
    lines.push_back({"media", "recording", "none", {"GEN-03"}});
}

void addAccess(const ServerSettings& settings, Lines& lines) {
    const auto with =
        std::count_if(settings.sites.begin(), settings.sites.end(), [](const auto& site) {
            return !site.password.reveal().empty();
        });
    lines.push_back({"access",
                     "rooms.password",
                     std::to_string(with) + " of " + std::to_string(settings.sites.size()),
                     {"B-AUT-1", "B-AUT-10"}});
    lines.push_back(
        {"access", "registrar", yesNo(settings.sip.registrar && settings.sipEnabled), {"B-AUT-1"}});
    for (const auto& planned : settings.conferences) {
        lines.push_back({"access",
                         "conference.unlisted",
                         planned.create.conference.value + ": " +
                             (planned.create.open ? "admitted" : "refused"),
                         {"GEN-03", "B-ACC-7"}});
    }
    if (!settings.cascade) {
        return;
    }
    std::string slaves;
    for (const auto& slave : settings.cascade->slaves) {
        slaves += (slaves.empty() ? "" : ", ") + slave.mcu.value;
    }
    lines.push_back(
        {"access", "cascade.slaves", slaves.empty() ? "none" : slaves, {"B-AUT-4", "B-AUT-10"}});
    lines.push_back({"access",
                     "cascade.master",
                     settings.cascade->master ? settings.cascade->master->mcu.value : "none",
                     {"B-AUT-10"}});
    lines.push_back({"access",
                     "cascade.revocation",
                     settings.cascade->revoked.empty() ? "no list" : settings.cascade->revoked,
                     {"B-AUT-10", "B-COM-2"}});
}

void addLimits(const ServerSettings& settings, Lines& lines) {
    const Ids floods = {"B-ACC-6", "B-HRD-4"};
    lines.push_back({"limits", "sip.calls", std::to_string(settings.sip.maxCalls), floods});
    if (settings.h323Enabled) {
        lines.push_back({"limits", "h323.calls", std::to_string(settings.h323.maxCalls), floods});
        lines.push_back({"limits",
                         "h323.connections",
                         std::to_string(settings.h323.maxConnectionsPerAddress) + " per address",
                         floods});
        lines.push_back({"limits",
                         "h323.message",
                         std::to_string(settings.h323.maxPduBytes) + " bytes",
                         floods});
    }
    lines.push_back({"limits",
                     "control.watchers",
                     std::to_string(settings.control.watcherEvents) + " events behind",
                     {"B-ACC-6"}});
}

void addLogs(const ServerSettings& settings, Lines& lines) {
    lines.push_back(
        {"logs",
         "log.file",
         (settings.logFile.empty() ? "standard error (journal of the system)" : settings.logFile) +
             ", level " + settings.logLevel,
         {"B-LOG-1"}});
    lines.push_back({"logs", "log.retention", "by the system: logrotate or journald", {"B-LOG-4"}});
    lines.push_back(
        {"logs",
         "records",
         settings.stateDirectory.empty()
             ? "nothing is kept"
             : "sessions, incidents, checks: kept without end in " + settings.stateDirectory,
         {"B-LOG-1", "B-LOG-4", "B-COM-4"}});
}

}  // namespace

std::vector<Evidence> configuredEvidence(const ServerSettings& settings) {
    Lines lines;
    addChannels(settings, lines);
    addMedia(settings, lines);
    addAccess(settings, lines);
    addLimits(settings, lines);
    addLogs(settings, lines);
    return lines;
}

}  // namespace mcu::app
