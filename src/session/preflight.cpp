// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/preflight.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <ratio>
#include <sstream>

#include "pki/certificate.h"

namespace mcu::session {

namespace {

using State = PreflightItem::State;

constexpr std::size_t kMostNamed = 20;
constexpr std::streamsize kLongestFile = 64 * 1024;

std::string fileText(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(kLongestFile), '\0');
    file.read(text.data(), kLongestFile);
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return text;
}

std::string share(std::size_t part, std::size_t whole) {
    return std::to_string(part) + "/" + std::to_string(whole);
}

/// "230/231 x.1 x.2 ...".
std::string withNames(std::string value, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
        value += " " + names[i];
    }
    return value + (names.size() > kMostNamed ? " ..." : "");
}

std::string_view wordOf(media::Encryption encryption) {
    return encryption == media::Encryption::required    ? "required"
           : encryption == media::Encryption::preferred ? "preferred"
                                                        : "disabled";
}

int strictness(std::string_view policy) {
    return policy == "required" ? 2 : policy == "preferred" ? 1 : 0;
}

/// The conference is at least as strict as the plan.
PreflightItem policyItem(const SecurityFacts& facts) {
    const auto held = wordOf(facts.conference.encryption);
    return {"policy",
            strictness(held) < strictness(facts.policy) ? State::failed : State::passed,
            facts.policy + " " + std::string(held)};
}

PreflightItem mediaItem(const SecurityFacts& facts) {
    std::vector<std::string> clear;
    std::size_t up = 0;
    for (const auto& site : facts.conference.sites) {
        const bool counts = std::find(facts.counted.begin(), facts.counted.end(), site.id.value) !=
                            facts.counted.end();
        if (!counts || site.trunk || site.state != conference::SiteState::connected) {
            continue;
        }
        ++up;
        if (!site.encrypted) {
            clear.push_back(site.id.value);
        }
    }
    const auto state = clear.empty()                   ? State::passed
                       : strictness(facts.policy) == 2 ? State::failed
                       : strictness(facts.policy) == 1 ? State::warned
                                                       : State::passed;
    return {"media", state, withNames(share(up - clear.size(), up), clear)};
}

PreflightItem linksItem(const SecurityFacts& facts) {
    std::vector<std::string> bad;
    for (const auto& link : facts.links) {
        // A degraded link has a trunk that is down or lossy: that is no matter of encryption.
        const bool degraded = link.state == cascade::LinkState::degraded;
        const bool good = (link.state == cascade::LinkState::up || degraded) &&
                          std::ranges::all_of(link.trunks, [degraded](const auto& trunk) {
                              return trunk.encrypted ||
                                     (degraded && trunk.state != conference::SiteState::connected);
                          });
        if (!good) {
            bad.push_back(link.mcu.value);
        }
    }
    return {"links",
            bad.empty() ? State::passed : State::failed,
            withNames(share(facts.links.size() - bad.size(), facts.links.size()), bad)};
}

/// The one that is over first.
PreflightItem certificatesItem(const SecurityFacts& facts) {
    auto all = facts.certificates;
    for (const auto& link : facts.links) {
        if (!link.certificateId.empty()) {
            all.push_back({link.mcu.value, link.certificateDays});
        }
    }
    const auto first =
        std::min_element(all.begin(), all.end(), [](const auto& left, const auto& right) {
            return left.days < right.days;
        });
    if (first == all.end()) {
        return {"certificates", State::passed, "0"};
    }
    const auto state = first->days <= 0               ? State::failed
                       : first->days <= kSoonOverDays ? State::warned
                                                      : State::passed;
    return {"certificates",
            state,
            std::to_string(all.size()) + " " + first->of + " " +
                std::to_string(static_cast<long>(std::floor(first->days)))};
}

PreflightItem clockItem(const SecurityFacts& facts) {
    double most = 0;
    for (const auto& link : facts.links) {
        if (link.state == cascade::LinkState::up || link.state == cascade::LinkState::degraded) {
            most = std::max(most, std::abs(link.clockOffsetMs));
        }
    }
    const auto state = most > kClockBadMs       ? State::failed
                       : most > kClockWarningMs ? State::warned
                                                : State::passed;
    return {"clock", state, std::to_string(std::lround(most))};
}

constexpr double kDiskLowPercent = 20;
constexpr double kDiskFullPercent = 10;

/// The machine itself: what the inspection of a level-3 system asks about.
void addHost(const HostFacts& host, std::vector<PreflightItem>& items) {
    items.push_back({"ports",
                     host.wrongPorts.empty() ? State::passed : State::failed,
                     withNames(std::to_string(host.wrongPorts.size()), host.wrongPorts)});
    if (host.diskFreePercent >= 0) {
        items.push_back({"disk",
                         host.diskFreePercent < kDiskFullPercent  ? State::failed
                         : host.diskFreePercent < kDiskLowPercent ? State::warned
                                                                  : State::passed,
                         std::to_string(std::lround(host.diskFreePercent))});
    }
    items.push_back({"time",
                     host.clockKept ? State::passed : State::warned,
                     host.clockKept ? "kept" : "not-kept"});
    items.push_back({"software", State::passed, host.software});
}

}  // namespace

std::string_view nameOf(State state) {
    return state == State::passed ? "pass" : state == State::warned ? "warn" : "fail";
}

std::vector<SecurityFacts::Certificate> certificatesOf(const std::vector<CertificateFile>& files,
                                                       WallTime now) {
    std::vector<SecurityFacts::Certificate> all;
    for (const auto& file : files) {
        const auto facts = pki::readCertificate(fileText(file.path));
        all.push_back(
            {file.purpose,
             facts ? std::chrono::duration<double, std::ratio<86400>>(facts->notAfter - now).count()
                   : -1});
    }
    return all;
}

std::vector<PreflightItem> judge(const SecurityFacts& facts) {
    std::vector<PreflightItem> items = {policyItem(facts),
                                        mediaItem(facts),
                                        linksItem(facts),
                                        certificatesItem(facts),
                                        clockItem(facts),
                                        {"access",
                                         facts.refusedAccess == 0 ? State::passed : State::warned,
                                         std::to_string(facts.refusedAccess)}};
    if (facts.host) {
        addHost(*facts.host, items);
    }
    return items;
}

std::string textOf(const std::vector<PreflightItem>& items) {
    std::string text;
    for (const auto& item : items) {
        text += item.name + " " + std::string(nameOf(item.state)) + " " + item.value + "\n";
    }
    return text;
}

std::vector<PreflightItem> preflightOf(const std::string& text) {
    std::vector<PreflightItem> items;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(' ');
        const auto second = first == std::string::npos ? first : line.find(' ', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const auto state = line.substr(first + 1, second - first - 1);
        items.push_back({line.substr(0, first),
                         state == "pass"   ? State::passed
                         : state == "warn" ? State::warned
                                           : State::failed,
                         line.substr(second + 1)});
    }
    return items;
}

}  // namespace mcu::session
