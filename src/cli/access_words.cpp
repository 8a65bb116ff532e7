// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access_words.h"

#include <array>
#include <utility>

#include "cli/text.h"

namespace mcu::cli {

namespace {

using Word = std::pair<std::string_view, const char*>;

template <std::size_t N>
std::string textOf(const std::array<Word, N>& words, std::string_view word) {
    for (const auto& [id, text] : words) {
        if (id == word) {
            return tr(text);
        }
    }
    return std::string(word);
}

}  // namespace

std::string roleText(std::string_view role) {
    static constexpr std::array<Word, 7> kRoles = {{{"admin", later("administrator")},
                                                    {"operator", later("MCU technician")},
                                                    {"slave-operator", later("slave technician")},
                                                    {"supervisor", later("supervisor")},
                                                    {"room", later("room officer")},
                                                    {"auditor", later("auditor")},
                                                    {"monitor", later("observer")}}};
    return textOf(kRoles, role);
}

std::string rightText(std::string_view right) {
    static constexpr std::array<Word, 18> kRights = {
        {{"view", later("see the state")},
         {"documents", later("read documents")},
         {"programme", later("steer the programme")},
         {"snapshots", later("take pictures")},
         {"channels", later("microphones, cameras")},
         {"calls", later("call sites")},
         {"conferences", later("open, close conferences")},
         {"site-list", later("keep the register")},
         {"links", later("links to MCUs")},
         {"orders", later("answer orders")},
         {"talk", later("messages of technicians")},
         {"plan", later("plans, notices")},
         {"agree", later("agree to a plan")},
         {"session", later("start, end sessions")},
         {"record", later("roll call, notes")},
         {"checks", later("technical checks")},
         {"incidents", later("work on incidents")},
         {"security", later("inspect security")}}};
    return textOf(kRights, right);
}

std::string extentText(std::string_view extent) {
    static constexpr std::array<Word, 5> kExtents = {
        {{"none", later("no")},
         {"own-sites", later("own sites")},
         {"own-organisation", later("own organisation")},
         {"own-server", later("server of the own organisation")},
         {"all", later("yes")}}};
    return textOf(kExtents, extent);
}

std::string rolesText(std::string_view roles) {
    std::string text;
    while (!roles.empty()) {
        const auto end = roles.find_first_of(" ,");
        const auto word = roles.substr(0, end);
        text += word == "or" ? tr("or") : roleText(word);
        if (end == std::string_view::npos) {
            break;
        }
        const auto next = roles.find_first_not_of(" ,", end);
        text += roles.substr(end, next == std::string_view::npos ? next : next - end);
        roles.remove_prefix(next == std::string_view::npos ? roles.size() : next);
    }
    return text;
}

}  // namespace mcu::cli
