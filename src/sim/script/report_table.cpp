// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "sim/script/report.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

std::string joined(const json& numbers) {
    std::string text;
    for (const auto& number : numbers) {
        text += (text.empty() ? "" : " ") + number.dump();
    }
    return text.empty() ? "-" : text;
}

std::string codecs(const json& room) {
    std::string text;
    for (const char* kind : {"audio", "video"}) {
        if (room.contains(kind)) {
            text += (text.empty() ? "" : "+") + room[kind].value("codec", "");
        }
    }
    return text.empty() ? "-" : text;
}

std::string security(const json& room) {
    for (const char* kind : {"video", "audio"}) {
        if (room.contains(kind) && room[kind].value("secured", false)) {
            return room[kind].value("suite", "");
        }
    }
    return "-";
}

std::string received(const json& room) {
    std::uint64_t packets = 0;
    std::uint64_t lost = 0;
    for (const char* kind : {"audio", "video"}) {
        if (room.contains(kind) && room[kind].contains("received")) {
            packets += room[kind]["received"].value("packets", std::uint64_t{0});
            lost += room[kind]["received"].value("lost", std::uint64_t{0});
        }
    }
    return std::to_string(packets) + "/" + std::to_string(lost);
}

std::string freezes(const json& room) {
    if (!room.contains("picture")) {
        return "-";
    }
    std::ostringstream text;
    text << room["picture"].value("freezes", 0) << " ("
         << static_cast<int>(room["picture"].value("longest_gap_ms", 0.0)) << " ms)";
    return text.str();
}

std::vector<std::string> row(const json& room) {
    std::string state = room.value("state", "");
    if (const auto cause = room.value("cause", ""); !cause.empty()) {
        state += " (" + cause + ")";
    }
    std::string hears = room.contains("hears") ? joined(room["hears"]) : "-";
    if (room.value("echo", false)) {
        hears += " ECHO";
    }
    std::string sees = room.contains("sees") ? joined(room["sees"]) : "-";
    if (room.contains("picture") && room["picture"].value("layout", "") != "") {
        sees = room["picture"].value("layout", "") + ": " + sees;
    }
    return {std::to_string(room.value("room", 0)),
            room.value("user", ""),
            state,
            codecs(room),
            security(room),
            sees,
            hears,
            freezes(room),
            received(room)};
}

}  // namespace

std::string reportTable(const json& report) {
    std::vector<std::vector<std::string>> rows = {{"room",
                                                   "user",
                                                   "state",
                                                   "codecs",
                                                   "encryption",
                                                   "sees",
                                                   "hears",
                                                   "freezes (longest)",
                                                   "packets/lost"}};
    for (const auto& room : report["rooms"]) {
        rows.push_back(row(room));
    }
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& cells : rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            widths[i] = std::max(widths[i], cells[i].size());
        }
    }
    std::string text;
    for (const auto& cells : rows) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            line += cells[i] + std::string(widths[i] - cells[i].size() + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace mcu::sim
