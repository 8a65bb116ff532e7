// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "session/impl/documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

/// Of the newest drill.
std::vector<double> lastTimes(const SessionState& session) {
    std::vector<double> times;
    for (const auto& take : session.drills) {
        if (take.drill == session.drills.back().drill && take.twoWay >= 0) {
            times.push_back(take.twoWay);
        }
    }
    std::ranges::sort(times);
    return times;
}

/// The value that `share` of the sorted values do not exceed.
double percentile(const std::vector<double>& sorted, double share) {
    const auto rank = std::ceil(share * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

}  // namespace

Table drillTable(const SessionState& session, Language say) {
    Table table{"drill", say("Thử kết nối", "Drill"), {}, {}, say("chưa thử", "none was held")};
    table.columns = {{"drill", say("lần", "drill"), true},
                     {"at", say("lúc", "at")},
                     {"site", say("điểm cầu", "site")},
                     {"mcu", "MCU"},
                     {"picture", say("có hình, giây", "picture, s"), true},
                     {"two_way", say("hai chiều, giây", "two-way, s"), true},
                     {"result", say("kết quả", "result")},
                     {"by", say("người", "by")}};
    for (const auto& take : session.drills) {
        const auto time = [&](double value) {
            return value < 0 ? Cell("-", "-")
                             : Cell(decimalText(value, 2, say), decimalText(value, 3, {false}));
        };
        table.rows.push_back({std::to_string(take.drill),
                              {dayAndTime(take.at), isoText(take.at)},
                              {siteName(session, take.site), take.site},
                              take.owner.empty() ? "-" : take.owner,
                              time(take.picture),
                              time(take.twoWay),
                              take.twoWay >= 0
                                  ? Cell(say("Đạt", "Passed"), "passed")
                                  : Cell(say("Chưa đạt: ", "Failed: ") + take.cause, "failed"),
                              take.actor});
    }
    return table;
}

Facts drillFacts(const SessionState& session, Language say) {
    Facts facts{"drill_summary", "", {}};
    if (session.drills.empty()) {
        return facts;
    }
    const auto times = lastTimes(session);
    const auto drill = session.drills.back().drill;
    const auto of = std::ranges::count_if(
        session.drills, [drill](const auto& take) { return take.drill == drill; });
    const auto seconds = [&](double share) {
        return times.empty() ? std::string("-") : decimalText(percentile(times, share), 2, say);
    };
    facts.facts = {
        {"sites", say("Điểm cầu thử lần cuối", "Sites of the last drill"), std::to_string(of)},
        {"two_way", say("Đã hai chiều", "Two-way"), std::to_string(times.size())},
        {"median_s", say("Trung vị, giây", "Median, s"), seconds(0.5)},
        {"p95_s", say("95 %, giây", "95 %, s"), seconds(0.95)},
        {"longest_s", say("Lâu nhất, giây", "Longest, s"), seconds(1)}};
    return facts;
}

Document drillDocument(const SessionState& session, std::size_t left, Language say) {
    auto document =
        documentOf("drill", say("Thử kết nối, phiên họp ", "Drills of session ") + session.id, say);
    auto table = drillTable(session, say);
    table.title.clear();
    document.blocks = {table};
    auto facts = drillFacts(session, say);
    facts.facts.push_back({"left", say("Còn lại", "Still to do"), std::to_string(left)});
    document.blocks.emplace_back(std::move(facts));
    return document;
}

}  // namespace mcu::session
