// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/incident_view.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <vector>

#include "cli/number_text.h"
#include "cli/page.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kTimeColumns = 9;
constexpr std::size_t kAgeColumns = 9;
constexpr std::size_t kKindColumns = 16;

Shade shadeOf(const v1::IncidentView& incident) {
    if (incident.closed_at_us() != 0) {
        return Shade::faint;
    }
    return incident.severity() == "error" ? Shade::bad : Shade::warning;
}

std::string measure(double value, int digits, const char* unit, const Globals& globals) {
    return value < 0 ? "-" : decimal(value, digits, globals) + unit;
}

int gradeRank(const v1::SiteQuality& site) {
    return site.grade() == "bad"       ? 0
           : site.grade() == "warning" ? 1
           : site.grade() == "good"    ? 3
                                       : 2;
}

std::string gradeText(const std::string& grade) {
    if (grade == "bad") {
        return "✗ " + tr("BAD");
    }
    if (grade == "warning") {
        return "! " + tr("WARNING");
    }
    return grade == "good" ? "  " + tr("good") : "  -";
}

Line qualityLine(const v1::SiteQuality& site, const Globals& globals) {
    const std::size_t name = globals.columns > 69 ? globals.columns - 59 : 10;
    return {padded(gradeText(site.grade()), 11) + " " + padded(site.site(), 9) + " " +
                padded(withoutNoun(site.name()), name) + " " +
                padded(measure(site.loss_percent(), 1, " %", globals), 7) + " " +
                padded(measure(site.jitter_ms(), 0, " ms", globals), 7) + " " +
                padded(measure(site.round_trip_ms(), 0, " ms", globals), 7) + " " +
                padded(decimal(site.received_kbps() / 1000, 1, globals) + "/" +
                           decimal(site.sent_kbps() / 1000, 1, globals),
                       8) +
                (site.encrypted() ? " SRTP" : ""),
            site.grade() == "bad"       ? std::optional(Shade::bad)
            : site.grade() == "warning" ? std::optional(Shade::warning)
            : site.grade().empty()      ? std::optional(Shade::faint)
                                        : std::nullopt};
}

}  // namespace

std::string incidentKindText(const std::string& kind) {
    if (kind == "drop") {
        return tr("connection lost");
    }
    if (kind == "quality") {
        return tr("poor quality");
    }
    return kind == "security" ? tr("security") : printable(kind);
}

std::string incidentCauseText(const v1::IncidentView& incident, const Globals& globals) {
    return incident.kind() == "drop" ? causeText(incident.cause())
                                     : serverText(incident.cause(), globals.language);
}

std::string incidentAgeText(const v1::IncidentView& incident, std::int64_t nowMicroseconds) {
    const auto end = incident.closed_at_us() != 0 ? incident.closed_at_us() : nowMicroseconds;
    return ageText(static_cast<double>(end - incident.opened_at_us()) / 1e6);
}

std::string renderIncidents(const v1::IncidentList& list,
                            const Globals& globals,
                            std::int64_t nowMicroseconds) {
    if (list.incidents().empty()) {
        return tr("no incidents") + "\n";
    }
    std::size_t idColumns = 0;
    for (const auto& incident : list.incidents()) {
        idColumns = std::max(idColumns, widthOf(incident.id()));
    }
    Lines lines;
    for (const auto& incident : list.incidents()) {
        const bool open = incident.closed_at_us() == 0;
        lines.push_back({std::string(open ? "✗ " : "✓ ") + padded(incident.id(), idColumns) + " " +
                             padded(timeOfDay(incident.opened_at_us()), kTimeColumns) +
                             padded(incidentAgeText(incident, nowMicroseconds), kAgeColumns) +
                             padded(incidentKindText(incident.kind()), kKindColumns) +
                             join({incidentCauseText(incident, globals),
                                   withoutNoun(incident.site_name()),
                                   incident.owner()},
                                  ", "),
                         shadeOf(incident)});
    }
    return rendered(lines, globals);
}

std::string renderIncident(const v1::IncidentView& incident,
                           const Globals& globals,
                           std::int64_t nowMicroseconds) {
    const bool open = incident.closed_at_us() == 0;
    auto row = [](const std::string& label, const std::string& value) {
        return value.empty() ? std::string()
                             : "  " + padded(label, 12) + " " + printable(value) + "\n";
    };
    std::string text =
        shaded(globals,
               shadeOf(incident),
               std::string(open ? "✗ " : "✓ ") + printable(incident.id()) + "  " +
                   incidentKindText(incident.kind()) + "  " + (open ? tr("OPEN") : tr("closed"))) +
        "\n";
    text += row(tr("site"),
                incident.site_name() + " (" + incident.site() + ")" +
                    (incident.on_air() ? ", " + tr("ON AIR") : ""));
    text += row(tr("owner"), incident.owner());
    text += row(tr("contact"), join({incident.contact(), incident.phone()}, " "));
    text += row(tr("began"), dayAndTime(incident.opened_at_us()));
    text += row(tr("cause"), incidentCauseText(incident, globals));
    text += row(tr("lasts"), incidentAgeText(incident, nowMicroseconds));
    if (!open) {
        text += row(tr("ended"),
                    dayAndTime(incident.closed_at_us()) + "  " +
                        serverText(incident.healed(), globals.language));
    }
    if (incident.redials() > 0) {
        text += row(tr("redials"), std::to_string(incident.redials()));
    }
    for (const auto& entry : incident.entries()) {
        text += "  " + dayAndTime(entry.at_us()) + "  " + printable(entry.actor()) +
                (entry.organisation().empty() ? "" : " (" + printable(entry.organisation()) + ")") +
                ": " + (entry.kind() == "closed" ? tr("closed") + " " : "") +
                printable(entry.text()) + "\n";
    }
    return text;
}

std::string renderQuality(const v1::QualityList& list, const Globals& globals) {
    std::vector<const v1::SiteQuality*> sites;
    for (const auto& site : list.sites()) {
        sites.push_back(&site);
    }
    std::stable_sort(sites.begin(), sites.end(), [](const auto* left, const auto* right) {
        return gradeRank(*left) < gradeRank(*right);
    });
    Lines lines{{tr("profile {name}: grade, site, loss, jitter, round trip, Mbit/s in/out",
                    {{"name", list.profile()}}),
                 Shade::faint}};
    for (const auto* site : sites) {
        lines.push_back(qualityLine(*site, globals));
    }
    return rendered(lines, globals);
}

}  // namespace mcu::cli
