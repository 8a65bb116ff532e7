// SPDX-License-Identifier: GPL-3.0-or-later
// What MCUs have in common (PL3-01), and whether one above us is ready to be connected (ORG-02).
#include <algorithm>
#include <map>
#include <utility>

#include "session/impl/documents.h"
#include "session/interop.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

using State = InteropItem::State;
using Words = std::map<std::string, std::pair<const char*, const char*>>;

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string wordIn(const Words& words, const std::string& name, Language say) {
    const auto found = words.find(name);
    return found == words.end() ? name : say(found->second.first, found->second.second);
}

std::string itemText(const std::string& name, Language say) {
    static const Words kItems = {{"link", {"đường nối", "link"}},
                                 {"reach", {"gọi được", "can be reached"}},
                                 {"protocol", {"giao thức", "protocol"}},
                                 {"program", {"phần mềm, phiên bản", "program and version"}},
                                 {"audio", {"mã hóa tiếng (codec)", "audio codec"}},
                                 {"video", {"mã hóa hình (codec)", "video codec"}},
                                 {"rate", {"tốc độ hình, đây / kia", "picture rate, here / there"}},
                                 {"uplinks", {"số đường hình lên", "up-links"}},
                                 {"encryption", {"bảo mật đường truyền", "encryption"}},
                                 {"clock", {"lệch đồng hồ", "clocks apart"}},
                                 {"certificate", {"chứng thư còn hạn", "certificate valid for"}},
                                 {"call", {"gọi thử", "test call"}},
                                 {"picture_in", {"hình về", "picture in"}},
                                 {"picture_out", {"hình đi", "picture out"}},
                                 {"sound_in", {"tiếng về", "sound in"}},
                                 {"sound_out", {"tiếng đi", "sound out"}},
                                 {"kbps_in", {"tốc độ nhận", "rate received"}},
                                 {"loss", {"mất gói", "loss"}},
                                 {"jitter", {"rung pha (jitter)", "jitter"}},
                                 {"round_trip", {"trễ khứ hồi", "round trip"}},
                                 {"echo", {"tiếng vọng", "echo"}},
                                 {"loop", {"hình quay vòng", "picture loop"}}};
    return wordIn(kItems, name, say);
}

/// Codes as people say them; anything else stays.
std::string valueText(const std::string& value, Language say) {
    static const Words kValues = {
        {"up", {"đang nối", "up"}},
        {"down", {"chưa nối", "down"}},
        {"same", {"giống nhau", "the same"}},
        {"clear", {"KHÔNG mã hóa", "IN CLEAR"}},
        {"required", {"bắt buộc", "required"}},
        {"preferred", {"ưu tiên", "preferred"}},
        {"disabled", {"tắt", "disabled"}},
        {"none", {"không có", "none"}},
        {"good", {"tốt", "good"}},
        {"packets", {"có gói tin", "packets came"}},
        {"silence", {"im lặng", "silence"}},
        {"no-report", {"bên kia không báo lại", "the other end reports nothing"}},
        {"no address", {"không có địa chỉ", "no address"}},
        {"not configured",
         {"máy chủ này chưa khai báo", "not in the configuration of this server"}}};
    return orDash(wordIn(kValues, value, say));
}

std::string stateText(State state, Language say) {
    return state == State::fits      ? say("KHỚP", "FITS")
           : state == State::warns   ? say("LƯU Ý", "LOOK")
           : state == State::differs ? say("KHÔNG KHỚP", "DOES NOT FIT")
                                     : say("chưa biết", "not known");
}

