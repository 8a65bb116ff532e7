// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>

#include "session/impl/check_runs.h"
#include "session/impl/documents.h"
#include "session/impl/drill_runs.h"
#include "session/impl/registry_documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string deadlineName(DeadlineId id, Language say) {
    switch (id) {
        case DeadlineId::noticeAtOnce:
            return say("Thông báo ngay", "Notice at once");
        case DeadlineId::noticeSent:
            return say("Gửi thông tin đến các đầu mối", "Information sent to every contact");
        case DeadlineId::planAgreed:
            return say("Thống nhất phương án", "Plan agreed");
        case DeadlineId::rehearsalDone:
            return say("Xong tổng duyệt nội bộ", "Internal rehearsal done");
        case DeadlineId::cascadeUp:
            return say("Xong kết nối MCU", "MCUs linked");
        case DeadlineId::ready:
            return say("Hệ thống sẵn sàng", "System ready");
        case DeadlineId::connect:
            return say("Kết nối theo yêu cầu của chủ tọa trong 30 giây",
                       "Calls of the chair within 30 s");
        case DeadlineId::faults:
            return say("Xử lý sự cố ngay", "Faults handled at once");
        case DeadlineId::onCall:
            break;
    }
    return say("Trực 24/24, 24/7", "On call 24/24, 24/7");
}

std::string stateText(DeadlineState state, Language say) {
    switch (state) {
        case DeadlineState::waiting:
            return say("đang chờ", "waiting");
        case DeadlineState::amber:
            return say("SẮP ĐẾN HẠN", "SOON");
        case DeadlineState::red:
            return say("SÁT HẠN", "VERY SOON");
        case DeadlineState::met:
            return say("ĐÚNG HẠN", "MET");
        case DeadlineState::missed:
            return say("QUÁ HẠN", "MISSED");
        case DeadlineState::unreachable:
            return say("KHÔNG THỂ ĐẠT, ghi nhận", "COULD NOT BE MET, recorded");
        case DeadlineState::notDue:
            break;
    }
    return say("không áp dụng", "does not apply");
}

std::string marginText(const Deadline& deadline, WallTime now, Language say) {
    const auto margin = deadline.margin(now);
    if (!margin || deadline.state == DeadlineState::notDue) {
        return "-";
    }
    const auto span = spanText(std::chrono::abs(*margin), say);
    if (deadline.actual) {
        return *margin >= std::chrono::seconds(0) ? say("sớm ", "early ") + span
                                                  : say("muộn ", "late ") + span;
    }
    return *margin >= std::chrono::seconds(0) ? say("còn ", "left ") + span
                                              : say("quá ", "over by ") + span;
}

/// "site:x.1" in words.
std::string reasonText(const SessionState& session, const std::string& code, Language say) {
    const auto colon = code.find(':');
    const auto kind = code.substr(0, colon);
    const auto what = colon == std::string::npos ? "" : code.substr(colon + 1);
    if (kind == "site") {
        return siteName(session, what) + " (" + what + ") " +
               say("chưa kết nối", "is not connected");
    }
    if (kind == "check") {
        return siteName(session, what) + " (" + what + ") " +
               say("kiểm tra kỹ thuật chưa đạt", "did not pass its technical check");
    }
    if (kind == "unchecked") {
        return what + say(" điểm cầu chưa kiểm tra kỹ thuật", " sites without a technical check");
    }
    if (kind == "security") {
        return say("an toàn thông tin chưa đạt: ", "security: ") + preflightItemText(what, say);
    }
    if (kind == "mcu") {
        return say("chưa điểm cầu nào của ", "no site of ") + what +
               say(" kết nối", " is connected");
    }
    return say("phương án chưa được các đơn vị thống nhất", "the units have not agreed the plan");
}

std::string readinessText(const std::string& state, Language say) {
    return state == "green"   ? say("SẴN SÀNG", "READY")
           : state == "amber" ? say("CHƯA SẴN SÀNG: thiếu một phần", "NOT READY: in part")
                              : say("CHƯA SẴN SÀNG", "NOT READY");
}

std::string seconds(double value, Language say) {
    return value < 0 ? "-" : decimalText(value, 2, say);
}

}  // namespace

