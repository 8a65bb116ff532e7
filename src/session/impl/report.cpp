// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "session/impl/documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

Facts identity(const SessionState& session, Language say) {
    const auto& s = session.plan.session;
    Facts facts{"identity", say("1. Phiên họp", "1. The session"), {}};
    const auto time = [](const std::optional<WallTime>& at) {
        return at ? Cell(dayAndTime(*at), isoText(*at)) : Cell("-", "-");
    };
    facts.facts = {
        {"id", say("Mã phiên họp", "Session"), s.id},
        {"title", say("Tên phiên họp", "Title"), s.title},
        {"kind",
         say("Loại", "Kind"),
         session.training
             ? Cell(say("DIỄN TẬP, đồng hồ tập", "TRAINING, training clock"), "training")
         : s.kind == PlanKind::adHoc ? Cell(say("đột xuất", "ad-hoc"), "adhoc")
                                     : Cell(say("có kế hoạch", "planned"), "planned")},
        {"document", say("Văn bản", "Document"), orDash(s.documentNumber)},
        {"planned_start", say("Giờ họp theo kế hoạch", "Planned start"), time(s.start)},
        {"started", say("Bắt đầu thực tế", "Actual start"), time(session.started)},
        {"ended", say("Kết thúc thực tế", "Actual end"), time(session.ended)},
        {"chair",
         say("Điểm cầu chủ tọa", "Chair's site"),
         session.plan.chair() == nullptr ? "-" : session.plan.chair()->name},
        {"versions",
         say("Phiên bản phương án", "Versions of the plan"),
         std::to_string(session.versions.size()) + ", sha256 " + session.version().hash}};
    return facts;
}

struct Counts {
    std::size_t of = 0;
    std::size_t came = 0;
    std::size_t drops = 0;
};

template <typename Key>
std::map<std::string, Counts> countBy(const SessionState& session, Key key) {
    std::map<std::string, Counts> counts;
    for (const auto& site : session.plan.sites) {
        auto& group = counts[key(site)];
        const auto found = session.attendance.find(site.id);
        ++group.of;
        if (found != session.attendance.end()) {
            ++group.came;
            group.drops += static_cast<std::size_t>(found->second.drops);
        }
    }
    return counts;
}

Table attendanceByLevel(const SessionState& session, const Levels& levels, Language say) {
    Table table{"attendance_by_level",
                say("4. Tham dự theo cấp và MCU", "4. Attendance by level and MCU"),
                {},
                {},
                ""};
    table.columns = {{"group", say("nhóm", "group")},
                     {"came", say("đã kết nối", "connected"), true},
                     {"of", say("tổng số", "of"), true},
                     {"drops", say("lần mất kết nối", "drops"), true}};
    const auto add = [&](const std::string& name, const Counts& counts) {
        table.rows.push_back({name,
                              std::to_string(counts.came),
                              std::to_string(counts.of),
                              std::to_string(counts.drops)});
    };
    const auto byLevel = countBy(session, [](const SiteEntry& site) { return site.level; });
    for (const auto& level : levels.all()) {
        if (const auto found = byLevel.find(level.id); found != byLevel.end()) {
            add(levels.nameOf(level.id, say.vietnamese), found->second);
        }
    }
    for (const auto& [mcu, counts] :
         countBy(session, [](const SiteEntry& site) { return site.mcu; })) {
        add(mcu, counts);
    }
    return table;
}

Table attendance(const SessionState& session, Language say) {
    Table table{"attendance", say("Từng điểm cầu", "Each site"), {}, {}, ""};
    table.columns = {{"id", say("mã", "id")},
                     {"site", say("điểm cầu", "site")},
                     {"first", say("vào lúc", "first seen")},
                     {"last", say("đến lúc", "last seen")},
                     {"off", say("thời gian mất", "time off")},
                     {"drops", say("lần mất", "drops"), true},
                     {"roll_call", say("điểm danh", "roll call")},
                     {"reason", say("lý do", "reason")}};
    for (const auto& site : session.plan.sites) {
        const auto found = session.attendance.find(site.id);
        const Attendance seen = found == session.attendance.end() ? Attendance{} : found->second;
        const auto called = session.rollCall.find(site.id);
        const auto time = [](const std::optional<WallTime>& at) {
            return at ? Cell(timeOfDay(*at), isoText(*at)) : Cell("-", "-");
        };
        table.rows.push_back(
            {site.id,
             site.name,
             time(seen.first),
             time(seen.upSince ? session.ended : seen.last),
             {spanText(seen.off, say), std::to_string(seen.off.count())},
             std::to_string(seen.drops),
             called == session.rollCall.end()
                 ? Cell("-", "-")
                 : Cell(presenceText(called->second.state, say), called->second.state),
             called == session.rollCall.end() ? "-" : orDash(called->second.reason)});
    }
    return table;
}