/// What a technician does about an item that does not fit.
std::string adviceText(const InteropItem& item, Language say) {
    static const Words kAdvice = {
        {"link",
         {"kết nối hai MCU: mcuctl cascade status, cascade connect",
          "link the two: mcuctl cascade status, cascade connect"}},
        {"reach",
         {"kiểm tra địa chỉ, tường lửa, đầu mối bên kia; mcuctl check upstream",
          "check address, firewall, the contact there; mcuctl check upstream"}},
        {"protocol", {"thống nhất giao thức trong phương án", "agree the protocol in the plan"}},
        {"program",
         {"nâng cấp MCU cũ hơn trước phiên họp", "bring the older MCU up to date beforehand"}},
        {"audio",
         {"thống nhất codec tiếng: media.audio của phương án, cấu hình hai MCU",
          "agree audio codecs: media.audio of the plan, configuration of both"}},
        {"video",
         {"thống nhất codec hình: media.video của phương án, cấu hình hai MCU",
          "agree the video codec: media.video of the plan, configuration of both"}},
        {"rate",
         {"đặt max_kbps của hai đầu bằng media.video.cascade_rate_kbps",
          "set max_kbps of both ends to media.video.cascade_rate_kbps"}},
        {"uplinks",
         {"tăng uplinks ở cấu hình hai MCU, hoặc giảm trong phương án",
          "raise uplinks in both configurations, or lower them in the plan"}},
        {"encryption",
         {"bật SRTP, TLS (hoặc H.235) ở cả hai đầu",
          "switch SRTP and TLS (or H.235) on, both ends"}},
        {"clock",
         {"đồng bộ giờ hai máy với cùng máy chủ NTP", "set both clocks by the same NTP server"}},
        {"certificate",
         {"gia hạn: mcuctl cert renew, gửi thư mục cho bên kia",
          "renew it: mcuctl cert renew, send the folder"}},
        {"call",
         {"khai báo là điểm cầu và thêm vào phòng họp: mcuctl site put, site add",
          "make it a site of the conference: mcuctl site put, site add"}},
        {"echo",
         {"bên kia trả tiếng của ta: nhờ tắt đường trả",
          "they return our sound: ask them to stop"}},
        {"loop",
         {"bên kia trả hình của ta: nhờ tắt đường trả",
          "they return our picture: ask them to stop"}}};
    if (item.state != State::differs && item.state != State::warns) {
        return "-";
    }
    const auto found = kAdvice.find(item.name);
    return found == kAdvice.end() ? say("đo lại, kiểm tra đường truyền với bên kia",
                                        "measure again, look at the line with the other end")
                                  : say(found->second.first, found->second.second);
}

std::string roleText(const std::string& role, Language say) {
    static const Words kRoles = {{"master", {"cấp trên", "master"}},
                                 {"slave", {"cấp dưới", "slave"}},
                                 {"upstream", {"hệ thống ngoài", "foreign, above"}}};
    return wordIn(kRoles, role, say);
}

std::string howText(const std::string& how, Language say) {
    static const Words kHow = {{"link", {"kênh điều khiển", "control channel"}},
                               {"probe", {"dò thử", "probe"}},
                               {"call", {"gọi thử, đo", "test call"}},
                               {"none", {"chưa kiểm tra được", "not checked"}}};
    return wordIn(kHow, how, say);
}

void addRows(Table& table, const Interop& interop, Language say) {
    for (const auto& item : interop.items) {
        table.rows.push_back({interop.mcu,
                              {itemText(item.name, say), item.name},
                              {valueText(item.wanted, say), orDash(item.wanted)},
                              {valueText(item.found, say), orDash(item.found)},
                              {stateText(item.state, say), std::string(nameOf(item.state))},
                              adviceText(item, say)});
    }
}

Table itemTable(const char* key, std::string title, Language say) {
    Table table{key,
                std::move(title),
                {},
                {},
                say("chưa so sánh; chạy mcuctl check interop",
                    "not compared yet; run mcuctl check interop")};
    table.columns = {{"mcu", "MCU"},
                     {"item", say("nội dung", "item")},
                     {"wanted", say("theo phương án", "wanted")},
                     {"found", say("thực tế", "found")},
                     {"result", say("kết quả", "result")},
                     {"advice", say("việc cần làm", "what to do")}};
    return table;
}

