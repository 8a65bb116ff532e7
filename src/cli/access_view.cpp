// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access_view.h"

#include <string>
#include <vector>

#include "cli/access_words.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kRightColumns = 26;
constexpr std::size_t kNameColumns = 13;
constexpr std::size_t kRoleColumns = 9;
constexpr std::size_t kPersonColumns = 16;

template <typename Words>
std::string listed(const Words& words) {
    return join({words.begin(), words.end()}, ", ");
}

Line everybodyLine() {
    return {"! " + tr("the configuration names nobody: whoever can connect may do everything"),
            Shade::warning};
}

/// Narrow enough for seven columns.
std::string markOf(const std::string& extent) {
    return extent == "all"                ? "all"
           : extent == "own-server"       ? "server"
           : extent == "own-organisation" ? "unit"
           : extent == "own-sites"        ? "site"
                                          : "-";
}

std::string knownBy(const v1::PersonView& person) {
    std::vector<std::string> parts;
    if (!person.unix_user().empty()) {
        parts.push_back("unix " + person.unix_user());
    }
    if (!person.common_name().empty()) {
        std::string name = "CN=" + person.common_name();
        name += person.certificate_organisation().empty()
                    ? ""
                    : ", O=" + person.certificate_organisation();
        name += person.certificate_unit().empty() ? "" : ", OU=" + person.certificate_unit();
        parts.push_back(name);
    }
    if (person.mcus_size() + person.sites_size() > 0) {
        parts.push_back(
            tr("own: {list}",
               {{"list", join({listed(person.mcus()), listed(person.sites())}, ", ")}}));
    }
    return join(parts, "  ");
}

}  // namespace

Lines whoAmILines(const v1::WhoAmIReply& who) {
    Lines lines;
    if (!who.known()) {
        lines.push_back(
            {tr("{server} does not know you by {by}", {{"server", who.server()}, {"by", who.by()}}),
             Shade::bad});
        return lines;
    }
    const std::string name = who.name().empty() ? "?" : who.name();
    lines.push_back({name + "  " + roleText(who.role()) + " (" + who.role() + ")" +
                         (who.organisation().empty() ? "" : "  " + who.organisation()),
                     Shade::strong});
    lines.push_back(
        {tr("known by {by}, from {origin}", {{"by", who.by()}, {"origin", who.origin()}}), {}});
    lines.push_back({tr("server {server} of {organisation}",
                        {{"server", who.server()}, {"organisation", who.server_organisation()}}),
                     {}});
    if (who.mcus_size() + who.sites_size() > 0) {
        lines.push_back(
            {tr("own: {list}", {{"list", join({listed(who.mcus()), listed(who.sites())}, ", ")}}),
             {}});
    }
    if (who.everybody()) {
        lines.push_back(everybodyLine());
    }
    for (const auto& right : who.rights()) {
        const bool held = right.extent() != "none";
        lines.push_back({"  " + padded(rightText(right.right()), kRightColumns) + " " +
                             extentText(right.extent()),
                         held ? std::nullopt : std::optional(Shade::faint)});
    }
    return lines;
}

Lines rightsLines(const v1::RightsReply& rights) {
    Lines lines;
    std::string head = padded("", kNameColumns);
    for (const auto& role : rights.roles()) {
        head += padded(cut(role.role(), kRoleColumns - 1), kRoleColumns);
    }
    lines.push_back({head, Shade::strong});
    const int count = rights.roles().empty() ? 0 : rights.roles(0).rights_size();
    for (int i = 0; i < count; ++i) {
        std::string line = padded(rights.roles(0).rights(i).right(), kNameColumns);
        for (const auto& role : rights.roles()) {
            line += padded(markOf(role.rights(i).extent()), kRoleColumns);
        }
        lines.push_back({line, {}});
    }
    lines.push_back({tr("site: own sites; unit: and all of a server of the own organisation; "
                        "server: there alone"),
                     Shade::faint});
    lines.push_back({"", {}});
    if (rights.everybody()) {
        lines.push_back(everybodyLine());
    }
    for (const auto& person : rights.people()) {
        lines.push_back({padded(person.name(), kPersonColumns) + " " +
                             padded(person.role(), kPersonColumns) + " " +
                             padded(person.organisation(), kPersonColumns) + " " + knownBy(person),
                         {}});
    }
    lines.push_back({tr("acts refused since the start: {count}",
                        {{"count", std::to_string(rights.refusals())}}),
                     {}});
    return lines;
}

}  // namespace mcu::cli