std::string presenceText(const std::string& state, Language say) {
    return state == "present"  ? say("có mặt", "present")
           : state == "online" ? say("đã kết nối", "online")
           : state == "absent" ? say("vắng", "absent")
                               : say("chưa điểm danh", "not called");
}

std::string decimalText(double value, int digits, Language say) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(
            text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
            .ptr;
    std::string shown(text.data(), end);
    if (say.vietnamese) {
        std::replace(shown.begin(), shown.end(), '.', ',');
    }
    return shown;
}

std::string spanText(std::chrono::seconds span, Language say) {
    const auto total = span.count();
    if (total < 60) {
        return std::to_string(total) + say(" giây", " s");
    }
    const auto minutes = total / 60 % 60;
    if (total < 3600) {
        return std::to_string(minutes) + say(" phút", " min");
    }
    return std::to_string(total / 3600) + say(" giờ", " h") +
           (minutes == 0 ? "" : " " + std::to_string(minutes) + say(" phút", " min"));
}

Table deadlineTable(const SessionState& session, WallTime now, Language say) {
    Table table{"deadlines", say("Thời hạn", "Deadlines"), {}, {}, ""};
    table.columns = {{"deadline", say("mã", "code")},
                     {"name", say("thời hạn", "deadline")},
                     {"limit", say("hạn", "limit")},
                     {"actual", say("thực hiện", "done")},
                     {"margin", say("chênh lệch", "margin")},
                     {"state", say("kết quả", "result")},
                     {"detail", say("chi tiết", "detail")}};
    const WallTime at = session.ended.value_or(now);
    for (const auto& deadline : deadlinesOf(session.plan, session.deadlineFacts(), at)) {
        table.rows.push_back(
            {codeOf(deadline.id),
             deadlineName(deadline.id, say),
             deadline.limit ? Cell(dayAndTime(*deadline.limit), isoText(*deadline.limit)) : "-",
             deadline.actual ? Cell(dayAndTime(*deadline.actual), isoText(*deadline.actual)) : "-",
             marginText(deadline, at, say),
             {stateText(deadline.state, say), std::string(nameOf(deadline.state))},
             orDash(deadline.detail)});
    }
    return table;
}

Table deviationTable(const SessionState& session, Language say) {
    Table table{
        "deviations", say("Ngoài kịch bản", "Outside the script"), {}, {}, say("không có", "none")};
    table.columns = {{"at", say("lúc", "at")},
                     {"cue", say("mục", "cue"), true},
                     {"what", say("việc", "act")},
                     {"site", say("điểm cầu", "site")},
                     {"by", say("người", "by")},
                     {"reason", say("lý do", "reason")}};
    for (const auto& each : session.deviations) {
        table.rows.push_back({{timeOfDay(each.at), isoText(each.at)},
                              std::to_string(each.cue),
                              each.what,
                              orDash(siteName(session, each.site)),
                              each.actor,
                              each.reason.empty() ? say("CHƯA NÊU", "NOT GIVEN") : each.reason});
    }
    return table;
}

Table callTable(const SessionState& session, Language say) {
    Table table{"calls",
                say("Yêu cầu kết nối của chủ tọa", "Calls of the chair"),
                {},
                {},
                say("không có", "none")};
    table.columns = {{"number", say("số", "no.")},
                     {"at", say("yêu cầu lúc", "asked at")},
                     {"site", say("điểm cầu", "site")},
                     {"taken", say("đưa lên", "taken"), true},
                     {"picture", say("có hình", "picture"), true},
                     {"two_way", say("hai chiều", "two-way"), true},
                     {"result", say("kết quả", "result")},
                     {"by", say("người", "by")},
                     {"late_reason", say("lý do chậm", "reason of delay")}};
    for (const auto& [number, call] : session.calls) {
        const bool up = call.state == "two-way-up";
        table.rows.push_back(
            {"R-" + std::to_string(number),
             {timeOfDay(call.at), isoText(call.at)},
             {call.siteName.empty() ? siteName(session, call.site) : call.siteName, call.site},
             {seconds(call.taken, say), decimalText(call.taken, 3, {false})},
             {seconds(call.picture, say), decimalText(call.picture, 3, {false})},
             {seconds(call.twoWay, say), decimalText(call.twoWay, 3, {false})},
             !up         ? Cell(say("không kết nối", "not connected"), call.state)
             : call.late ? Cell(say("CHƯA ĐẠT (quá 30 giây)", "OVER 30 s"), "late")
                         : Cell(say("ĐẠT", "WITHIN 30 s"), "met"),
             call.actor,
             orDash(call.lateReason.empty() && !up ? call.reason : call.lateReason)});
    }
    return table;
}

