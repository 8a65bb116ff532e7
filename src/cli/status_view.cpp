// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/status_view.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/number_text.h"
#include "cli/server_text.h"
#include "cli/site_line.h"
#include "cli/site_rank.h"
#include "cli/status_links.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kLabelColumns = 18;
constexpr int kWarnings = 2;

Line serverLine(const v1::ServerStatus& status, const Globals& globals) {
    const double cores =
        status.uptime_seconds() > 0 ? status.cpu_seconds() / status.uptime_seconds() : 0;
    return {join({status.id() + " " + status.version(),
                  tr("up {age}", {{"age", ageText(status.uptime_seconds())}}),
                  tr("CPU {cores} cores", {{"cores", decimal(cores, 2, globals)}}),
                  decimal(status.resident_mib(), 0, globals) + " MiB",
                  tr("{decoders} dec. {encoders} enc.",
                     {{"decoders", std::to_string(status.decoders())},
                      {"encoders", std::to_string(status.encoders())}})},
                 "  "),
            Shade::strong};
}

/// The machine: of `--all`, a page has no room for it. None: the server does not tell.
Lines machineLines(const v1::ServerStatus& status, const Globals& globals) {
    const auto& machine = status.machine();
    if (machine.cores() == 0) {
        return {};
    }
    const auto gib = [&globals](double mib) { return decimal(mib / 1024, 1, globals); };
    const std::vector<std::string> load = {
        tr("{cores} cores, CPU {percent} %",
           {{"cores", std::to_string(machine.cores())},
            {"percent",
             machine.cpu_percent() < 0 ? "-" : decimal(machine.cpu_percent(), 0, globals)}}),
        tr("memory {free} of {all} GiB free",
           {{"free", gib(machine.memory_free_mib())}, {"all", gib(machine.memory_mib())}})};
    std::vector<std::string> parts;
    if (machine.disk_mib() > 0) {
        parts.push_back(
            tr("disk {free} of {all} GiB free",
               {{"free", gib(machine.disk_free_mib())}, {"all", gib(machine.disk_mib())}}));
    }
    if (machine.media_ports() > 0) {
        parts.push_back(tr("media ports {used} of {all}",
                           {{"used", std::to_string(machine.media_ports_used())},
                            {"all", std::to_string(machine.media_ports())}}));
    }
    parts.push_back(tr("{n} threads", {{"n", std::to_string(status.threads())}}));
    return {{join(load, "  "), std::nullopt}, {join(parts, "  "), std::nullopt}};
}

Line conferenceLine(const v1::ConferenceStatus& conference) {
    return {join({conference.id() +
                      (conference.title().empty() ? "" : " \"" + conference.title() + "\""),
                  tr("encryption {policy}", {{"policy", encryptionText(conference.encryption())}}),
                  conference.locked() ? tr("LOCKED") : tr("unlocked"),
                  conference.open() ? tr("OPEN") : "",
                  conference.voice_switching() ? tr("voice-switched") : "",
                  ageText(conference.since_seconds())},
                 "  "),
            Shade::strong};
}

Line countsLine(const v1::ConferenceStatus& conference) {
    const auto counts = countsOf(conference);
    auto part = [](const char* text, int count) {
        return count == 0 ? std::string() : tr(text, {{"n", std::to_string(count)}});
    };
    const bool bad = counts.lost + counts.failed > 0;
    const bool warned = counts.waiting + counts.lossy > 0;
    return {tr("connected {n}/{total}",
               {{"n", std::to_string(counts.connected)}, {"total", std::to_string(counts.total)}}) +
                [&](const std::string& more) {
                    return more.empty() ? more : "  " + more;
                }(join({part(later("absent {n}"), counts.absent),
                        part(later("LOST {n}"), counts.lost),
                        part(later("dialling {n}"), counts.underWay),
                        part(later("redial {n}"), counts.waiting),
                        part(later("FAILED {n}"), counts.failed),
                        part(later("lossy {n}"), counts.lossy)},
                       "  ")),
            bad      ? std::optional(Shade::bad)
            : warned ? std::optional(Shade::warning)
                     : std::optional(Shade::good)};
}

std::string nameOf(const v1::ConferenceStatus& conference, const std::string& id) {
    for (const auto& site : conference.sites()) {
        if (site.id() == id) {
            return site.name();
        }
    }
    return id;
}

Line viewLine(const v1::ConferenceStatus& conference, const v1::ViewStatus& view) {
    std::vector<std::string> panes;
    for (const auto& pane : view.panes()) {
        panes.push_back(pane.site().empty()      ? "-"
                        : pane.caption().empty() ? nameOf(conference, pane.site())
                                                 : pane.caption());
    }
    const std::string reason = reasonText(view.reason());
    return {padded(viewText(view.name()), kLabelColumns) + view.layout() +
                (reason.empty() ? "" : " (" + reason + ")") + ": " +
                (panes.empty() ? tr("empty") : join(panes, " | ")),
            std::nullopt};
}

