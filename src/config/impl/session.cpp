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
    reader.duration("notice_timeout", session.noticeTimeout, 1, 600);
    reader.finish();
}

}  // namespace mcu::config
