// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_tree.h"
#include "cli/console/console_command.h"
#include "cli/show_command.h"
#include "cli/status_command.h"
#include "cli/text.h"
#include "cli/wait.h"
#include "cli/watch.h"

namespace mcu::cli {

namespace {

/// mute, unmute, deafen, undeafen: one channel, some sites or all.
void addSwitch(
    CommandTree& tree, const char* name, const char* help, v1::Channel channel, bool on) {
    const auto sent = tree.command(tree.app(), name, tr(help));
    auto* set = sent.request->mutable_set_channel();
    set->set_channel(channel);
    set->set_on(on);
    auto& sites = sitesArgument(
        sent.app,
        [set](const auto& words) { set->mutable_sites()->Assign(words.begin(), words.end()); },
        false);
    auto* all = sent.app.add_flag_callback(
        "--all", [set] { set->set_all(true); }, tr("all sites of the conference"));
    all->excludes(&sites);
    needSitesOrAll(sent.app, sites, *all);
}

void addCamera(CommandTree& tree) {
    const auto sent =
        tree.command(tree.app(), "camera", tr("show a site's picture to others, or not"));
    auto* set = sent.request->mutable_set_channel();
    set->set_channel(v1::CHANNEL_CAMERA);
    onOffArgument(sent.app, [set](bool on) { set->set_on(on); });
    auto& sites = sitesArgument(
        sent.app,
        [set](const auto& words) { set->mutable_sites()->Assign(words.begin(), words.end()); },
        false);
    auto* all = sent.app.add_flag_callback(
        "--all", [set] { set->set_all(true); }, tr("all sites of the conference"));
    all->excludes(&sites);
    needSitesOrAll(sent.app, sites, *all);
}

}  // namespace

void needSitesOrAll(CLI::App& app, const CLI::Option& sites, const CLI::Option& all) {
    app.parse_complete_callback([&sites, &all] {
        if (sites.count() == 0 && all.count() == 0) {
            throw CLI::RequiredError(sites.get_name());
        }
    });
}

void addLiveWords(CommandTree& tree) {
    auto& root = tree.app();
    addRequestWords(tree);
    addShowCommand(tree);
    addSwitch(tree, "mute", later("switch microphones off"), v1::CHANNEL_MICROPHONE, false);
    addSwitch(tree, "unmute", later("switch microphones on"), v1::CHANNEL_MICROPHONE, true);
    addSwitch(tree, "deafen", later("let sites hear nothing"), v1::CHANNEL_SPEAKER, false);
    addSwitch(tree, "undeafen", later("let sites hear again"), v1::CHANNEL_SPEAKER, true);
    addCamera(tree);
    addCall(tree, root);
    addHangUp(tree, root);
    addTalkback(tree);
    addStatusCommand(tree);
    addWatchCommand(tree);
    addConsoleCommand(tree);
}

}  // namespace mcu::cli
