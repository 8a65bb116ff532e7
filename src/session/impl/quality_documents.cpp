// SPDX-License-Identifier: GPL-3.0-or-later
// How the lines of a session were, and how secure it was (D.5, 6 and 9).
#include <algorithm>
#include <map>
#include <utility>

#include "session/impl/documents.h"
#include "session/local_time.h"
#include "session/preflight.h"

namespace mcu::session {

namespace {

using incident::Grade;

std::string gradeText(Grade grade, Language say) {
    return grade == Grade::good      ? say("tốt", "good")
           : grade == Grade::warning ? say("CẢNH BÁO", "WARNING")
                                     : say("CHƯA ĐẠT", "BAD");
}

/// "0,3 / 4,1": mean and most.
Cell measure(const LineQuality::Measure& of, int digits, Language say) {
    if (of.looks == 0) {
        return {"-", "-"};
    }
    const auto text = [&](Language in) {
        return decimalText(of.mean(), digits, in) + " / " + decimalText(of.most, digits, in);
    };
    return {text(say), text({false})};
}

/// Of a room of another MCU that one tells what comes from it alone.
Cell sentText(const LineQuality& line, Language say) {
    return line.sentKbps.most > 0 ? measure(line.sentKbps, 0, say) : Cell("-", "-");
}

Cell most(const LineQuality::Measure& of, Language say) {
    return of.looks == 0 ? Cell("-", "-")
                         : Cell(decimalText(of.most, 1, say), decimalText(of.most, 1, {false}));
}

Cell encryptionText(const LineQuality& line, Language say) {
    return line.clear == 0            ? Cell(say("có", "yes"), "true")
           : line.clear == line.looks ? Cell(say("KHÔNG", "NO"), "false")
                                      : Cell(say("MỘT PHẦN", "IN PART"), "part");
}

std::string stateText(PreflightItem::State state, Language say) {
    return state == PreflightItem::State::passed   ? say("ĐẠT", "PASS")
           : state == PreflightItem::State::warned ? say("LƯU Ý", "LOOK")
                                                   : say("CHƯA ĐẠT", "FAIL");
}

/// Words of policies as people say them; anything else stays.
std::string valueText(const PreflightItem& item, Language say) {
    static const std::map<std::string, const char*> kWords = {
        {"required", "bắt buộc"}, {"preferred", "ưu tiên"}, {"disabled", "tắt"}};
    if (item.name == "time") {
        return item.value == "kept" ? say("có", "yes") : say("KHÔNG", "NO");
    }
    const auto space = item.value.find(' ');
    const auto plan = kWords.find(item.value.substr(0, space));
    const auto held = kWords.find(space == std::string::npos ? "" : item.value.substr(space + 1));
    return say.vietnamese && item.name == "policy" && plan != kWords.end() && held != kWords.end()
               ? std::string(plan->second) + ", " + held->second
               : item.value;
}

}  // namespace

std::string preflightItemText(const std::string& name, Language say) {
    static const std::map<std::string, std::pair<const char*, const char*>> kItems = {
        {"policy", {"Mã hóa: phương án, phòng họp", "Encryption: plan, conference"}},
        {"media", {"Điểm cầu mã hóa", "Sites encrypted"}},
        {"links", {"Kết nối MCU mã hóa", "MCU links encrypted"}},
        {"certificates",
         {"Chứng thư: số lượng, hết hạn sớm nhất, ngày",
          "Certificates: number, first to expire, days"}},
        {"clock", {"Lệch đồng hồ giữa các MCU, ms", "Clocks of MCUs apart, ms"}},
        {"access", {"Lần đăng nhập bị từ chối", "Log-ins refused"}},
        {"ports", {"Cổng mở ngoài cấu hình hoặc chưa mở", "Ports not as configured"}},
        {"disk", {"Đĩa lưu trữ còn trống, %", "Disk free where state is kept, %"}},
        {"time", {"Đồng hồ máy đồng bộ với máy chủ thời gian", "Clock kept by a time server"}},
        {"software", {"Phiên bản phần mềm", "Version of the software"}}};
    const auto found = kItems.find(name);
    return found == kItems.end() ? name : say(found->second.first, found->second.second);
}

Table qualityTable(const SessionState& session, Language say) {
    Table table{"quality",
                say("Chất lượng từng điểm cầu", "Quality of each site"),
                {},
                {},
                say("chưa đo", "not measured")};
    table.columns = {
        {"id", say("mã", "id")},
        {"site", say("điểm cầu", "site")},
        {"grade", say("mức", "grade")},
        {"loss", say("mất gói %, tb / max", "loss %, mean / most"), true},
        {"jitter", say("jitter ms, tb / max", "jitter ms, mean / most"), true},
        {"round_trip", say("trễ khứ hồi ms, tb / max", "round trip ms, mean / most"), true},
        {"kbps_in", say("kbit/s đi lên, tb / max", "kbit/s from it, mean / most"), true},
        {"kbps_out", say("kbit/s đi xuống, tb / max", "kbit/s to it, mean / most"), true},
        {"freeze", say("đứng hình lâu nhất, giây", "longest freeze, s"), true},
        {"encrypted", say("mã hóa", "encrypted")}};
    for (const auto& site : session.plan.sites) {
        const auto found = session.quality.find(site.id);
        if (found == session.quality.end()) {
            continue;
        }
        const auto& line = found->second;
        table.rows.push_back(
            {site.id,
             site.name,
             {gradeText(line.grade(), say), std::string(incident::nameOf(line.grade()))},
             measure(line.lossPercent, 1, say),
             measure(line.jitterMs, 0, say),
             measure(line.roundTripMs, 0, say),
             measure(line.receivedKbps, 0, say),
             sentText(line, say),
             most(line.freezeSeconds, say),
             encryptionText(line, say)});
    }
    return table;
}

Facts qualityFacts(const SessionState& session, Language say) {
    std::map<Grade, std::size_t> counts;
    for (const auto& [site, line] : session.quality) {
        ++counts[line.grade()];
    }
    Facts facts{"quality_summary", "", {}};
    for (const auto grade : {Grade::good, Grade::warning, Grade::bad}) {
        facts.facts.push_back({std::string(incident::nameOf(grade)),
                               gradeText(grade, say),
                               std::to_string(counts[grade])});
    }
    return facts;
}

Table preflightTable(const SessionState& session, Language say) {
    Table table{"security",
                say("An toàn thông tin trước phiên họp", "Security before the session"),
                {},
                {},
                say("chưa kiểm tra; chạy mcuctl session ready",
                    "not looked at yet; run mcuctl session ready")};
    table.columns = {{"item", say("nội dung", "item")},
                     {"state", say("kết quả", "result")},
                     {"value", say("chi tiết", "detail")}};
    for (const auto& item : session.preflight) {
        table.rows.push_back({{preflightItemText(item.name, say), item.name},
                              {stateText(item.state, say), std::string(nameOf(item.state))},
                              {valueText(item, say), item.value}});
    }
    return table;
}

}  // namespace mcu::session