Document deadlinesDocument(const SessionState& session, WallTime now, Language say) {
    auto document = documentOf(
        "deadlines", say("Thời hạn phiên họp ", "Deadlines of session ") + session.id, say);
    auto table = deadlineTable(session, now, say);
    table.title.clear();
    document.blocks = {
        table,
        Paragraph{dayAndTime(now) + " (UTC+7) · T0 " + dayAndTime(session.plan.session.start)}};
    return document;
}

Document scriptDocument(const SessionState& session, Language say) {
    auto document =
        documentOf("script", say("Kịch bản phiên họp ", "Script of session ") + session.id, say);
    auto table = cueTable(session, say);
    table.title.clear();
    document.blocks = {table, deviationTable(session, say)};
    return document;
}

Document rollCallDocument(const SessionState& session, const Levels& levels, Language say) {
    auto document = documentOf(
        "roll-call", say("Điểm danh phiên họp ", "Roll call of session ") + session.id, say);
    Table table{"sites", "", {}, {}, ""};
    table.columns = {{"id", say("mã", "id")},
                     {"site", say("điểm cầu", "site")},
                     {"level", say("cấp", "level")},
                     {"state", say("điểm danh", "roll call")},
                     {"at", say("lúc", "at")},
                     {"reason", say("lý do", "reason")}};
    std::map<std::string, std::size_t> counts;
    for (const auto& site : session.plan.sites) {
        const auto found = session.rollCall.find(site.id);
        const Presence presence = found == session.rollCall.end() ? Presence{} : found->second;
        ++counts[presence.state];
        table.rows.push_back(
            {site.id,
             site.name,
             {levels.nameOf(site.level, say.vietnamese), site.level},
             {presenceText(presence.state, say), presence.state.empty() ? "-" : presence.state},
             presence.state.empty() ? Cell("-", "-")
                                    : Cell(timeOfDay(presence.at), isoText(presence.at)),
             orDash(presence.reason)});
    }
    document.blocks = {
        table,
        Paragraph{say("có mặt ", "present ") + std::to_string(counts["present"]) +
                  say(" · đã kết nối ", " · online ") + std::to_string(counts["online"]) +
                  say(" · vắng ", " · absent ") + std::to_string(counts["absent"]) +
                  say(" · chưa điểm danh ", " · not called ") + std::to_string(counts[""])}};
    return document;
}

Document readinessDocument(const SessionState& session, Language say) {
    auto document = documentOf(
        "readiness", say("Sẵn sàng phiên họp ", "Readiness of session ") + session.id, say);
    if (session.readiness.empty()) {
        document.blocks = {Paragraph{say("chưa kiểm tra; chạy mcuctl session ready",
                                         "not looked at yet; run mcuctl session ready")}};
        return document;
    }
    const auto& last = session.readiness.back();
    Facts facts{"readiness", "", {}};
    facts.facts = {
        {"state", say("kết quả", "result"), {readinessText(last.state, say), last.state}},
        {"up",
         say("đã kết nối", "connected"),
         std::to_string(last.up) + "/" + std::to_string(last.of)},
        {"at", say("lúc", "at"), {dayAndTime(last.at), isoText(last.at)}},
        {"checks",
         say("kiểm tra kỹ thuật", "technical checks"),
         checkCountsText(checkCounts(session), say)},
        {"by", say("người kiểm tra", "by"), last.actor}};
    Table reasons{"reasons",
                  say("Lý do", "Reasons"),
                  {{"reason", say("lý do", "reason")}},
                  {},
                  say("không còn gì vướng", "nothing stands in the way")};
    for (const auto& code : last.reasons) {
        reasons.rows.push_back({{reasonText(session, code, say), code}});
    }
    Table excluded{"excluded",
                   say("Không tính", "Not counted"),
                   {{"site", say("điểm cầu", "site")}, {"reason", say("lý do", "reason")}},
                   {},
                   say("không có", "none")};
    for (const auto& [site, reason] : session.excluded) {
        excluded.rows.push_back({{siteName(session, site), site}, reason});
    }
    document.blocks = {facts, reasons, excluded, preflightTable(session, say)};
    return document;
}

