// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/probe_view.h"

#include <algorithm>
#include <charconv>

#include "cli/number_text.h"
#include "cli/page.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kLabelColumns = 16;
constexpr std::size_t kNameColumns = 18;

using Kind = v1::ProbedAbility::Kind;

Line row(const std::string& label, const std::string& value, std::optional<Shade> shade = {}) {
    return {"  " + padded(label, kLabelColumns) + " " + value, shade};
}

Line headLine(const v1::ProbeReport& report, const Globals& globals) {
    std::string name = report.target();
    if (!report.site_name().empty()) {
        name = siteText(report.site_name());
    }
    if (!report.connected()) {
        return {"✗ " + name + "  " + tr("NOT REACHED") + ": " +
                    causeText(serverText(report.cause(), globals.language)),
                Shade::bad};
    }
    std::string text = "✓ " + name + "  " + report.protocol();
    if (report.connect_seconds() >= 0) {
        text += "  " + tr("answered after {seconds} s",
                          {{"seconds", decimal(report.connect_seconds(), 1, globals)}});
    }
    return {text, Shade::good};
}

std::string directionText(v1::ProbedStream::Direction direction) {
    switch (direction) {
        case v1::ProbedStream::DIRECTION_BOTH:
            return tr("both ways");
        case v1::ProbedStream::DIRECTION_SEND:
            return tr("only to it");
        case v1::ProbedStream::DIRECTION_RECEIVE:
            return tr("only from it");
        default:
            return tr("stands still");
    }
}

Line streamLine(const v1::ProbedStream& stream) {
    const auto label = stream.kind() == v1::ProbedStream::KIND_AUDIO ? tr("sound") : tr("picture");
    if (stream.codec().empty()) {
        return row(label, tr("not agreed"), Shade::warning);
    }
    std::vector<std::string> parts = {stream.codec(), stream.detail()};
    if (stream.max_kbps() > 0) {
        parts.push_back(tr("at most {kbps} kbit/s", {{"kbps", std::to_string(stream.max_kbps())}}));
    }
    parts.push_back(directionText(stream.direction()));
    parts.push_back(stream.encryption().empty() ? tr("NOT ENCRYPTED") : stream.encryption());
    if (stream.keys()) {
        parts.push_back(tr("keys"));
    }
    parts.push_back(stream.arrived() ? tr("packets came") : tr("NO PACKETS CAME"));
    std::erase_if(parts, [](const std::string& part) { return part.empty(); });
    return row(label,
               join(parts, ", "),
               stream.arrived() && !stream.encryption().empty() ? std::nullopt
                                                                : std::optional(Shade::warning));
}

std::string kindText(Kind kind) {
    switch (kind) {
        case v1::ProbedAbility::KIND_AUDIO:
            return tr("sound");
        case v1::ProbedAbility::KIND_VIDEO:
            return tr("picture");
        case v1::ProbedAbility::KIND_DATA:
            return tr("data");
        case v1::ProbedAbility::KIND_USER_INPUT:
            return tr("keys");
        default:
            return tr("control");
    }
}

std::string abilityText(const v1::ProbedAbility& ability) {
    std::vector<std::string> encryption(ability.encryption().begin(), ability.encryption().end());
    std::string text = ability.detail();
    if (!encryption.empty()) {
        text += (text.empty() ? "" : "; ") + join(encryption, ", ");
    }
    return padded(ability.name(), kNameColumns) + " " + text;
}

/// One line each for media; the many short words of control in one.
void addAbilities(const v1::ProbeReport& report, Lines& lines) {
    std::vector<std::string> control;
    for (const auto kind : {v1::ProbedAbility::KIND_AUDIO,
                            v1::ProbedAbility::KIND_VIDEO,
                            v1::ProbedAbility::KIND_DATA,
                            v1::ProbedAbility::KIND_USER_INPUT}) {
        std::string label = kindText(kind);
        for (const auto& ability : report.abilities()) {
            if (ability.kind() == kind) {
                lines.push_back(row(std::exchange(label, ""), abilityText(ability)));
            }
        }
    }
    for (const auto& ability : report.abilities()) {
        if (ability.kind() == v1::ProbedAbility::KIND_CONTROL) {
            const bool says = ability.name().starts_with("H.") && !ability.detail().empty();
            control.push_back(ability.name() + (says ? " (" + ability.detail() + ")" : ""));
        }
    }
    if (!control.empty()) {
        lines.push_back(row(kindText(v1::ProbedAbility::KIND_CONTROL), join(control, ", ")));
    }
}

std::string encryptionText(const v1::ProbeReport& report) {
    std::vector<std::string> ways;
    for (const auto& ability : report.abilities()) {
        for (const auto& way : ability.encryption()) {
            if (std::find(ways.begin(), ways.end(), way) == ways.end()) {
                ways.push_back(way);
            }
        }
    }
    return ways.empty() ? tr("none") : join(ways, ", ");
}

}  // namespace

std::string renderProbe(const v1::ProbeReport& report, const Globals& globals) {
    Lines lines{headLine(report, globals)};
    lines.push_back(
        row(tr("probed"),
            dayAndTime(report.at_us()) + (report.actor().empty() ? "" : ", " + report.actor())));
    lines.push_back(row(tr("address"), report.address()));
    if (!report.conference().empty()) {
        lines.push_back(
            row(tr("told by"), tr("its call in conference {id}", {{"id", report.conference()}})));
    }
    if (!report.connected()) {
        return rendered(lines, globals);
    }
    lines.push_back(row(tr("product"), report.product().empty() ? tr("unsaid") : report.product()));
    if (!report.vendor().empty()) {
        lines.push_back(row(tr("vendor"), report.vendor()));
    }
    std::string label = tr("treated apart");
    for (const auto& quirk : report.quirks()) {
        lines.push_back(row(std::exchange(label, ""), quirk));
    }
    lines.push_back({tr("what it can do"), Shade::strong});
    addAbilities(report, lines);
    lines.push_back(row(tr("encryption"), encryptionText(report)));
    lines.push_back({tr("what was agreed"), Shade::strong});
    for (const auto& stream : report.streams()) {
        lines.push_back(streamLine(stream));
    }
    if (!report.cause().empty()) {
        lines.push_back(row(tr("ended early"),
                            causeText(serverText(report.cause(), globals.language)),
                            Shade::warning));
    }
    return rendered(lines, globals);
}

}  // namespace mcu::cli
