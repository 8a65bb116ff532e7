// SPDX-License-Identifier: GPL-3.0-or-later
// GEN-01: how the server is secured, as evidence for the dossier of a level-3 system.
#include <array>
#include <map>
#include <utility>

#include "session/impl/documents.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

using Words = std::map<std::string, std::pair<const char*, const char*>>;

struct Section {
    const char* key;
    const char* vietnamese;
    const char* english;
};

constexpr std::array kSections = {
    Section{"channels", "Kênh quản trị và báo hiệu", "Administration and signalling"},
    Section{"ports", "Cổng mở", "Ports"},
    Section{"media", "Mã hóa hình, tiếng", "Encryption of picture and sound"},
    Section{"certificates", "Chứng thư số của máy chủ", "Certificates of the server"},
    Section{"access", "Ai được kết nối", "Who may connect"},
    Section{"limits", "Giới hạn", "Limits"},
    Section{"logs", "Nhật ký, đồng hồ, lưu trữ", "Logs, clock, storage"},
    Section{"process", "Quyền của tiến trình", "Rights of the process"},
    Section{"software", "Phần mềm và thư viện", "Software and libraries"}};

std::string wordIn(const Words& words, const std::string& name, Language say) {
    const auto found = words.find(name);
    return found == words.end() ? name : say(found->second.first, found->second.second);
}

std::string keyText(const std::string& key, Language say) {
    static const Words kKeys = {
        {"control.tcp", {"điều khiển từ xa (TCP)", "remote control (TCP)"}},
        {"control.socket", {"điều khiển tại chỗ (socket, quyền)", "local control (socket, mode)"}},
        {"sip", {"báo hiệu SIP", "SIP signalling"}},
        {"h323", {"báo hiệu H.323", "H.323 signalling"}},
        {"cascade", {"kết nối MCU", "links of MCUs"}},
        {"srtp", {"bộ mã SRTP", "SRTP suites"}},
        {"h235", {"mã hóa H.323", "encryption of H.323"}},
        {"trunks", {"đường nối MCU", "trunks between MCUs"}},
        {"conference", {"chính sách phòng họp", "policy of a conference"}},
        {"recording", {"ghi hình", "recording"}},
        {"rooms.password", {"điểm cầu có mật khẩu", "rooms with a password"}},
        {"registrar", {"nhận đăng ký SIP", "takes SIP registrations"}},
        {"conference.unlisted", {"người gọi ngoài danh sách", "callers that are not on the list"}},
        {"cascade.slaves", {"MCU cấp dưới được nối", "slaves that may link"}},
        {"cascade.master", {"MCU cấp trên", "master"}},
        {"cascade.revocation", {"danh sách thu hồi", "revocation list"}},
        {"sip.calls", {"cuộc gọi SIP tối đa", "most SIP calls"}},
        {"h323.calls", {"cuộc gọi H.323 tối đa", "most H.323 calls"}},
        {"h323.connections", {"kết nối H.323", "H.323 connections"}},
        {"h323.message", {"bản tin H.323 tối đa", "longest H.323 message"}},
        {"control.watchers", {"người theo dõi chậm", "watchers that lag"}},
        {"log.file", {"nhật ký", "log"}},
        {"log.retention", {"thời gian lưu nhật ký", "how long logs are kept"}},
        {"records", {"hồ sơ phiên họp", "records of sessions"}},
        {"clock", {"đồng hồ theo máy chủ thời gian", "clock kept by a time server"}},
        {"disk", {"đĩa lưu trữ", "disk of the state"}},
        {"user", {"chạy dưới người dùng", "runs as user"}},
        {"new_privileges", {"được nâng quyền", "may gain privileges"}},
        {"capabilities", {"quyền đặc biệt (CapEff)", "capabilities (CapEff)"}},
        {"build_id", {"mã bản dựng", "build id"}}};
    return wordIn(kKeys, key, say);
}

std::string valueText(const std::string& value, Language say) {
    static const Words kValues = {{"closed", {"đóng", "closed"}},
                                  {"not configured", {"không dùng", "not configured"}},
                                  {"none", {"không có", "none"}},
                                  {"yes", {"có", "yes"}},
                                  {"no", {"không", "no"}},
                                  {"kept", {"có", "kept"}},
                                  {"not kept", {"KHÔNG", "NOT KEPT"}},
                                  {"no list", {"không có danh sách", "no list"}}};
    return wordIn(kValues, value, say);
}

std::string joinedIds(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) {
        text += (text.empty() ? "" : " ") + id;
    }
    return text;
}

Table sectionTable(const Section& section, const HostFacts& host, Language say) {
    Table table{
        section.key, say(section.vietnamese, section.english), {}, {}, say("không có", "none")};
    table.columns = {{"key", say("nội dung", "item")},
                     {"value", say("đang áp dụng", "in force")},
                     {"requirements", say("yêu cầu", "requirements")}};
    for (const auto& line : host.evidence) {
        if (line.section == section.key) {
            table.rows.push_back({{keyText(line.key, say), line.key},
                                  {valueText(line.value, say), line.value},
                                  joinedIds(line.requirements)});
        }
    }
    return table;
}

}  // namespace

Document securityDocument(const HostFacts& host,
                          const std::string& server,
                          WallTime now,
                          Language say) {
    auto document = documentOf(
        "sec-report",
        say("Cấu hình an toàn thông tin đang áp dụng của ", "Security configuration in force of ") +
            server,
        say);
    Facts facts{"identity", "", {}};
    facts.facts = {
        {"server", say("máy chủ", "server"), server},
        {"at", say("lúc", "at"), {dayAndTime(now), isoText(now)}},
        {"software", say("phần mềm", "software"), host.software.empty() ? "-" : host.software},
        {"wrong_ports",
         say("cổng khác cấu hình", "ports not as configured"),
         std::to_string(host.wrongPorts.size())}};
    document.blocks.emplace_back(std::move(facts));
    for (const auto& section : kSections) {
        document.blocks.emplace_back(sectionTable(section, host, say));
    }
    document.blocks.emplace_back(Paragraph{
        say("Ký hiệu yêu cầu: xem docs/requirements.md. Không chứa mật khẩu, khóa.",
            "Requirement ids: see docs/requirements.md. Holds no passwords and no keys.")});
    return document;
}

}  // namespace mcu::session