namespace {

using Make = Result<Document> (*)(const Book&, const SessionState&, const Query&, Language);

const std::map<std::string, Make>& makers() {
    static const std::map<std::string, Make> kMakers = {
        {"plan",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return planDocument(b, s, say);
         }},
        {"cascade",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return cascadeDocument(s, b.settings.levels, say);
         }},
        {"notices",
         [](const Book&, const SessionState& s, const Query& q, Language say) -> Result<Document> {
             return noticeDocument(s, q.filtered("recipient"), q.filtered("channel"), say);
         }},
        {"deadlines",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return deadlinesDocument(s, b.now(), say);
         }},
        {"script",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return scriptDocument(s, say);
         }},
        {"roll-call",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return rollCallDocument(s, b.settings.levels, say);
         }},
        {"readiness",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return readinessDocument(s, say);
         }},
        {"checks",
         [](const Book&, const SessionState& s, const Query& q, Language say) -> Result<Document> {
             return checksDocument(s, q, say);
         }},
        {"check",
         [](const Book&, const SessionState& s, const Query& q, Language say) {
             return checkDocument(s, q.filtered("site"), say);
         }},
        {"check-run",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return checkRunDocument(s, b.checkRuns->progress(s.id), b.now(), say);
         }},
        {"check-form",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return checkFormDocument(s, b.settings.levels, say);
         }},
        {"drill",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return drillDocument(s, b.drillRuns->left(s.id), say);
         }},
        {"floor",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return floorDocument(s, say);
         }},
        {"interop",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return interopDocument(s, say);
         }},
        {"upstream",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return upstreamDocument(s, say);
         }},
        {"mcu-info",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return mcuDocument(s, say);
         }},
        {"contacts",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return contactsDocument(s, say);
         }},
        {"connections",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return connectionDocument(s, say);
         }},
        {"on-call",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return onCallDocument(s, say);
         }},
        {"incidents",
         [](const Book&, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return incidentsDocument(s, say);
         }},
        {"report",
         [](const Book& b, const SessionState& s, const Query&, Language say) -> Result<Document> {
             return reportDocument(s, b.settings.levels, b.now(), say);
         }},
    };
    return kMakers;
}

Result<Document> documentFor(const Book& book, const Query& query) {
    const Language say{query.vietnamese};
    const auto& levels = book.settings.levels;
    if (query.document == "registry") {
        return registryDocument(book.registry.sorted(levels,
                                                     {query.filtered("level"),
                                                      query.filtered("owner"),
                                                      query.filtered("mcu"),
                                                      query.filtered("group"),
                                                      query.filtered("parent")}),
                                levels,
                                say);
    }
    if (query.document == "site") {
        const auto site = book.registry.resolve(query.filtered("site"));
        if (!site) {
            return site.error();
        }
        return siteDocument(**site, book.registry, levels, say);
    }
    if (query.document == "plans") {
        return plansDocument(book, say);
    }
    if (query.document == "sec-report") {
        return securityDocument(
            query.host.value_or(HostFacts()), book.settings.mcu, book.now(), say);
    }
    const auto maker = makers().find(query.document);
    if (maker == makers().end()) {
        return Error(ErrorCode::notFound,
                     "there is no document \"" + query.document + "\"",
                     "use the mcuctl of the server's version",
                     "session.no-document");
    }
    const auto session = book.session(query.session);
    if (!session) {
        return session.error();
    }
    return maker->second(book, **session, query, say);
}

}  // namespace

Result<std::string> readDocument(const Book& book, const Query& query) {
    if (query.document == "plan" && query.format == "yaml") {
        const auto session = book.session(query.session);
        if (!session) {
            return session.error();
        }
        return (*session)->version().text;
    }
    const auto format = formatOf(query.format);
    if (!format) {
        return Error(ErrorCode::invalidArgument,
                     "there is no format \"" + query.format + "\"",
                     "use text, markdown, csv, json or html",
                     "session.no-format");
    }
    const auto made = documentFor(book, query);
    if (!made) {
        return made.error();
    }
    return render(*made, *format, query.byteOrderMark);
}

}  // namespace mcu::session
