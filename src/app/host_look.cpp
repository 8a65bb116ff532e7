// SPDX-License-Identifier: GPL-3.0-or-later
// What can be seen of the running process and its machine.
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>
#include <utility>

#include "app/components.h"
#include "app/security_evidence.h"
#include "base/clock.h"
#include "base/socket_table.h"

namespace mcu::app {

namespace {

using session::Evidence;
using Lines = std::vector<Evidence>;

constexpr std::size_t kShortId = 12;  ///< hexadecimal digits of a build id that tell builds apart
constexpr double kNoneFree = -1;

std::string portText(const control::PortUse& use) {
    const auto& port = use.port;
    std::string text = std::string(port.tcp ? "tcp " : "udp ") +
                       (port.host.empty() ? "*" : port.host) + ":" + std::to_string(port.first);
    if (port.last != port.first) {
        text += "-" + std::to_string(port.last);
    }
    return text;
}

void addPorts(const std::vector<control::PortUse>& ports, session::HostFacts& facts) {
    for (const auto& use : ports) {
        const std::string state = control::nameOf(use.state);
        facts.evidence.push_back({"ports",
                                  use.port.purpose.empty() ? "?" : use.port.purpose,
                                  portText(use) + " " + state,
                                  {"SEC-02", "SEC-03", "B-HRD-1"}});
        if (use.state == control::PortUse::State::closed ||
            use.state == control::PortUse::State::unexpected) {
            facts.wrongPorts.push_back(portText(use) + "-" + state);
        }
    }
}

void addCertificates(const std::vector<session::CertificateFile>& files, Lines& lines) {
    for (const auto& each : session::certificatesOf(files, RealClock().wallNow())) {
        lines.push_back({"certificates",
                         each.of,
                         std::to_string(static_cast<long>(std::floor(each.days))) + " d",
                         {"B-COM-2"}});
    }
}

/// A line of /proc/self/status: "NoNewPrivs:\t1".
std::string statusOf(const std::string& wanted) {
    std::ifstream table("/proc/self/status");
    for (std::string line; std::getline(table, line);) {
        if (line.starts_with(wanted + ":")) {
            const auto value = line.find_first_not_of(" \t", wanted.size() + 1);
            return value == std::string::npos ? "" : line.substr(value);
        }
    }
    return "?";
}

void addProcess(const std::string& controlSocket, Lines& lines) {
    const std::vector<std::string> ids = {"B-HRD-2"};
    lines.push_back({"process", "user", getuid() == 0 ? "root" : std::to_string(getuid()), ids});
    lines.push_back(
        {"process", "new_privileges", statusOf("NoNewPrivs") == "1" ? "no" : "yes", ids});
    lines.push_back({"process", "capabilities", statusOf("CapEff"), ids});
    struct stat socket{};
    if (!controlSocket.empty() && stat(controlSocket.c_str(), &socket) == 0) {
        std::array<char, 8> mode{};
        (void)std::snprintf(mode.data(), mode.size(), "%04o", socket.st_mode & 07777U);
        lines.push_back(
            {"access",
             "control.socket",
             controlSocket + " " + mode.data() + " group " + std::to_string(socket.st_gid),
             {"SEC-05", "SEC-06", "B-ACC-3"}});
    }
}

void addSoftware(const std::string& version, const std::string& id, Lines& lines) {
    lines.push_back({"software", "hnth-mcu", version, {"SEC-04", "B-HRD-3"}});
    lines.push_back({"software", "build_id", id.empty() ? "none" : id, {"SEC-04"}});
    for (const auto& each : components()) {
        lines.push_back({"software",
                         each.name,
                         each.version + " (built with " + each.builtWith + ")",
                         {"SEC-04", "B-HRD-3"}});
    }
}

/// The kernel knows whether something keeps its clock.
bool isClockKept() {
    timex state{};
    return adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
}

double diskFreePercent(const std::string& folder) {
    struct statvfs disk{};
    if (folder.empty() || statvfs(folder.c_str(), &disk) != 0 || disk.f_blocks == 0) {
        return kNoneFree;
    }
    return 100.0 * static_cast<double>(disk.f_bavail) / static_cast<double>(disk.f_blocks);
}

}  // namespace

HostLook::HostLook(const ServerSettings& settings, std::vector<control::ExpectedPort> ports)
    : configured_(configuredEvidence(settings)),
      ports_(std::move(ports)),
      certificates_(settings.session.certificates),
      controlSocket_(settings.control.unixSocket),
      stateDirectory_(settings.stateDirectory),
      version_(settings.conference.version) {}

session::HostFacts HostLook::operator()() const {
    session::HostFacts facts;
    facts.evidence = configured_;
    addPorts(control::comparePorts(ports_, openSockets()), facts);
    addCertificates(certificates_, facts.evidence);
    addProcess(controlSocket_, facts.evidence);
    const auto id = buildId();
    addSoftware(version_, id, facts.evidence);
    facts.software = version_ + (id.empty() ? "" : " build " + id.substr(0, kShortId));
    facts.diskFreePercent = diskFreePercent(stateDirectory_);
    facts.clockKept = isClockKept();
    facts.evidence.push_back({"logs", "clock", facts.clockKept ? "kept" : "not kept", {"B-LOG-3"}});
    if (facts.diskFreePercent >= 0) {
        facts.evidence.push_back({"logs",
                                  "disk",
                                  std::to_string(std::lround(facts.diskFreePercent)) + " % free",
                                  {"B-LOG-5"}});
    }
    return facts;
}

}  // namespace mcu::app