std::vector<double> connectTimes(const SessionState& session) {
    std::vector<double> times;
    for (const auto& [number, call] : session.calls) {
        if (call.twoWay >= 0) {
            times.push_back(call.twoWay);
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

double medianOf(const std::vector<double>& sorted) {
    const auto middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

Facts callFacts(const SessionState& session, Language say) {
    const auto times = connectTimes(session);
    const auto late = std::count_if(
        session.calls.begin(), session.calls.end(), [](const auto& c) { return c.second.late; });
    Facts facts{"call_summary", "", {}};
    facts.facts = {{"calls", say("Số yêu cầu", "Calls"), std::to_string(session.calls.size())},
                   {"late", say("Quá 30 giây", "Over 30 s"), std::to_string(late)},
                   {"median_s",
                    say("Trung vị, giây", "Median, s"),
                    times.empty() ? "-" : decimalText(medianOf(times), 2, say)},
                   {"longest_s",
                    say("Lâu nhất, giây", "Longest, s"),
                    times.empty() ? "-" : decimalText(times.back(), 2, say)}};
    return facts;
}

Chart callChart(const SessionState& session, Language say) {
    Chart chart{"call_times", say("Thời gian kết nối, giây", "Connect times, seconds"), {}, 30.0};
    for (const auto& [number, call] : session.calls) {
        if (call.twoWay >= 0) {
            chart.bars.push_back(
                {"R-" + std::to_string(number), call.twoWay, decimalText(call.twoWay, 2, say)});
        }
    }
    return chart;
}

Table byOwner(const SessionState& session, Language say) {
    Table table{"owners", say("11. Theo đơn vị quản lý", "11. By owner"), {}, {}, ""};
    table.columns = {{"owner", say("đơn vị", "owner")},
                     {"sites", say("điểm cầu", "sites"), true},
                     {"came", say("đã kết nối", "connected"), true},
                     {"drops", say("lần mất kết nối", "drops"), true}};
    const auto owners = countBy(session, [&](const SiteEntry& site) {
        const auto* mcu = session.plan.mcu(site.mcu);
        return !site.owner.empty() || mcu == nullptr ? site.owner : mcu->organisation;
    });
    for (const auto& [owner, counts] : owners) {
        table.rows.push_back({{orDash(session.plan.organisationName(owner)), owner},
                              std::to_string(counts.of),
                              std::to_string(counts.came),
                              std::to_string(counts.drops)});
    }
    return table;
}

Table versions(const SessionState& session, Language say) {
    Table table{"versions", say("Các phiên bản phương án", "Versions of the plan"), {}, {}, ""};
    table.columns = {{"version", say("phiên bản", "version"), true},
                     {"at", say("lúc", "at")},
                     {"by", say("người", "by")},
                     {"during", say("trong phiên họp", "during the session")},
                     {"sha256", "sha256"}};
    for (const auto& version : session.versions) {
        const bool during = session.started && version.at >= *session.started;
        table.rows.push_back(
            {std::to_string(version.version),
             {dayAndTime(version.at), isoText(version.at)},
             version.actor,
             {during ? say("có", "yes") : say("không", "no"), during ? "true" : "false"},
             version.hash.substr(0, 16)});
    }
    return table;
}

/// To be filled in by hand: the units' assessment.
Table signatures(const SessionState& session, Language say) {
    Table table{
        "signatures", say("12. Đánh giá và ký", "12. Assessment and signatures"), {}, {}, ""};
    table.columns = {{"unit", say("đơn vị", "unit")},
                     {"assessment", say("đánh giá", "assessment")},
                     {"signature", say("ký, ghi rõ họ tên", "signature and name")}};
    for (const auto& unit : session.plan.managingUnits()) {
        table.rows.push_back({{session.plan.organisationName(unit), unit},
                              {"....................", "-"},
                              {"....................", "-"}});
    }
    return table;
}

template <typename Titled>
Titled titled(Titled block, std::string title) {
    block.title = std::move(title);
    return block;
}

}  // namespace

Document reportDocument(const SessionState& session,
                        const Levels& levels,
                        WallTime now,
                        Language say) {
    auto document = documentOf(
        "report",
        say("Tổng hợp, đánh giá chất lượng phiên họp ", "Report and assessment of session ") +
            session.id,
        say);
    document.blocks = {
        identity(session, say),
        titled(deadlineTable(session, now, say), say("2. Thời hạn", "2. Deadlines")),
        titled(cascadeTable(session, levels, say), say("3. Kết nối MCU", "3. MCUs and links")),
        interopTable(session, say),
        attendanceByLevel(session, levels, say),
        attendance(session, say),
        titled(callTable(session, say),
               say("5. Yêu cầu kết nối của chủ tọa", "5. Calls of the chair")),
        callFacts(session, say)};
    if (auto chart = callChart(session, say); !chart.bars.empty()) {
        document.blocks.emplace_back(std::move(chart));
    }
    if (!session.drills.empty()) {
        document.blocks.emplace_back(drillTable(session, say));
        document.blocks.emplace_back(drillFacts(session, say));
    }
    if (!session.checks.empty()) {
        auto table = checksTable(session, {}, say);
        table.key = "checks";
        table.title = say("Kiểm tra kỹ thuật", "Technical checks");
        document.blocks.emplace_back(std::move(table));
        document.blocks.emplace_back(Paragraph{checkCountsText(checkCounts(session), say)});
    }
    document.blocks.emplace_back(titled(
        qualityTable(session, say), say("6. Chất lượng từng điểm cầu", "6. Quality of each site")));
    if (!session.quality.empty()) {
        document.blocks.emplace_back(qualityFacts(session, say));
    }
    document.blocks.emplace_back(
        titled(incidentTable(session, say), say("7. Các vấn đề phát sinh", "7. What came up")));
    document.blocks.emplace_back(titled(cueTable(session, say), say("8. Kịch bản", "8. Script")));
    document.blocks.emplace_back(
        titled(deviationTable(session, say), say("9. Ngoài kịch bản", "9. Outside the script")));
    document.blocks.emplace_back(
        titled(preflightTable(session, say),
               say("10. An toàn thông tin trước phiên họp", "10. Security before the session")));
    document.blocks.emplace_back(versions(session, say));
    document.blocks.emplace_back(agreementTable(session, say));
    document.blocks.emplace_back(byOwner(session, say));
    document.blocks.emplace_back(signatures(session, say));
    return document;
}

}  // namespace mcu::session
