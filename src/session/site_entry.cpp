// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/site_entry.h"

namespace mcu::session {

std::string uriOf(const std::string& protocol, const std::string& address) {
    if (address.empty() || address.find(':') < address.find('.')) {
        return address;  // "sip:room@host"
    }
    return (protocol.empty() ? "sip" : protocol) + ":" + address;
}

conference::SiteRecord recordOf(const SiteEntry& site) {
    conference::SiteRecord record;
    record.id = {site.id};
    record.name = site.name;
    record.shortName = site.shortName;
    record.aliases = site.aliases;
    record.level = site.level;
    record.uri = uriOf(site.protocol, site.address);
    record.backupUri = uriOf(site.protocol, site.backupAddress);
    record.maxKbps = site.rateKbps;
    record.phone = site.contact.phone;
    if (site.relay == "matrix" || site.relay == "upstream") {
        record.relay = site.relay;
    }
    return record;
}

std::string joined(const std::vector<std::string>& values, const char* between) {
    std::string text;
    for (const auto& value : values) {
        text += (text.empty() ? "" : between) + value;
    }
    return text;
}

}  // namespace mcu::session
