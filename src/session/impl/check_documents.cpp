// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "session/impl/acts.h"
#include "session/impl/check_runs.h"
#include "session/impl/documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string itemName(const std::string& item, Language say) {
    static const std::map<std::string, std::pair<const char*, const char*>> kNames = {
        {"call", {"cuộc gọi", "call"}},
        {"picture_in", {"hình về", "picture in"}},
        {"picture_out", {"hình đi", "picture out"}},
        {"sound_in", {"tiếng về", "sound in"}},
        {"sound_out", {"tiếng đi", "sound out"}},
        {"loss", {"mất gói", "loss"}},
        {"jitter", {"rung pha (jitter)", "jitter"}},
        {"round_trip", {"trễ khứ hồi", "round trip"}},
        {"rate", {"tốc độ", "rate"}},
        {"echo", {"tiếng vọng", "echo"}},
        {"loop", {"hình quay vòng", "picture loop"}},
        {"encryption", {"mã hóa", "encryption"}}};
    const auto& [vi, en] = kNames.at(item);
    return say(vi, en);
}

/// What was measured, in words where it is a code.
std::string valueText(const std::string& value, Language say) {
    static const std::map<std::string, std::pair<const char*, const char*>> kValues = {
        {"good", {"tốt", "good"}},
        {"none", {"không có", "none"}},
        {"no-stream", {"không thỏa thuận được", "not agreed"}},
        {"not-decodable", {"không giải mã được", "not decodable"}},
        {"frozen", {"ĐỨNG HÌNH", "FROZEN"}},
        {"black", {"HÌNH ĐEN", "BLACK"}},
        {"even", {"hình một màu", "one colour"}},
        {"slow", {"ít khung hình", "too few frames"}},
        {"silence", {"IM LẶNG", "SILENCE"}},
        {"no-report", {"phòng không báo lại", "the room reports nothing"}},
        {"encrypted", {"có", "encrypted"}},
        {"clear", {"không", "in the clear"}}};
    const auto found = kValues.find(value);
    return found == kValues.end() ? orDash(value) : say(found->second.first, found->second.second);
}

/// "hình về: HÌNH ĐEN; mất gói: 3.8 %": all that failed.
std::string failuresText(const CheckResult& result, Language say) {
    std::string text;
    for (const auto& item : result.items) {
        if (item.verdict == Verdict::failed) {
            text += (text.empty() ? "" : "; ") + itemName(item.name, say) + ": " +
                    valueText(item.value, say);
        }
    }
    const bool told = !result.items.empty() && result.items.front().verdict == Verdict::failed;
    return result.cause.empty() || told ? text : text + (text.empty() ? "" : "; ") + result.cause;
}

std::string figure(double value, int digits, Language say) {
    return value < 0 ? "-" : decimalText(value, digits, say);
}

Cell verdictCell(Verdict verdict, Language say) {
    return {verdictText(verdict, say), std::string(nameOf(verdict))};
}

Cell itemCell(const SiteCheck* check, const char* name, Language say) {
    const auto* item = check == nullptr ? nullptr : check->result.item(name);
    if (item == nullptr) {
        return {"-", "-"};
    }
    return {item->verdict == Verdict::notChecked ? "-" : valueText(item->value, say), item->value};
}

const SiteCheck* lastOf(const SessionState& session, const std::string& site) {
    const auto found = session.checks.find(site);
    return found == session.checks.end() ? nullptr : &found->second.back();
}

bool wanted(const SessionState& session, const SiteEntry& site, const Query& query) {
    const auto same = [&](const char* name, const std::string& value) {
        const auto asked = query.filtered(name);
        return asked.empty() || asked == value;
    };
    const auto verdict = query.filtered("verdict");
    return same("level", site.level) && same("mcu", site.mcu) && same("owner", site.owner) &&
           (verdict.empty() || verdict == nameOf(session.verdictOn(site.id)));
}

}  // namespace

std::string verdictText(Verdict verdict, Language say) {
    switch (verdict) {
        case Verdict::passed:
            return say("Đạt", "Passed");
        case Verdict::failed:
            return say("Chưa đạt", "Failed");
        case Verdict::notChecked:
            break;
    }
    return say("Chưa kiểm tra", "Not checked");
}

CheckCounts checkCounts(const SessionState& session) {
    CheckCounts counts;
    for (const auto& site : session.plan.sites) {
        if (session.excluded.contains(site.id)) {
            continue;
        }
        ++counts.of;
        const auto verdict = session.verdictOn(site.id);
        counts.passed += verdict == Verdict::passed ? 1 : 0;
        counts.failed += verdict == Verdict::failed ? 1 : 0;
    }
    return counts;
}

