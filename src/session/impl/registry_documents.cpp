// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/registry_documents.h"

#include <map>

namespace mcu::session {

namespace {

std::string orDash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string countsText(const std::vector<const SiteEntry*>& sites,
                       const Levels& levels,
                       Language say) {
    std::map<int, std::size_t> counts;
    for (const auto* site : sites) {
        ++counts[levels.rankOf(site->level)];
    }
    std::string text = std::to_string(sites.size()) + say(" điểm cầu", " sites");
    for (const auto& [rank, count] : counts) {
        const auto& id = levels.all()[static_cast<std::size_t>(rank)].id;
        text += " · " + levels.nameOf(id, say.vietnamese) + " " + std::to_string(count);
    }
    return text;
}

}  // namespace

std::string lineText(const std::string& line, Language say) {
    if (line == "private") {
        return say("kênh riêng", "private line");
    }
    if (line == "vpn") {
        return "VPN";
    }
    return line == "internet" ? "Internet" : line;
}

Document registryDocument(const std::vector<const SiteEntry*>& sites,
                          const Levels& levels,
                          Language say) {
    Document document{
        "registry", say("Danh sách điểm cầu", "Register of sites"), say("vi", "en"), {}};
    Table table{"sites", "", {}, {}, say("không có điểm cầu nào", "no sites")};
    table.columns = {{"id", say("mã", "id")},
                     {"name", say("điểm cầu", "site")},
                     {"level", say("cấp", "level")},
                     {"owner", say("đơn vị", "owner")},
                     {"mcu", "MCU"},
                     {"line", say("đường truyền", "line")},
                     {"rate_kbps", "kbit/s", true}};
    for (const auto* site : sites) {
        table.rows.push_back({site->id,
                              site->name,
                              {levels.nameOf(site->level, say.vietnamese), site->level},
                              orDash(site->owner),
                              orDash(site->mcu),
                              {lineText(site->line, say), site->line},
                              std::to_string(site->rateKbps)});
    }
    document.blocks = {table, Paragraph{countsText(sites, levels, say)}};
    return document;
}

Document siteDocument(const SiteEntry& site,
                      const Registry& registry,
                      const Levels& levels,
                      Language say) {
    Document document{"site", site.name + " (" + site.id + ")", say("vi", "en"), {}};
    Facts facts{"site", "", {}};
    const auto add = [&](const char* key, const std::string& label, const Cell& value) {
        if (!value.text.empty()) {
            facts.facts.push_back({key, label, value});
        }
    };
    const auto* parent = registry.find(site.parent);
    add("id", say("mã", "id"), site.id);
    add("name", say("tên", "name"), site.name);
    add("level", say("cấp", "level"), {levels.nameOf(site.level, say.vietnamese), site.level});
    add("parent",
        say("trực thuộc", "belongs to"),
        {parent == nullptr ? site.parent : parent->name, site.parent});
    add("unit", say("mã đơn vị hành chính", "administrative code"), site.unit);
    add("alias", say("tên tắt", "aliases"), joined(site.aliases, ", "));
    add("owner", say("đơn vị quản lý", "owner"), site.owner);
    add("mcu", "MCU", site.mcu);
    add("protocol", say("giao thức", "protocol"), site.protocol);
    add("address", say("địa chỉ", "address"), site.address);
    add("backup_address", say("địa chỉ dự phòng", "backup address"), site.backupAddress);
    add("line", say("đường truyền", "line"), {lineText(site.line, say), site.line});
    add("rate_kbps", say("tốc độ, kbit/s", "rate, kbit/s"), std::to_string(site.rateKbps));
    add("device", say("thiết bị", "device"), site.device);
    add("presets", say("vị trí camera lưu sẵn", "camera presets"), joined(site.presets, ", "));
    add("relay", say("chuyển tiếp", "relay"), site.relay);
    add("credential", say("mật khẩu lưu tại", "secret kept at"), site.credential);
    add("contact", say("đầu mối", "contact"), site.contact.name);
    add("phone", say("điện thoại", "phone"), site.contact.phone);
    add("email", say("thư điện tử", "e-mail"), site.contact.email);
    add("on_call", say("trực", "on call"), site.contact.onCall);
    add("group", say("nhóm", "groups"), joined(site.groups, ", "));
    add("note", say("ghi chú", "note"), site.note);
    document.blocks = {facts};
    return document;
}

}  // namespace mcu::session
