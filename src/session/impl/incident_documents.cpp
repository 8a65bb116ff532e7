// SPDX-License-Identifier: GPL-3.0-or-later
// What came up in a session: incidents of all MCUs, losses of connection, notes (DOC-11).
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "session/impl/documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

/// Both are told of the same loss within seconds; clocks of two MCUs differ a little.
constexpr auto kSameLoss = std::chrono::seconds(60);

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string kindText(const std::string& kind, Language say) {
    static const std::map<std::string, std::pair<const char*, const char*>> kKinds = {
        {"drop", {"mất kết nối", "connection lost"}},
        {"quality", {"chất lượng kém", "poor quality"}},
        {"security", {"an toàn thông tin", "security"}}};
    const auto found = kKinds.find(kind);
    return found == kKinds.end() ? kind : say(found->second.first, found->second.second);
}

/// What the server says of an incident, as the report's language has it; anything else stays.
std::string saidText(const std::string& said, Language say) {
    static constexpr std::array kWords = {
        std::pair("media-timeout", "không còn hình, tiếng"),
        std::pair("connected again", "đã kết nối lại"),
        std::pair("line good again", "đường truyền tốt trở lại"),
        std::pair("hung up", "đã kết thúc cuộc gọi"),
        std::pair("taken out of the conference", "đã đưa khỏi phòng họp"),
        std::pair("not encrypted", "không mã hóa"),
        std::pair("encrypted again", "đã mã hóa trở lại"),
        std::pair("closed by ", "đóng bằng tay: "),
        std::pair("loss ", "mất gói "),
        std::pair("jitter ", "jitter "),
        std::pair("round trip ", "trễ khứ hồi "),
        std::pair("no picture for ", "không có hình ")};
    for (const auto& [english, vietnamese] : kWords) {
        if (say.vietnamese && said.starts_with(english)) {
            return vietnamese + said.substr(std::string_view(english).size());
        }
    }
    return said;
}

std::string actionText(const SessionIncident& incident, Language say) {
    std::string text = saidText(incident.healed, say);
    if (!incident.notes.empty()) {
        text += (text.empty() ? "" : "; ") + incident.notes;
    }
    return orDash(text);
}

/// Both tell of the same loss.
bool isSame(const SessionIncident& incident, const Record& fault) {
    return incident.kind == "drop" && incident.site == fault.subject &&
           std::chrono::abs(incident.opened - fault.at) <= kSameLoss;
}

/// A loss that an incident tells of, too.
bool isIncident(const SessionState& session, const Record& fault) {
    return std::any_of(session.incidents.begin(), session.incidents.end(), [&](const auto& each) {
        return isSame(each.second, fault);
    });
}

/// Its own MCU may not know what the chair was watching.
bool wasOnAir(const SessionState& session, const SessionIncident& incident) {
    return incident.onAir ||
           std::any_of(session.faults.begin(), session.faults.end(), [&](const Record& fault) {
               return fault.field("on_air") == "true" && isSame(incident, fault);
           });
}

using Row = std::pair<WallTime, std::vector<Cell>>;

Row rowOf(const SessionState& session, const SessionIncident& incident, Language say) {
    const auto* site = session.plan.site(incident.site);
    const auto owner = site == nullptr || site->owner.empty() ? incident.owner : site->owner;
    const bool onAir = wasOnAir(session, incident);
    return {incident.opened,
            {incident.name,
             {timeOfDay(incident.opened), isoText(incident.opened)},
             incident.closed ? Cell(timeOfDay(*incident.closed), isoText(*incident.closed))
                             : Cell(say("CHƯA KHẮC PHỤC", "STILL OPEN"), "open"),
             {kindText(incident.kind, say), incident.kind},
             site == nullptr ? orDash(incident.siteName) : site->name,
             orDash(session.plan.organisationName(owner)),
             orDash(incident.mcu),
             {onAir ? say("có", "yes") : "-", onAir ? "true" : "false"},
             orDash(saidText(incident.cause, say)),
             actionText(incident, say),
             say("máy chủ", "server")}};
}

Row rowOf(const SessionState& session, const Record& record, Language say) {
    const auto* site = session.plan.site(record.subject);
    const bool fault = record.kind == "fault";
    const bool onAir = record.field("on_air") == "true";
    return {record.at,
            {"-",
             {timeOfDay(record.at), isoText(record.at)},
             "-",
             {fault ? kindText("drop", say) : say("ghi chú", "note"), record.kind},
             orDash(siteName(session, record.subject)),
             orDash(site == nullptr ? "" : session.plan.organisationName(site->owner)),
             orDash(site == nullptr ? "" : site->mcu),
             {onAir ? say("có", "yes") : "-", onAir ? "true" : "false"},
             fault ? orDash(saidText(record.field("cause"), say)) : record.text,
             "-",
             record.actor}};
}

}  // namespace

Table incidentTable(const SessionState& session, Language say) {
    Table table{
        "incidents", say("Các vấn đề phát sinh", "What came up"), {}, {}, say("không có", "none")};
    table.columns = {{"incident", say("số", "no.")},
                     {"at", say("lúc", "at")},
                     {"until", say("đến", "until")},
                     {"kind", say("loại", "kind")},
                     {"site", say("điểm cầu", "site")},
                     {"owner", say("đơn vị", "owner")},
                     {"mcu", "MCU"},
                     {"on_air", say("đang lên hình", "on air")},
                     {"text", say("nội dung", "what")},
                     {"action", say("xử lý", "action")},
                     {"by", say("người ghi", "by")}};
    std::vector<Row> rows;
    for (const auto& [name, incident] : session.incidents) {
        rows.push_back(rowOf(session, incident, say));
    }
    for (const auto& fault : session.faults) {
        if (!isIncident(session, fault)) {
            rows.push_back(rowOf(session, fault, say));
        }
    }
    for (const auto& note : session.notes) {
        rows.push_back(rowOf(session, note, say));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        return left.first < right.first;
    });
    for (auto& row : rows) {
        table.rows.push_back(std::move(row.second));
    }
    return table;
}

Document incidentsDocument(const SessionState& session, Language say) {
    auto document =
        documentOf("incidents",
                   say("Các vấn đề phát sinh, phiên họp ", "What came up in session ") + session.id,
                   say);
    auto table = incidentTable(session, say);
    table.title.clear();
    document.blocks = {table};
    return document;
}

}  // namespace mcu::session
