// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "session/cascade_plan.h"
#include "session/impl/documents.h"
#include "session/impl/registry_documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string kindText(const Plan& plan, Language say) {
    return plan.session.kind == PlanKind::adHoc ? say("đột xuất", "ad-hoc")
                                                : say("có kế hoạch", "planned");
}

Cell stateText(const SessionState& session, Language say) {
    if (session.ended) {
        return {say("đã kết thúc", "ended"), "ended"};
    }
    if (const auto master = session.steeredBy(); !master.empty()) {
        return {say("đang họp tại ", "under way at ") + master, "under-way"};
    }
    return session.underWay()   ? Cell(say("đang họp", "under way"), "under-way")
           : session.agreedAt() ? Cell(say("đã thống nhất", "agreed"), "agreed")
                                : Cell(say("chưa thống nhất", "not agreed"), "not-agreed");
}

std::string levelsText(const std::map<std::string, std::size_t>& byLevel,
                       const Levels& levels,
                       Language say) {
    std::string text;
    for (const auto& level : levels.all()) {
        const auto found = byLevel.find(level.id);
        if (found != byLevel.end()) {
            text += (text.empty() ? "" : ", ") + levels.nameOf(level.id, say.vietnamese) + " " +
                    std::to_string(found->second);
        }
    }
    return text;
}

/// Program and version of another MCU, as it was seen last.
std::string programOf(const SessionState& session, const std::string& mcu) {
    for (const auto* checked : {&session.upstream, &session.interop}) {
        if (const auto found = checked->find(mcu); found != checked->end()) {
            for (const auto& item : found->second.items) {
                if (item.name == "program") {
                    return item.found;
                }
            }
        }
    }
    return {};
}

Facts identityFacts(const SessionState& session, const Levels& levels, Language say) {
    const auto& plan = session.plan;
    const auto& s = plan.session;
    Facts facts{"session", "", {}};
    const auto add = [&](const char* key, const std::string& label, const Cell& value) {
        if (!value.text.empty()) {
            facts.facts.push_back({key, label, value});
        }
    };
    std::map<std::string, std::size_t> byLevel;
    for (const auto& site : plan.sites) {
        ++byLevel[site.level];
    }
    add("id", say("mã phiên họp", "session"), s.id);
    add("title", say("tên", "title"), s.title);
    add("kind",
        say("loại", "kind"),
        {kindText(plan, say), s.kind == PlanKind::adHoc ? "adhoc" : "planned"});
    add("state", say("trạng thái", "state"), stateText(session, say));
    add("document", say("văn bản", "document"), s.documentNumber);
    add("received",
        say("nhận yêu cầu", "request received"),
        {dayAndTime(s.receivedAt) + (s.via.empty() ? "" : ", " + s.via), isoText(s.receivedAt)});
    if (s.rehearsalStart && s.rehearsalEnd) {
        add("rehearsal",
            say("tổng duyệt", "rehearsal"),
            dayAndTime(*s.rehearsalStart) + " - " + dayAndTime(*s.rehearsalEnd));
    }
    if (s.connectAt) {
        add("connect_at",
            say("kết nối", "connection"),
            {dayAndTime(*s.connectAt), isoText(*s.connectAt)});
    }
    add("start", say("chính thức", "start"), {dayAndTime(s.start), isoText(s.start)});
    add("chair",
        say("điểm cầu chủ tọa", "chair's site"),
        plan.chair() == nullptr ? "" : plan.chair()->name);
    add("sites",
        say("điểm cầu", "sites"),
        {std::to_string(plan.sites.size()) + " (" + levelsText(byLevel, levels, say) + ")",
         std::to_string(plan.sites.size())});
    add("version",
        say("phiên bản", "version"),
        {std::to_string(session.version().version) + ", sha256 " +
             session.version().hash.substr(0, 16),
         session.version().hash});
    return facts;
}

}  // namespace

Document documentOf(const char* key, std::string title, Language say) {
    return {key, std::move(title), say("vi", "en"), {}};
}

std::string siteName(const SessionState& session, const std::string& site) {
    const auto* known = session.plan.site(site);
    return known == nullptr ? site : known->name;
}

