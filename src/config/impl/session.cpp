// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

void readLevels(const yaml::Node& list, Reading& reading) {
    if (!list.IsDefined()) {
        return;
    }
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const auto& each : list) {
        MapReader reader(each, "session.levels[" + std::to_string(index++) + "]", reading.problems);
        SiteLevel level;
        reader.require("id");
        if (reader.text("id", level.id, 64) && !isId(level.id)) {
            reader.problem("id", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
        }
        if (!level.id.empty() && !seen.insert(level.id).second) {
            reader.problem("id", "\"" + level.id + "\" is taken by another level");
        }
        level.vietnamese = level.id;
        level.english = level.id;
        reader.text("vi", level.vietnamese, 100);
        reader.text("en", level.english, 100);
        reader.finish();
        reading.config.session.levels.push_back(std::move(level));
    }
}

void readChecks(MapReader reader, CheckLimits& limits) {
    reader.number("most_loss_percent", limits.mostLossPercent, 0, 100);
    reader.number("most_jitter_ms", limits.mostJitterMs, 0, 10000);
    reader.number("most_round_trip_ms", limits.mostRoundTripMs, 0, 10000);
    reader.number("least_kbps", limits.leastKbps, 0, 50000);
    reader.number("least_frames_per_second", limits.leastFramesPerSecond, 0, 60);
    reader.number("least_brightness", limits.leastBrightness, 0, 255);
    reader.number("least_contrast", limits.leastContrast, 0, 128);
    reader.number("most_still_ms", limits.mostStillMs, 500, 60000);
    reader.number("least_sound_dbfs", limits.leastSoundDbfs, -127, 0);
    reader.number("most_echo_db", limits.mostEchoDb, -100, 20);
    reader.number("seconds", limits.seconds, 3, 120);
    reader.number("call_seconds", limits.callSeconds, 3, 300);
    reader.finish();
}

}  // namespace

void readSession(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "session", reading.problems);
    auto& session = reading.config.session;
    reader.text("organisation", session.organisation, 64);
    readLevels(reader.list("levels", 20), reading);
    if (reader.texts("notice_command", session.noticeCommand, 50) &&
        (session.noticeCommand.empty() || !session.noticeCommand.front().starts_with('/'))) {
        reader.problem("notice_command",
                       "expected a program by its absolute path, then its arguments");
    }
    if (reader.text("training_clock", session.trainingClock, 500) &&
        !session.trainingClock.starts_with('/')) {
        reader.problem("training_clock", "expected a file by its absolute path");
    }
    if (reader.text("floor_keys", session.floorKeys, 8) &&
        session.floorKeys.find_first_not_of("0123456789*#ABCD") != std::string::npos) {
        reader.problem("floor_keys", "expected keys of a telephone: 0 to 9, *, #, A to D");
    }
    reader.duration("notice_timeout", session.noticeTimeout, 1, 600);
    readChecks(MapReader(reader.map("checks"), "session.checks", reading.problems), session.checks);
    reader.finish();
}

}  // namespace mcu::config
