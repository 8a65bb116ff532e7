// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_tree.h"

#include <utility>

#include <CLI/Config.hpp>

#include "cli/access_verbs.h"
#include "cli/help.h"
#include "cli/incident_verbs.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

void addGlobalOptions(CLI::App& app, Globals& globals) {
    const auto group = tr("Options of every command");
    app.add_flag("--json", globals.json, tr("print JSON, for programs"))->group(group);
    app.add_option("--lang", globals.language, tr("language: vi or en (MCUCTL_LANG)"))
        ->check(CLI::IsMember({"vi", "en"}))
        ->type_name("LANG")
        ->group(group);
    app.add_option(
           "--server", globals.server.server, tr("server: unix:PATH or HOST:PORT (MCUCTL_SERVER)"))
        ->type_name("ADDRESS")
        ->group(group);
    app.add_option("--conference",
                   globals.conference,
                   tr("conference; not needed while there is one only (MCUCTL_CONFERENCE)"))
        ->type_name("ID")
        ->group(group);
    app.add_option("--actor", globals.actor, tr("who gives the command; else the login name"))
        ->type_name("NAME")
        ->group(group);
    app.add_option("--org",
                   globals.organisation,
                   tr("organisation of who gives the command, for example vnpt (MCUCTL_ORG)"))
        ->type_name("ORG")
        ->group(group);
    app.add_option("--session",
                   globals.sessionId,
                   tr("session; not needed while one only has not ended (MCUCTL_SESSION)"))
        ->type_name("ID")
        ->group(group);
    app.add_option("--why",
                   globals.why,
                   tr("why something is shown outside the script; kept in the report"))
        ->type_name("TEXT")
        ->group(group);
    app.add_option_function<double>(
           "--timeout",
           [&globals](double seconds) {
               globals.server.deadline =
                   std::chrono::milliseconds(static_cast<int>(seconds * 1000));
           },
           tr("seconds to wait for the server (10)"))
        ->check(CLI::Range(0.1, 3600.0))
        ->type_name("SECONDS")
        ->group(group);
    app.add_flag_callback(
           "--no-color", [&globals] { globals.colour = false; }, tr("no colours (NO_COLOR)"))
        ->group(group);
    app.add_option("--ca",
                   globals.server.serverCa,
                   tr("PEM file: who signs the server's certificate (MCUCTL_CA)"))
        ->type_name("FILE")
        ->group(group);
    app.add_option("--certificate",
                   globals.server.certificate,
                   tr("PEM file: our certificate (MCUCTL_CERTIFICATE)"))
        ->type_name("FILE")
        ->group(group);
    app.add_option("--key", globals.server.key, tr("PEM file: our key (MCUCTL_KEY)"))
        ->type_name("FILE")
        ->group(group);
}

}  // namespace

CommandTree::CommandTree(Globals& globals)
    : app_(tr("Steers an HNTH MCU: conferences of rooms, their pictures and sound."), "mcuctl") {
    app_.formatter(std::make_shared<HelpFormatter>());
    app_.set_help_flag("-h,--help", tr("this help"));
    app_.option_defaults()->group(tr("Options"));
    app_.fallthrough();
    app_.require_subcommand(1);
    addGlobalOptions(app_, globals);
    addLiveWords(*this);
    addInformation(*this);
    addWhoAmI(*this);
    addConferenceVerbs(*this);
    addSiteVerbs(*this);
    addViewVerbs(*this);
    addCascadeVerbs(*this);
    addIncidentVerbs(*this);
    addRegistryVerbs(*this);
    addPlanVerbs(*this);
    addSessionVerbs(*this);
    addCheckVerbs(*this);
    addReportVerbs(*this);
    addGatekeeperVerbs(*this);
    addSecurityVerbs(*this);
    addCertVerbs(*this);
}

CLI::App& CommandTree::noun(const std::string& name, const std::string& help) {
    auto* noun = app_.add_subcommand(name, help);
    noun->require_subcommand(1);
    noun->group(tr("Nouns, each with verbs (mcuctl NOUN --help)"));
    return *noun;
}

CLI::App& CommandTree::word(CLI::App& under,
                            const std::string& name,
                            const std::string& help,
                            Action action) {
    auto* word = under.add_subcommand(name, help);
    word->group(&under == &app_ ? tr("Words of a live session") : tr("Verbs"));
    word->callback([this, action = std::move(action)] { action_ = action; });
    return *word;
}

CommandTree::Sent CommandTree::command(CLI::App& under,
                                       const std::string& name,
                                       const std::string& help) {
    auto request = std::make_shared<v1::CommandRequest>();
    auto& app =
        word(under, name, help, [request](Session& session) { return session.execute(*request); });
    return {app, request};
}

CLI::Option& siteArgument(CLI::App& app, const std::function<void(const std::string&)>& set) {
    return *app.add_option_function<std::string>("SITE", set, tr("site: id, alias or exact name"))
                ->required()
                ->type_name("");
}

CLI::Option& sitesArgument(CLI::App& app,
                           const std::function<void(const std::vector<std::string>&)>& set,
                           bool required) {
    return *app.add_option_function<std::vector<std::string>>(
                   "SITE", set, tr("sites: id, alias or exact name"))
                ->required(required)
                ->type_name("");
}

void viewOption(CLI::App& app, v1::ViewName* view, bool positional) {
    app.add_option_function<std::string>(
           positional ? "VIEW" : "--view",
           [view](const std::string& word) {
               if (word == "programme") {
                   view->set_kind(v1::ViewName::KIND_PROGRAMME);
               } else if (word == "chair") {
                   view->set_kind(v1::ViewName::KIND_CHAIR);
               } else {
                   view->set_kind(v1::ViewName::KIND_SITE);
                   view->set_site(word);
               }
           },
           tr("programme (else), chair, or the site whose picture it is"))
        ->type_name(positional ? "" : "VIEW");
}

void examples(CLI::App& app, const std::vector<std::string>& lines) {
    std::string all = tr("Examples") + ":";
    for (const auto& line : lines) {
        all += "\n  " + line;
    }
    app.footer(all);
}

void onOffArgument(CLI::App& app, std::function<void(bool)> set) {
    app.add_option_function<std::string>(
           "STATE",
           [set = std::move(set)](const std::string& word) { set(word == "on"); },
           tr("on or off"))
        ->required()
        ->check(CLI::IsMember({"on", "off"}))
        ->type_name("");
}

}  // namespace mcu::cli
