// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run.h"

#include <algorithm>

#include "cli/command_tree.h"
#include "cli/help.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

Globals globalsFrom(const Surroundings& surroundings) {
    Globals globals;
    auto set = [&](std::string& to, const char* name) {
        if (auto value = surroundings.variable(name); !value.empty()) {
            to = std::move(value);
        }
    };
    set(globals.language, "MCUCTL_LANG");
    set(globals.server.server, "MCUCTL_SERVER");
    set(globals.conference, "MCUCTL_CONFERENCE");
    set(globals.organisation, "MCUCTL_ORG");
    set(globals.sessionId, "MCUCTL_SESSION");
    set(globals.server.serverCa, "MCUCTL_CA");
    set(globals.server.certificate, "MCUCTL_CERTIFICATE");
    set(globals.server.key, "MCUCTL_KEY");
    globals.actor = surroundings.loginName;
    globals.colour = surroundings.terminal && surroundings.variable("NO_COLOR").empty();
    globals.columns = surroundings.columns;
    globals.rows = surroundings.rows;
    return globals;
}

/// The language must be known before the grammar is built, whose help texts are translated.
void chooseLanguage(const std::vector<std::string>& arguments, Globals& globals) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--lang" && i + 1 < arguments.size()) {
            globals.language = arguments[i + 1];
        } else if (arguments[i].starts_with("--lang=")) {
            globals.language = arguments[i].substr(7);
        }
    }
    if (globals.language != "en") {
        globals.language = "vi";
    }
    setLanguage(globals.language);
}

}  // namespace

int run(const std::vector<std::string>& arguments,
        const Surroundings& surroundings,
        std::ostream& out,
        std::ostream& err) {
    Globals globals = globalsFrom(surroundings);
    chooseLanguage(arguments, globals);
    CommandTree tree(globals);
    try {
        tree.app().parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
        const CLI::App* at = &tree.app();
        while (!at->get_subcommands().empty()) {
            at = at->get_subcommands().front();
        }
        out << at->help();
        return static_cast<int>(Exit::done);
    } catch (const CLI::ParseError& error) {
        const auto fault = usageFault(error, tree.app());
        Session(globals, out, err).complain(fault.what, fault.advice);
        return static_cast<int>(Exit::usage);
    }
    Session session(globals, out, err);
    return static_cast<int>(tree.action()(session));
}

}  // namespace mcu::cli