std::string checkCountsText(const CheckCounts& counts, Language say) {
    return say("đã kiểm tra ", "checked ") + std::to_string(counts.checked()) + "/" +
           std::to_string(counts.of) + say(" · đạt ", " · passed ") +
           std::to_string(counts.passed) + say(" · chưa đạt ", " · failed ") +
           std::to_string(counts.failed) + say(" · chưa kiểm tra ", " · not checked ") +
           std::to_string(counts.of - counts.checked());
}

Table checksTable(const SessionState& session, const Query& query, Language say) {
    Table table{"sites", "", {}, {}, say("không có điểm cầu nào", "no site")};
    table.columns = {{"id", say("mã", "id")},
                     {"site", say("điểm cầu", "site")},
                     {"verdict", say("kết quả", "result")},
                     {"what", say("chưa đạt", "what failed")},
                     {"times", say("số lần", "times"), true},
                     {"at", say("lúc", "at")},
                     {"by", say("người kiểm tra", "by")}};
    for (const auto& site : session.plan.sites) {
        if (!wanted(session, site, query)) {
            continue;
        }
        const auto* last = lastOf(session, site.id);
        table.rows.push_back(
            {site.id,
             site.name,
             verdictCell(session.verdictOn(site.id), say),
             last == nullptr ? "-" : orDash(failuresText(last->result, say)),
             last == nullptr ? "0" : std::to_string(session.checks.at(site.id).size()),
             last == nullptr ? Cell("-", "-") : Cell(dayAndTime(last->at), isoText(last->at)),
             last == nullptr ? "-" : last->actor});
    }
    return table;
}

Document checksDocument(const SessionState& session, const Query& query, Language say) {
    auto document = documentOf(
        "checks",
        say("Kiểm tra kỹ thuật, phiên họp ", "Technical checks of session ") + session.id,
        say);
    document.blocks = {checksTable(session, query, say),
                       Paragraph{checkCountsText(checkCounts(session), say)}};
    return document;
}

Result<Document> checkDocument(const SessionState& session, const std::string& word, Language say) {
    const auto site = siteOf(session, word);
    if (!site) {
        return site.error();
    }
    auto document =
        documentOf("check",
                   say("Kiểm tra ", "Checks of ") + siteName(session, *site) + " (" + *site + ")",
                   say);
    Table table{"items", "", {}, {}, say("chưa kiểm tra", "not checked")};
    table.columns = {{"item", say("nội dung", "item")},
                     {"verdict", say("kết quả", "result")},
                     {"value", say("đo được", "measured")}};
    if (const auto* last = lastOf(session, *site)) {
        for (const auto& item : last->result.items) {
            table.rows.push_back({{itemName(item.name, say), item.name},
                                  verdictCell(item.verdict, say),
                                  {valueText(item.value, say), item.value}});
        }
    }
    Table history{"history", say("Các lần kiểm tra", "All checks"), {}, {}, "-"};
    history.columns = {{"at", say("lúc", "at")},
                       {"by", say("người kiểm tra", "by")},
                       {"verdict", say("kết quả", "result")},
                       {"what", say("chưa đạt", "what failed")}};
    if (const auto found = session.checks.find(*site); found != session.checks.end()) {
        for (const auto& each : found->second) {
            history.rows.push_back({{dayAndTime(each.at), isoText(each.at)},
                                    each.actor,
                                    verdictCell(each.result.verdict, say),
                                    orDash(failuresText(each.result, say))});
        }
    }
    document.blocks = {table, history};
    return document;
}

Document checkRunDocument(const SessionState& session,
                          const CheckProgress& progress,
                          WallTime now,
                          Language say) {
    auto document =
        documentOf("check-run",
                   say("Đang kiểm tra, phiên họp ", "Checks under way, session ") + session.id,
                   say);
    const double left = progress.leftSeconds(now);
    Facts facts{"run", "", {}};
    facts.facts = {{"state",
                    say("trạng thái", "state"),
                    progress.over ? Cell(say("không chạy", "none is running"), "over")
                                  : Cell(say("đang chạy", "running"), "running")},
                   {"of", say("số điểm cầu", "sites"), std::to_string(progress.of)},
                   {"done", say("đã xong", "done"), std::to_string(progress.done)},
                   {"running", say("đang đo", "being measured"), std::to_string(progress.running)},
                   {"passed", say("đạt", "passed"), std::to_string(progress.passed)},
                   {"failed", say("chưa đạt", "failed"), std::to_string(progress.failed)},
                   {"not_checked",
                    say("chưa kiểm tra được", "not checked"),
                    std::to_string(progress.notChecked)},
                   {"left_seconds", say("còn khoảng, giây", "about, s"), figure(left, 0, {false})}};
    document.blocks = {facts};
    return document;
}

