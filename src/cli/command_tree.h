// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "cli/session.h"

namespace mcu::cli {

using Action = std::function<Exit(Session&)>;

/// The grammar of mcuctl: `NOUN VERB ...` and the single words of a live session. Building it needs
/// the language to be chosen, since help texts are translated when they are given. After parsing,
/// `action` is what to do.
class CommandTree {
public:
    explicit CommandTree(Globals& globals);

    [[nodiscard]] CLI::App& app() { return app_; }

    [[nodiscard]] const Action& action() const { return action_; }

    /// A noun, for verbs.
    CLI::App& noun(const std::string& name, const std::string& help);
    /// A word or verb that runs `action`.
    CLI::App& word(CLI::App& under,
                   const std::string& name,
                   const std::string& help,
                   Action action);

    /// A word or verb that sends one command; options write straight into the request.
    struct Sent {
        CLI::App& app;
        std::shared_ptr<v1::CommandRequest> request;
    };

    Sent command(CLI::App& under, const std::string& name, const std::string& help);

private:
    CLI::App app_;
    Action action_;
};

/// A required positional "SITE", its word handed to `set`.
CLI::Option& siteArgument(CLI::App& app, const std::function<void(const std::string&)>& set);
/// Positional "SITE..."; optional unless said.
CLI::Option& sitesArgument(CLI::App& app,
                           const std::function<void(const std::vector<std::string>&)>& set,
                           bool required);
/// "--view programme|chair|SITE".
void viewOption(CLI::App& app, v1::ViewName* view, bool positional = false);
/// "on" or "off", positional.
void onOffArgument(CLI::App& app, std::function<void(bool)> set);

/// Command lines that show how it is used, at the end of its help.
void examples(CLI::App& app, const std::vector<std::string>& lines);

/// Wants one of the two.
void needSitesOrAll(CLI::App& app, const CLI::Option& sites, const CLI::Option& all);
/// `call SITE...` and `hangup SITE...|--all`: words, and verbs of site.
void addCall(CommandTree& tree, CLI::App& under);
void addHangUp(CommandTree& tree, CLI::App& under);

// The parts of the grammar, one file each.
void addLiveWords(CommandTree& tree);
void addConferenceVerbs(CommandTree& tree);
void addSiteVerbs(CommandTree& tree);
void addViewVerbs(CommandTree& tree);
void addRequestWords(CommandTree& tree);
void addTalkback(CommandTree& tree);
void addCascadeVerbs(CommandTree& tree);
void addRegistryVerbs(CommandTree& tree);
void addPlanVerbs(CommandTree& tree);
void addSessionVerbs(CommandTree& tree);
void addCheckVerbs(CommandTree& tree);
void addMcuCheckVerbs(CommandTree& tree, CLI::App& noun);
void addReportVerbs(CommandTree& tree);
void addCertVerbs(CommandTree& tree);
void addGatekeeperVerbs(CommandTree& tree);
void addSecurityVerbs(CommandTree& tree);
void addInformation(CommandTree& tree);

}  // namespace mcu::cli