Line bannerLine(const v1::ViewStatus& view) {
    return {padded(tr("banner"), kLabelColumns) + view.banner() +
                (view.banner_rolling() ? " (" + tr("rolling") + ")" : ""),
            std::nullopt};
}

Line talkersLine(const v1::ConferenceStatus& conference) {
    std::vector<std::string> speaking;
    int open = 0;
    for (const auto& site : conference.sites()) {
        open += site.microphone_on() && !site.trunk() ? 1 : 0;
        if (site.speaking()) {
            speaking.push_back(site.name());
        }
    }
    return {padded(tr("speaking"), kLabelColumns) +
                (speaking.empty() ? tr("nobody") : join(speaking, ", ")) + "  " +
                tr("(open microphones: {n})", {{"n", std::to_string(open)}}),
            std::nullopt};
}

void addConference(Lines& lines, const v1::ConferenceStatus& conference, bool alone) {
    lines.push_back(conferenceLine(conference));
    lines.push_back(countsLine(conference));
    if (!alone) {
        return;
    }
    for (const auto& view : conference.views()) {
        if (view.name() == "programme" || view.name() == "chair") {
            lines.push_back(viewLine(conference, view));
            if (!view.banner().empty()) {
                lines.push_back(bannerLine(view));
            }
        }
    }
    lines.push_back(talkersLine(conference));
}

void addWarnings(Lines& lines, const v1::ServerStatus& status, const Globals& globals, bool all) {
    const int shown = all ? status.warnings_size() : std::min(status.warnings_size(), kWarnings);
    for (int i = 0; i < shown; ++i) {
        const int more = status.warnings_size() - shown;
        const std::string rest =
            i + 1 == shown && more > 0 ? " (+" + std::to_string(more) + ")" : "";
        lines.push_back(
            {"! " + serverText(status.warnings(i), globals.language) + rest, Shade::warning});
    }
}

void addSites(Lines& lines, const v1::ServerStatus& status, const Globals& globals, bool all) {
    const auto sites = rankedSites(status);
    if (sites.empty()) {
        return;
    }
    lines.push_back({[&] {
                         std::string rule;
                         for (std::size_t i = 0; i < globals.columns; ++i) {
                             rule += "─";
                         }
                         return rule;
                     }(),
                     Shade::faint});
    const bool owners = std::any_of(
        sites.begin(), sites.end(), [](const auto& s) { return !s.site->owner().empty(); });
    // The last row is the prompt's.
    const std::size_t room = globals.rows - 1 > lines.size() ? globals.rows - 1 - lines.size() : 1;
    const bool fits = all || sites.size() <= room;
    const std::size_t shown = fits ? sites.size() : room - 1;
    for (std::size_t i = 0; i < shown; ++i) {
        lines.push_back(siteLine(sites[i], globals, owners));
    }
    if (!fits) {
        std::size_t problems = 0;
        for (std::size_t i = shown; i < sites.size(); ++i) {
            problems += isProblem(sites[i].rank) ? 1 : 0;
        }
        const std::string rest = "… +" + std::to_string(sites.size() - shown);
        lines.push_back({problems == 0 ? rest + "  (mcuctl status --all)"
                                       : rest + "  " +
                                             tr("{n} of them with problems",
                                                {{"n", std::to_string(problems)}}) +
                                             "  (mcuctl status --all)",
                         problems == 0 ? Shade::faint : Shade::bad});
    }
}

}  // namespace

std::string renderStatus(const v1::ServerStatus& status,
                         const Globals& globals,
                         bool all,
                         const Elsewhere& elsewhere) {
    Lines lines;
    addOpenRequests(lines, elsewhere.requests, globals);
    lines.push_back(serverLine(status, globals));
    for (auto& line : all ? machineLines(status, globals) : Lines()) {
        lines.push_back(std::move(line));
    }
    const bool alone = status.conferences_size() == 1;
    // Many conferences would push the sites off the page: then the head of the list must do.
    constexpr int kMostConferences = 5;
    for (int i = 0; i < status.conferences_size() && (all || i < kMostConferences); ++i) {
        addConference(lines, status.conferences(i), alone);
    }
    if (status.conferences_size() > kMostConferences && !all) {
        lines.push_back({tr("… {n} more conferences",
                            {{"n", std::to_string(status.conferences_size() - kMostConferences)}}),
                         Shade::faint});
    }
    if (status.conferences_size() == 0) {
        lines.push_back(
            {tr("there is no conference; open one: mcuctl conference create NAME"), std::nullopt});
    }
    addLinks(lines, status, elsewhere.cascade, globals, all);
    addWarnings(lines, status, globals, all);
    addSites(lines, status, globals, all);
    return rendered(lines, globals);
}

}  // namespace mcu::cli