Table agreementTable(const SessionState& session, Language say) {
    Table table{"agreements", say("Thống nhất phương án", "Agreement of the plan"), {}, {}, ""};
    table.columns = {{"unit", say("đơn vị", "unit")},
                     {"state", say("ý kiến", "answer")},
                     {"at", say("lúc", "at")},
                     {"by", say("người", "by")}};
    for (const auto& unit : session.plan.managingUnits()) {
        const auto found = session.agreements.find(unit);
        const bool any = found != session.agreements.end();
        const bool newest = any && found->second.hash == session.version().hash;
        table.rows.push_back(
            {{session.plan.organisationName(unit), unit},
             newest ? Cell(say("thống nhất", "agrees"), "agreed")
             : any  ? Cell(say("cần thống nhất lại (đã thống nhất phiên bản ",
                              "must agree again (agreed version ") +
                              std::to_string(found->second.version) + ")",
                          "outdated")
                    : Cell(say("chưa", "not yet"), "none"),
             any ? Cell(dayAndTime(found->second.at), isoText(found->second.at)) : Cell("-", "-"),
             any ? found->second.actor : "-"});
    }
    return table;
}

/// Which MCUs below this one have rehearsed with their own rooms (PL4-08), as they told.
Table rehearsalTable(const SessionState& session, const std::string& self, Language say) {
    Table table{"rehearsals",
                say("Tổng duyệt nội bộ của MCU vệ tinh", "Rehearsals of the slaves"),
                {},
                {},
                ""};
    table.columns = {{"mcu", "MCU"}, {"at", say("xong lúc", "done at")}};
    for (const auto& mcu : session.plan.mcus) {
        const auto found = session.rehearsals.find(mcu.id);
        if (mcu.id != self && mcu.control != "manual" && session.plan.isBelow(mcu.id, self)) {
            table.rows.push_back({mcu.id,
                                  found == session.rehearsals.end()
                                      ? Cell("-", "-")
                                      : Cell(dayAndTime(found->second), isoText(found->second))});
        }
    }
    return table;
}

Table cueTable(const SessionState& session, Language say) {
    Table table{"script", say("Kịch bản", "Script"), {}, {}, say("không có kịch bản", "no script")};
    table.columns = {{"now", " "},
                     {"cue", say("mục", "cue"), true},
                     {"at", say("lúc", "at")},
                     {"title", say("nội dung", "title")},
                     {"layout", say("bố cục", "layout")},
                     {"show", say("lên hình", "on air")},
                     {"taken", say("đã đưa lên", "taken")}};
    const auto* now = session.cue();
    for (const auto& cue : session.plan.script) {
        std::string taken;
        for (const auto& each : session.cues) {
            if (each.number == cue.number) {
                taken += (taken.empty() ? "" : ", ") + timeOfDay(each.at);
            }
        }
        const bool here = now != nullptr && now->number == cue.number;
        table.rows.push_back({{here ? "→" : "", here ? "now" : "-"},
                              std::to_string(cue.number),
                              orDash(cue.at),
                              cue.title,
                              cue.layout,
                              cue.show.empty() ? orDash(cue.callable) : joined(cue.show, ", "),
                              orDash(taken)});
    }
    return table;
}

Table cascadeTable(const SessionState& session, const Levels& levels, Language say) {
    Table table{"mcus", say("Quy hoạch kết nối cascade", "Cascade plan"), {}, {}, ""};
    table.columns = {{"mcu", "MCU"},
                     {"parent", say("nối vào", "linked to")},
                     {"depth", say("tầng", "tier"), true},
                     {"sites", say("điểm cầu", "sites"), true},
                     {"max_sites", say("sức chứa", "room for"), true},
                     {"trunks", say("đường nối", "trunks"), true},
                     {"ports", say("cổng", "ports"), true},
                     {"line_mbps", "Mbit/s", true},
                     {"levels", say("theo cấp", "by level")}};
    for (const auto& load : planCascade(session.plan).mcus) {
        table.rows.push_back({load.mcu,
                              orDash(load.parent),
                              std::to_string(load.depth),
                              std::to_string(load.sites),
                              load.maxSites == 0 ? "-" : std::to_string(load.maxSites),
                              std::to_string(load.trunks),
                              std::to_string(load.ports),
                              decimalText(static_cast<double>(load.lineKbps) / 1000, 1, say),
                              orDash(levelsText(load.byLevel, levels, say))});
    }
    return table;
}

