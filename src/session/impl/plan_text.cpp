// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/plan_text.h"

#include <map>

#include "session/local_time.h"

namespace mcu::session {

namespace {

std::string listOf(const std::vector<std::string>& values) {
    std::string text = "[";
    for (const auto& value : values) {
        text += (text.size() > 1 ? ", " : "") + yamlQuoted(value);
    }
    return text + "]";
}

std::string mcuLine(const PlanMcu& mcu) {
    std::string line = "  - {id: " + yamlQuoted(mcu.id) + ", role: " + mcu.role;
    const auto add = [&line](const char* key, const std::string& value) {
        line += value.empty() ? "" : std::string(", ") + key + ": " + yamlQuoted(value);
    };
    add("name", mcu.name);
    add("org", mcu.organisation);
    add("parent", mcu.parent);
    add("address", mcu.address);
    line += mcu.maxSites > 0 ? ", max_sites: " + std::to_string(mcu.maxSites) : "";
    line += mcu.protocol.empty() ? "" : ", protocol: " + mcu.protocol;
    line += ", control: " + mcu.control + ", order_mode: " + mcu.orderMode +
            ", uplinks: " + std::to_string(mcu.uplinks) +
            ", technicians: " + listOf(mcu.technicians);
    return line + "}\n";
}

std::string contactLine(const Contact& contact) {
    std::string line = "  - {id: " + yamlQuoted(contact.id) + ", name: " + yamlQuoted(contact.name);
    const auto add = [&line](const char* key, const std::string& value) {
        line += value.empty() ? "" : std::string(", ") + key + ": " + yamlQuoted(value);
    };
    add("org", contact.organisation);
    add("role", contact.role);
    add("phone", contact.phone);
    add("email", contact.email);
    add("oncall", contact.onCall);
    return line + "}\n";
}

/// One MCU for each that the register names, below this server.
std::vector<PlanMcu> mcusOf(const AdHocPlan& adHoc, const Registry& registry) {
    std::map<std::string, std::string> owners;
    for (const auto& site : registry.sites()) {
        if (!site.mcu.empty() && site.mcu != adHoc.self) {
            owners.emplace(site.mcu, site.owner);
        }
    }
    PlanMcu master;
    master.id = adHoc.self;
    master.role = "master";
    master.organisation = adHoc.organisation;
    std::vector<PlanMcu> mcus = {master};
    for (const auto& [id, owner] : owners) {
        PlanMcu slave;
        slave.id = id;
        slave.role = "slave";
        slave.organisation = owner;
        slave.parent = adHoc.self;
        mcus.push_back(slave);
    }
    return mcus;
}

}  // namespace

std::string yamlQuoted(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + "\"";
}

std::string adHocText(const AdHocPlan& adHoc, const Registry& registry, const Plan* last) {
    std::string text = "schema: hnth-plan/1\nsession:\n  id: " + yamlQuoted(adHoc.id) +
                       "\n  title: " + yamlQuoted(adHoc.title) + "\n  kind: adhoc\n";
    text += adHoc.via.empty() ? "" : "  via: " + yamlQuoted(adHoc.via) + "\n";
    text += "  received_at: " + isoText(adHoc.received) +
            "\n  connect_at: " + isoText(adHoc.connect) + "\n  start: " + isoText(adHoc.start) +
            "\nmcus:\n";
    for (const auto& mcu : last == nullptr ? mcusOf(adHoc, registry) : last->mcus) {
        text += mcuLine(mcu);
    }
    if (last != nullptr && !last->organisations.empty()) {
        text += "organisations:\n";
        for (const auto& organisation : last->organisations) {
            text += "  - {id: " + yamlQuoted(organisation.id) +
                    ", name: " + yamlQuoted(organisation.name) + "}\n";
        }
    }
    if (last != nullptr && !last->contacts.empty()) {
        text += "contacts:\n";
        for (const auto& contact : last->contacts) {
            text += contactLine(contact);
        }
    }
    text += "sites:\n  - {id: " + yamlQuoted(adHoc.chair) + ", chair: true}\ninclude: [" +
            yamlQuoted(adHoc.include) +
            "]\nscript:\n  - {cue: 1, title: \"Chủ tọa\", layout: full, "
            "show: [" +
            yamlQuoted(adHoc.chair) +
            "]}\n  - {cue: 2, title: \"Chủ tọa gọi các điểm cầu\", layout: on-request, callable: "
            "all}\n";
    return text;
}

}  // namespace mcu::session
