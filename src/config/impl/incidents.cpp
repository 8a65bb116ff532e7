// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

/// "[1, 3]": from where it is a warning, above what it is bad; both from 0 to `most`, rising.
void readLimits(MapReader& reader, const char* key, double most, QualityLimits& to) {
    if (!reader.has(key)) {
        return;
    }
    const auto list = reader.list(key, 2);
    double values[2] = {0, 0};
    std::size_t read = 0;
    for (const auto& each : list) {
        const std::string text = each.IsScalar() ? each.Scalar() : "";
        const auto [end, wrong] =
            std::from_chars(text.data(), text.data() + text.size(), values[read]);
        const bool good = wrong == std::errc() && end == text.data() + text.size() &&
                          values[read] >= 0 && values[read] <= most;
        if (!good) {
            break;
        }
        ++read;
    }
    if (read != 2 || values[0] > values[1]) {
        reader.problem(key,
                       "expected two numbers from 0 to " + std::to_string(static_cast<int>(most)) +
                           ", rising: warning from, bad above");
        return;
    }
    to = {values[0], values[1]};
}

void readQuality(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "incidents.quality", reading.problems);
    auto& quality = reading.config.incidents.quality;
    reader.text("profile", quality.profile, 64);
    readLimits(reader, "loss_percent", 100, quality.lossPercent);
    readLimits(reader, "jitter_ms", 10000, quality.jitterMs);
    readLimits(reader, "round_trip_ms", 10000, quality.roundTripMs);
    readLimits(reader, "freeze_seconds", 600, quality.freezeSeconds);
    reader.number("heal_percent", quality.healPercent, 10, 100);
    reader.duration("worsen_after", quality.worsenAfter, 1, 600);
    reader.duration("heal_after", quality.healAfter, 1, 600);
    reader.finish();
}

}  // namespace

void readIncidents(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "incidents", reading.problems);
    auto& incidents = reading.config.incidents;
    if (reader.texts("notice_command", incidents.noticeCommand, 50) &&
        (incidents.noticeCommand.empty() || !incidents.noticeCommand.front().starts_with('/'))) {
        reader.problem("notice_command",
                       "expected a program by its absolute path, then its arguments");
    }
    reader.duration("notice_timeout", incidents.noticeTimeout, 1, 600);
    reader.flag("notify_warnings", incidents.notifyWarnings);
    readQuality(reader.map("quality"), reading);
    reader.finish();
}

}  // namespace mcu::config
