// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/gatekeeper_view.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/page.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kSiteColumns = 22;
constexpr std::size_t kNameColumns = 18;
constexpr std::size_t kAddressColumns = 21;

std::string stateText(std::string_view state) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 6> kStates = {
        {{"off", later("not registered")},
         {"discovering", later("is being looked for")},
         {"registering", later("registering")},
         {"registered", later("REGISTERED")},
         {"waiting", later("NOT REGISTERED, tried again soon")},
         {"leaving", later("leaving")}}};
    for (const auto& [word, text] : kStates) {
        if (word == state) {
            return tr(text);
        }
    }
    return std::string(state);
}

Line clientLine(const v1::GatekeeperStatus& status, const Globals& globals) {
    std::string line = tr("outside gatekeeper {address}", {{"address", status.address()}});
    if (!status.id().empty()) {
        line += " (" + status.id() + ")";
    }
    line += "  " + stateText(status.state());
    if (!status.cause().empty()) {
        line += ": " + serverText(status.cause(), globals.language);
    }
    const bool good = status.state() == "registered";
    const bool bad = status.state() == "waiting" || status.state() == "off";
    return {line,
            good  ? std::optional(Shade::good)
            : bad ? std::optional(Shade::bad)
                  : std::nullopt};
}

std::string namesOf(const v1::RegisteredRoom& room) {
    std::string names;
    for (const auto& name : room.names()) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

Line roomLine(const v1::RegisteredRoom& room) {
    const std::string site = room.site().empty()        ? tr("(not in the site list)")
                             : room.site_name().empty() ? room.site()
                                                        : siteText(room.site_name());
    return {padded(site, kSiteColumns) + " " + padded(namesOf(room), kNameColumns) + " " +
                padded(room.address(), kAddressColumns) + " " + room.product() +
                (room.authenticated() ? "  " + tr("password shown") : ""),
            std::nullopt};
}

}  // namespace

std::string renderGatekeeper(const v1::GatekeeperStatus& status, const Globals& globals) {
    Lines lines;
    if (status.client()) {
        lines.push_back(clientLine(status, globals));
    }
    if (status.built_in()) {
        lines.push_back({tr("own gatekeeper {id} at {address}: rooms {rooms}, calls {calls}",
                            {{"id", status.own_id()},
                             {"address", status.own_address()},
                             {"rooms", std::to_string(status.rooms_size())},
                             {"calls", std::to_string(status.own_calls())}}),
                         std::nullopt});
    }
    if (lines.empty()) {
        lines.push_back(
            {tr("no gatekeeper is configured: section h323, docs/configuration.md"), std::nullopt});
    }
    if (status.rooms_size() > 0) {
        lines.push_back({padded(tr("site"), kSiteColumns) + " " +
                             padded(tr("names"), kNameColumns) + " " +
                             padded(tr("address"), kAddressColumns) + " " + tr("product"),
                         Shade::faint});
    }
    for (const auto& room : status.rooms()) {
        lines.push_back(roomLine(room));
    }
    return rendered(lines, globals);
}

}  // namespace mcu::cli
