// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

/// "1280x720@30".
bool parsePicture(const std::string& text, Conference& conference) {
    std::array<int, 3> numbers{};
    int used = 0;
    // The widths bound the numbers.  NOLINTNEXTLINE(cert-err34-c)
    if (std::sscanf(text.c_str(), "%4dx%4d@%2d%n", &numbers[0], &numbers[1], &numbers[2], &used) !=
            3 ||
        static_cast<std::size_t>(used) != text.size()) {
        return false;
    }
    const auto [width, height, rate] = numbers;
    if (width < 160 || width > 1920 || width % 2 != 0 || height < 90 || height > 1080 ||
        height % 2 != 0 || rate < 5 || rate > 60) {
        return false;
    }
    conference.width = width;
    conference.height = height;
    conference.framesPerSecond = rate;
    return true;
}

Conference readConference(MapReader& reader) {
    Conference conference;
    reader.require("id");
    if (reader.text("id", conference.id) && !isId(conference.id)) {
        reader.problem("id", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
    }
    reader.text("title", conference.title, 300);
    reader.flag("open", conference.open);
    reader.choice("encryption", conference.encryption, encryptionWords());
    reader.text("layout", conference.layout, 50);
    std::string picture;
    if (reader.text("picture", picture, 20) && !parsePicture(picture, conference)) {
        reader.problem("picture",
                       "expected WIDTHxHEIGHT@RATE with even sides up to 1920x1080 and a rate of 5 "
                       "to 60, such as \"1280x720@30\"");
    }
    reader.flag("mute_on_entry", conference.muteOnEntry);
    reader.flag("captions", conference.captions);
    reader.flag("tally", conference.tally);
    reader.number("max_own_views", conference.maxOwnViews, 0, 64);
    reader.texts("sites", conference.sites, kMostSites);
    reader.text("chair", conference.chair, 100);
    reader.flag("call_at_start", conference.callAtStart);
    return conference;
}

}  // namespace

void readConferences(const yaml::Node& list, Reading& reading) {
    std::size_t index = 0;
    for (const auto& each : list) {
        MapReader reader(each, "conferences[" + std::to_string(index++) + "]", reading.problems);
        Conference conference = readConference(reader);
        for (const auto& other : reading.config.conferences) {
            if (other.id == conference.id && !conference.id.empty()) {
                reader.problem("id", "\"" + conference.id + "\" is taken by another conference");
            }
        }
        reader.finish();
        reading.config.conferences.push_back(std::move(conference));
    }
}

}  // namespace mcu::config
