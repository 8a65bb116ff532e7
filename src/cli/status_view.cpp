// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/status_view.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/server_text.h"
#include "cli/site_rank.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kIdColumns = 11;
constexpr std::size_t kStateColumns = 11;
constexpr std::size_t kLabelColumns = 18;
constexpr int kWarnings = 2;

struct Line {
    std::string text;
    std::optional<Shade> shade;
};

using Lines = std::vector<Line>;

std::string decimal(double value, int digits, const Globals& globals) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(
            text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
            .ptr;
    std::string number(text.data(), end);
    if (const auto point = number.find('.');
        globals.language == "vi" && point != std::string::npos) {
        number[point] = ',';
    }
    return number;
}

/// "45 s", "12 min", "3 h 04 min", "2 d 3 h".
std::string age(double seconds) {
    const auto whole = static_cast<long>(seconds < 0 ? 0 : seconds);
    auto text = [](long value) { return std::to_string(value); };
    if (whole < 60) {
        return tr("{s} s", {{"s", text(whole)}});
    }
    if (whole < 3600) {
        return tr("{m} min", {{"m", text(whole / 60)}});
    }
    if (whole < 86400) {
        return tr("{h} h {m} min", {{"h", text(whole / 3600)}, {"m", text(whole / 60 % 60)}});
    }
    return tr("{d} d {h} h", {{"d", text(whole / 86400)}, {"h", text(whole / 3600 % 24)}});
}

std::string join(const std::vector<std::string>& parts, const char* between) {
    std::string joined;
    for (const auto& part : parts) {
        if (!part.empty()) {
            joined += (joined.empty() ? "" : between) + part;
        }
    }
    return joined;
}

Line serverLine(const v1::ServerStatus& status, const Globals& globals) {
    const double cores =
        status.uptime_seconds() > 0 ? status.cpu_seconds() / status.uptime_seconds() : 0;
    return {join({status.id() + " " + status.version(),
                  tr("up {age}", {{"age", age(status.uptime_seconds())}}),
                  tr("CPU {cores} cores", {{"cores", decimal(cores, 2, globals)}}),
                  decimal(status.resident_mib(), 0, globals) + " MiB",
                  tr("{decoders} dec. {encoders} enc.",
                     {{"decoders", std::to_string(status.decoders())},
                      {"encoders", std::to_string(status.encoders())}})},
                 "  "),
            Shade::strong};
}

Line conferenceLine(const v1::ConferenceStatus& conference) {
    return {join({conference.id() +
                      (conference.title().empty() ? "" : " \"" + conference.title() + "\""),
                  tr("encryption {policy}", {{"policy", encryptionText(conference.encryption())}}),
                  conference.locked() ? tr("LOCKED") : tr("unlocked"),
                  conference.open() ? tr("OPEN") : "",
                  conference.voice_switching() ? tr("voice-switched") : "",
                  age(conference.since_seconds())},
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

Line talkersLine(const v1::ConferenceStatus& conference) {
    std::vector<std::string> speaking;
    int open = 0;
    for (const auto& site : conference.sites()) {
        open += site.microphone_on() ? 1 : 0;
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

std::string detailOf(const RankedSite& ranked, const Globals& globals) {
    const auto& site = *ranked.site;
    switch (ranked.rank) {
        case Rank::lost:
            return tr("no media for {age}", {{"age", age(site.since_seconds())}});
        case Rank::clear:
            return tr("NOT ENCRYPTED");
        case Rank::failed:
        case Rank::waiting:
            return join(
                {causeText(site.cause()),
                 site.redials() > 0 ? tr("redials {n}", {{"n", std::to_string(site.redials())}})
                                    : "",
                 age(site.since_seconds())},
                ", ");
        case Rank::lossy:
            return tr("loss {percent} %", {{"percent", decimal(ranked.worstLoss, 1, globals)}});
        case Rank::underWay:
            return age(site.since_seconds());
        case Rank::absent:
            return causeText(site.cause());
        default:
            return join({site.held() ? tr("on hold") : "",
                         site.on_air() ? tr("ON AIR") : "",
                         site.chair() ? tr("chair") : "",
                         site.precued() ? tr("pre-cued") : "",
                         site.microphone_on() ? tr("mic on") : "",
                         site.camera_on() ? "" : tr("camera off"),
                         site.speaker_on() ? "" : tr("deaf"),
                         site.video_codec().empty() ? tr("no picture") : ""},
                        ", ");
    }
}

/// In a list of sites the word "site" that Vietnamese names begin with only takes the room of what
/// tells them apart.
std::string withoutNoun(const std::string& name) {
    constexpr std::string_view kNoun = "Điểm cầu ";
    return name.starts_with(kNoun) ? name.substr(kNoun.size()) : name;
}

Line siteLine(const RankedSite& ranked, const Globals& globals) {
    const auto& site = *ranked.site;
    const std::size_t left = globals.columns - 2 - kIdColumns - 1 - 1 - kStateColumns - 1;
    const std::size_t nameColumns = left * 3 / 5;
    const bool problem = isProblem(ranked.rank);
    const char* mark = problem ? "✗ " : ranked.rank == Rank::onAir ? "● " : "  ";
    return {std::string(mark) + padded(site.id(), kIdColumns) + " " +
                padded(withoutNoun(site.name()), nameColumns) + " " +
                padded(stateText(site.state()), kStateColumns) + " " + detailOf(ranked, globals),
            ranked.rank <= Rank::failed   ? std::optional(Shade::bad)
            : problem                     ? std::optional(Shade::warning)
            : ranked.rank == Rank::onAir  ? std::optional(Shade::strong)
            : ranked.rank == Rank::absent ? std::optional(Shade::faint)
                                          : std::nullopt};
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
    // The last row is the prompt's.
    const std::size_t room = globals.rows - 1 > lines.size() ? globals.rows - 1 - lines.size() : 1;
    const bool fits = all || sites.size() <= room;
    const std::size_t shown = fits ? sites.size() : room - 1;
    for (std::size_t i = 0; i < shown; ++i) {
        lines.push_back(siteLine(sites[i], globals));
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

std::string renderStatus(const v1::ServerStatus& status, const Globals& globals, bool all) {
    Lines lines;
    lines.push_back(serverLine(status, globals));
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
    addWarnings(lines, status, globals, all);
    addSites(lines, status, globals, all);
    std::string text;
    for (const auto& line : lines) {
        std::string fitted = cut(line.text, globals.columns);
        fitted.erase(fitted.find_last_not_of(' ') + 1);
        text += (line.shade ? shaded(globals, *line.shade, fitted) : fitted) + "\n";
    }
    return text;
}

}  // namespace mcu::cli
