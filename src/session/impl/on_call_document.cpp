// SPDX-License-Identifier: GPL-3.0-or-later
// Who is on call, and when nobody is (DOC-15, TIM-09).
#include "session/impl/documents.h"
#include "session/local_time.h"
#include "session/on_call.h"

namespace mcu::session {

namespace {

std::string placeName(const SessionState& session, const std::string& place) {
    const auto* mcu = session.plan.mcu(place);
    return mcu == nullptr ? siteName(session, place)
                          : session.plan.organisationName(mcu->organisation);
}

Table rosterTable(const SessionState& session, Language say) {
    Table table{
        "roster", say("Người trực", "Who is on call"), {}, {}, say("không có ai", "nobody")};
    table.columns = {{"id", say("mã", "id")},
                     {"where", say("nơi", "where")},
                     {"name", say("họ tên", "name")},
                     {"phone", say("điện thoại", "phone")},
                     {"from", say("từ", "from")},
                     {"until", say("đến", "until")}};
    for (const auto& each : onCallOf(session.plan)) {
        const auto time = [&](WallTime at) {
            return each.always ? Cell(say("luôn trực", "always"), "always")
                               : Cell(dayAndTime(at), isoText(at));
        };
        table.rows.push_back({each.place,
                              placeName(session, each.place),
                              each.name.empty() ? "-" : each.name,
                              each.phone.empty() ? say("THIẾU", "MISSING") : each.phone,
                              time(each.from),
                              time(each.until)});
    }
    return table;
}

}  // namespace

Document onCallDocument(const SessionState& session, Language say) {
    auto document = documentOf(
        "on-call", say("Trực 24/24 phiên họp ", "On-call list of session ") + session.id, say);
    const auto time = dutyTime(session.plan);
    Table gaps{"gaps",
               say("Còn thiếu người trực", "Gaps"),
               {{"id", say("mã", "id")},
                {"name", say("nơi", "where")},
                {"from", say("từ", "from")},
                {"until", say("đến", "until")}},
               {},
               say("đủ người trực", "everybody is on call")};
    for (const auto& gap : onCallGapsOf(session.plan)) {
        gaps.rows.push_back({gap.place,
                             placeName(session, gap.place),
                             {dayAndTime(gap.from), isoText(gap.from)},
                             {dayAndTime(gap.until), isoText(gap.until)}});
    }
    document.blocks = {gaps,
                       rosterTable(session, say),
                       Paragraph{say("Thời gian phải trực: ", "To be covered: ") +
                                 dayAndTime(time.from) + " - " + dayAndTime(time.until)}};
    return document;
}

}  // namespace mcu::session