Table mcuTable(const std::vector<const Interop*>& all, Language say) {
    Table table{"mcus", "", {}, {}, ""};
    table.columns = {{"mcu", "MCU"},
                     {"role", say("vai trò", "role")},
                     {"how", say("biết qua", "known by")},
                     {"at", say("lúc", "at")},
                     {"by", say("người kiểm tra", "by")},
                     {"verdict", say("kết luận", "verdict")}};
    for (const auto* each : all) {
        const auto state = each->has(State::differs) ? State::differs
                           : each->has(State::warns) ? State::warns
                           : each->has(State::fits)  ? State::fits
                                                     : State::unknown;
        table.rows.push_back({each->mcu,
                              {roleText(each->role, say), each->role},
                              {howText(each->how, say), each->how},
                              {dayAndTime(each->at), isoText(each->at)},
                              each->actor,
                              {stateText(state, say), std::string(nameOf(state))}});
    }
    return table;
}

/// A foreign MCU that was checked by itself is not taken from an older probe.
std::vector<const Interop*> allOf(const SessionState& session) {
    std::vector<const Interop*> all;
    for (const auto& [mcu, each] : session.interop) {
        if (!session.upstream.contains(mcu)) {
            all.push_back(&each);
        }
    }
    for (const auto& [mcu, each] : session.upstream) {
        all.push_back(&each);
    }
    return all;
}

}  // namespace

Cell interopVerdict(const SessionState& session, const std::string& mcu, Language say) {
    for (const auto* each : allOf(session)) {
        if (each->mcu == mcu) {
            return mcuTable({each}, say).rows.front().back();
        }
    }
    return {"-", "-"};
}

Table interopTable(const SessionState& session, Language say) {
    auto table =
        itemTable("interop", say("Khả năng kết nối giữa các MCU", "MCUs against each other"), say);
    for (const auto* each : allOf(session)) {
        addRows(table, *each, say);
    }
    return table;
}

Document interopDocument(const SessionState& session, Language say) {
    auto document = documentOf("interop",
                               say("Kiểm tra khả năng kết nối giữa các MCU, phiên họp ",
                                   "MCUs against each other, session ") +
                                   session.id,
                               say);
    const auto all = allOf(session);
    auto table = interopTable(session, say);
    table.title.clear();
    if (!all.empty()) {
        document.blocks.emplace_back(mcuTable(all, say));
    }
    document.blocks.emplace_back(std::move(table));
    return document;
}

Document upstreamDocument(const SessionState& session, Language say) {
    auto document = documentOf("upstream",
                               say("Sẵn sàng kết nối hệ thống ngoài, phiên họp ",
                                   "Readiness to connect to foreign MCUs, session ") +
                                   session.id,
                               say);
    auto table = itemTable("upstream", "", say);
    table.whenEmpty = say("chưa kiểm tra; chạy mcuctl check upstream",
                          "not checked yet; run mcuctl check upstream");
    std::vector<const Interop*> all;
    for (const auto& [mcu, each] : session.upstream) {
        all.push_back(&each);
        addRows(table, each, say);
    }
    if (!all.empty()) {
        document.blocks.emplace_back(mcuTable(all, say));
    }
    document.blocks.emplace_back(std::move(table));
    Table before{"history", say("Các lần kiểm tra", "All checks"), {}, {}, ""};
    before.columns = {{"at", say("lúc", "at")},
                      {"mcu", "MCU"},
                      {"by", say("người kiểm tra", "by")},
                      {"how", say("cách", "how")},
                      {"result", say("kết quả", "result")}};
    for (const auto& record : session.records) {
        if (record.kind == "upstream") {
            const auto each = interopOf(record);
            const auto state = each.has(State::differs) ? State::differs : State::fits;
            before.rows.push_back({{dayAndTime(record.at), isoText(record.at)},
                                   record.subject,
                                   record.actor,
                                   {howText(each.how, say), each.how},
                                   {stateText(state, say), std::string(nameOf(state))}});
        }
    }
    if (!before.rows.empty()) {
        document.blocks.emplace_back(std::move(before));
    }
    return document;
}

}  // namespace mcu::session