Document plansDocument(const Book& book, Language say) {
    auto document = documentOf("plans", say("Các phiên họp", "Sessions"), say);
    Table table{"plans", "", {}, {}, say("chưa có phiên họp nào", "no sessions yet")};
    table.columns = {{"id", say("mã", "id")},
                     {"title", say("tên", "title")},
                     {"kind", say("loại", "kind")},
                     {"start", say("chính thức", "start")},
                     {"sites", say("điểm cầu", "sites"), true},
                     {"version", say("phiên bản", "version"), true},
                     {"state", say("trạng thái", "state")}};
    for (const auto& [id, session] : book.sessions) {
        if (session.versions.empty()) {
            continue;
        }
        table.rows.push_back(
            {id,
             session.plan.session.title,
             kindText(session.plan, say),
             {dayAndTime(session.plan.session.start), isoText(session.plan.session.start)},
             std::to_string(session.plan.sites.size()),
             std::to_string(session.version().version),
             stateText(session, say)});
    }
    document.blocks = {table};
    return document;
}

Document planDocument(const Book& book, const SessionState& session, Language say) {
    auto document =
        documentOf("plan", say("Phương án phiên họp ", "Plan of session ") + session.id, say);
    document.blocks = {identityFacts(session, book.settings.levels, say),
                       agreementTable(session, say),
                       deadlineTable(session, book.now(), say),
                       cascadeTable(session, book.settings.levels, say),
                       cueTable(session, say)};
    if (auto rehearsals = rehearsalTable(session, book.settings.mcu, say);
        !rehearsals.rows.empty()) {
        document.blocks.emplace_back(std::move(rehearsals));
    }
    return document;
}

Document cascadeDocument(const SessionState& session, const Levels& levels, Language say) {
    auto document =
        documentOf("cascade", say("Phương án kết nối ", "Connection plan of ") + session.id, say);
    const auto cascade = planCascade(session.plan);
    Paragraph tree;
    for (const auto& load : cascade.mcus) {
        tree.text += std::string(static_cast<std::size_t>(2 * load.depth), ' ') +
                     (load.depth == 0 ? "" : "└ ") + load.mcu + " (" + std::to_string(load.sites) +
                     ")\n";
    }
    if (!tree.text.empty()) {
        tree.text.pop_back();
    }
    document.blocks = {
        cascadeTable(session, levels, say),
        tree,
        Paragraph{say("Số tầng cascade: ", "Tiers of the cascade: ") +
                  std::to_string(cascade.depth) + say("; cho phép: ", "; allowed: ") +
                  std::to_string(session.plan.policy.cascadeMaxDepth)}};
    return document;
}

Document noticeDocument(const SessionState& session,
                        const std::string& recipient,
                        const std::string& channel,
                        Language say) {
    auto document =
        documentOf("notices", say("Thông báo phiên họp ", "Notices of session ") + session.id, say);
    const auto recipients = recipientsOf(session.plan);
    if (!recipient.empty()) {
        for (const auto& each : recipients) {
            if (each.id == recipient) {
                document.blocks = {Paragraph{noticeText(session.plan,
                                                        session.version().version,
                                                        each,
                                                        channel.empty() ? "email" : channel,
                                                        say.vietnamese)}};
            }
        }
        return document;
    }
    Table table{"recipients", "", {}, {}, ""};
    table.columns = {{"id", say("mã", "id")},
                     {"name", say("nơi nhận", "recipient")},
                     {"phone", say("điện thoại", "phone")},
                     {"email", say("thư điện tử", "e-mail")},
                     {"sent", say("đã gửi", "sent")},
                     {"by", say("bằng", "by")}};
    for (const auto& each : recipients) {
        const auto sent =
            std::find_if(session.notices.begin(), session.notices.end(), [&](const SentNotice& n) {
                return n.recipient == each.id && n.ok;
            });
        const bool told = sent != session.notices.end();
        const Contact contact = each.contacts.empty() ? Contact() : each.contacts.front();
        table.rows.push_back({each.id,
                              each.name,
                              orDash(contact.phone),
                              orDash(contact.email),
                              told ? Cell(timeOfDay(sent->at), isoText(sent->at))
                                   : Cell(say("chưa", "not yet"), "-"),
                              told ? sent->channel : "-"});
    }
    document.blocks = {table};
    return document;
}