Table checkFormTable(const SessionState& session, const Levels& levels, Language say) {
    Table table{"checks",
                say("Tổng hợp kết quả kiểm tra", "Summary of the checks"),
                {},
                {},
                say("không có điểm cầu nào", "no site")};
    table.columns = {{"number", say("STT", "no."), true},
                     {"site", say("điểm cầu", "site")},
                     {"level", say("cấp", "level")},
                     {"mcu_owner", say("đơn vị quản lý MCU", "owner of the MCU")},
                     {"protocol", say("giao thức", "protocol")},
                     {"address", say("địa chỉ", "address")},
                     {"line", say("đường truyền", "line")},
                     {"picture_out", say("hình đi", "picture out")},
                     {"picture_in", say("hình về", "picture in")},
                     {"sound_out", say("tiếng đi", "sound out")},
                     {"sound_in", say("tiếng về", "sound in")},
                     {"resolution", say("độ phân giải", "resolution")},
                     {"kbps", say("tốc độ, kbit/s", "rate, kbit/s"), true},
                     {"loss_percent", say("mất gói, %", "loss, %"), true},
                     {"jitter_ms", say("jitter, ms", "jitter, ms"), true},
                     {"round_trip_ms", say("RTT, ms", "RTT, ms"), true},
                     {"presets", say("camera preset", "camera presets")},
                     {"contact", say("cán bộ phòng họp", "room officer")},
                     {"phone", say("SĐT", "telephone")},
                     {"at", say("thời điểm kiểm tra", "checked at")},
                     {"by", say("người kiểm tra", "checked by")},
                     {"verdict", say("kết quả", "result")},
                     {"note", say("ghi chú, khắc phục", "note, remedy")}};
    std::size_t number = 0;
    for (const auto& site : session.plan.sites) {
        const auto* last = lastOf(session, site.id);
        const auto* mcu = session.plan.mcu(site.mcu);
        const CheckResult none;
        const auto& result = last == nullptr ? none : last->result;
        const auto excluded = session.excluded.find(site.id);
        std::string note = failuresText(result, say);
        if (excluded != session.excluded.end()) {
            note += (note.empty() ? "" : "; ") + say("không tính: ", "not counted: ") +
                    excluded->second;
        }
        table.rows.push_back(
            {std::to_string(++number),
             {site.name, site.id},
             {levels.nameOf(site.level, say.vietnamese), site.level},
             mcu == nullptr ? "-" : session.plan.organisationName(mcu->organisation),
             orDash(result.protocol.empty() ? site.protocol : result.protocol),
             orDash(result.address.empty() ? site.address : result.address),
             orDash(site.line),
             itemCell(last, "picture_out", say),
             itemCell(last, "picture_in", say),
             itemCell(last, "sound_out", say),
             itemCell(last, "sound_in", say),
             orDash(result.resolution),
             last == nullptr ? "-" : figure(result.kbps, 0, say),
             figure(result.lossPercent, 1, say),
             figure(result.jitterMs, 0, say),
             figure(result.roundTripMs, 0, say),
             orDash(joined(site.presets, ", ")),
             orDash(site.contact.name),
             orDash(site.contact.phone),
             last == nullptr ? Cell("-", "-") : Cell(dayAndTime(last->at), isoText(last->at)),
             last == nullptr ? "-" : last->actor,
             verdictCell(session.verdictOn(site.id), say),
             orDash(note)});
    }
    return table;
}

Document checkFormDocument(const SessionState& session, const Levels& levels, Language say) {
    auto document = documentOf("check-form",
                               say("Mẫu tổng hợp thông tin, kết quả kiểm tra, phiên họp ",
                                   "Summary form of the checks of session ") +
                                   session.id,
                               say);
    auto table = checkFormTable(session, levels, say);
    table.title.clear();
    document.blocks = {table, Paragraph{checkCountsText(checkCounts(session), say)}};
    return document;
}

}  // namespace mcu::session