Document mcuDocument(const SessionState& session, Language say) {
    auto document = documentOf(
        "mcu-info",
        say("Tổng hợp thông tin MCU phục vụ phiên họp ", "MCUs of session ") + session.id,
        say);
    Table table{"mcus", "", {}, {}, ""};
    table.columns = {{"mcu", "MCU"},
                     {"owner", say("đơn vị", "owner")},
                     {"role", say("vai trò", "role")},
                     {"address", say("địa chỉ", "address")},
                     {"protocol", say("giao thức", "protocol")},
                     {"max_sites", say("sức chứa", "capacity"), true},
                     {"sites", say("điểm cầu", "sites"), true},
                     {"order_mode", say("nhận lệnh", "orders")},
                     {"program", say("phiên bản", "version")},
                     {"interop", say("khả năng kết nối", "fits")},
                     {"technicians", say("cán bộ kỹ thuật", "technicians")}};
    const auto cascade = planCascade(session.plan);
    for (std::size_t i = 0; i < session.plan.mcus.size(); ++i) {
        const auto& mcu = session.plan.mcus[i];
        std::string technicians;
        for (const auto& id : mcu.technicians) {
            if (const auto* contact = session.plan.contact(id)) {
                technicians += (technicians.empty() ? "" : "; ") + contact->name +
                               (contact->phone.empty() ? "" : " " + contact->phone);
            }
        }
        table.rows.push_back({mcu.id,
                              orDash(session.plan.organisationName(mcu.organisation)),
                              mcu.role,
                              orDash(mcu.address),
                              orDash(mcu.protocol.empty() ? "sip" : mcu.protocol),
                              mcu.maxSites == 0 ? "-" : std::to_string(mcu.maxSites),
                              std::to_string(cascade.mcus[i].sites),
                              mcu.orderMode,
                              orDash(programOf(session, mcu.id)),
                              interopVerdict(session, mcu.id, say),
                              orDash(technicians)});
    }
    document.blocks = {table};
    return document;
}

Document contactsDocument(const SessionState& session, Language say) {
    auto document = documentOf(
        "contacts", say("Danh sách đầu mối phiên họp ", "Contacts of session ") + session.id, say);
    Table technicians{"technicians",
                      say("Cán bộ kỹ thuật điều khiển MCU", "MCU technicians"),
                      {},
                      {},
                      say("chưa có", "none")};
    technicians.columns = {{"name", say("họ tên", "name")},
                           {"organisation", say("đơn vị", "organisation")},
                           {"role", say("nhiệm vụ", "duty")},
                           {"phone", say("điện thoại", "phone")},
                           {"email", say("thư điện tử", "e-mail")},
                           {"on_call", say("trực", "on call")}};
    for (const auto& contact : session.plan.contacts) {
        technicians.rows.push_back({contact.name,
                                    session.plan.organisationName(contact.organisation),
                                    orDash(contact.role),
                                    orDash(contact.phone),
                                    orDash(contact.email),
                                    orDash(contact.onCall)});
    }
    Table rooms{
        "rooms", say("Cán bộ phòng họp tại điểm cầu", "Room officers at the sites"), {}, {}, ""};
    rooms.columns = {{"id", say("mã", "id")},
                     {"site", say("điểm cầu", "site")},
                     {"name", say("họ tên", "name")},
                     {"phone", say("điện thoại", "phone")},
                     {"on_call", say("trực", "on call")}};
    for (const auto& site : session.plan.sites) {
        rooms.rows.push_back(
            {site.id,
             site.name,
             site.contact.name.empty() ? say("THIẾU", "MISSING") : site.contact.name,
             site.contact.phone.empty() ? say("THIẾU", "MISSING") : site.contact.phone,
             orDash(site.contact.onCall)});
    }
    document.blocks = {technicians, rooms};
    return document;
}

Document connectionDocument(const SessionState& session, Language say) {
    auto document =
        documentOf("connections",
                   say("Thông tin kết nối phiên họp ", "Connections of session ") + session.id,
                   say);
    Table table{"sites", "", {}, {}, ""};
    table.columns = {{"id", say("mã", "id")},
                     {"site", say("điểm cầu", "site")},
                     {"mcu", "MCU"},
                     {"protocol", say("giao thức", "protocol")},
                     {"address", say("địa chỉ", "address")},
                     {"line", say("đường truyền", "line")},
                     {"rate_kbps", "kbit/s", true},
                     {"credential", say("mật khẩu lưu tại", "secret kept at")}};
    for (const auto& site : session.plan.sites) {
        table.rows.push_back({site.id,
                              site.name,
                              site.mcu,
                              site.protocol,
                              orDash(site.address),
                              {lineText(site.line, say), site.line},
                              std::to_string(site.rateKbps),
                              orDash(site.credential)});
    }
    document.blocks = {table,
                       Paragraph{say("Mã hóa: ", "Encryption: ") + session.plan.policy.encryption}};
    return document;
}

}  // namespace mcu::session
