// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

Exit listLayouts(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto list = session.take(client->layouts(), failed);
    if (!list) {
        return failed;
    }
    if (session.globals().json) {
        session.out() << toJson(*list) << "\n";
        return Exit::done;
    }
    for (const auto& layout : list->layouts()) {
        session.out() << printable(layout) << "\n";
    }
    return Exit::done;
}

void addLayout(CommandTree& tree) {
    auto& noun = tree.noun("layout", tr("how a view is divided into panes"));
    tree.word(noun, "list", tr("list the layouts"), listLayouts);
    const auto set =
        tree.command(noun, "set", tr("give a view a layout, and sites to its panes in order"));
    auto* m = set.request->mutable_set_layout();
    set.app
        .add_option_function<std::string>(
            "LAYOUT",
            [m](const auto& v) { m->set_layout(v); },
            tr("layout, e.g. 2x2, 1+5 (layout list)"))
        ->required()
        ->type_name("");
    set.app
        .add_option_function<std::vector<std::string>>(
            "SITE",
            [m](const auto& words) {
                for (const auto& word : words) {
                    m->add_sites(word == "-" ? std::string() : word);
                }
            },
            tr("site of each pane; - leaves a pane to whoever is connected"))
        ->type_name("");
    viewOption(set.app, m->mutable_view());
}

/// `broadcast`, `look`, `precue`: one site, or off.
template <typename Message>
void addSiteOrOff(CommandTree& tree,
                  CLI::App& noun,
                  const char* name,
                  const std::string& help,
                  Message* (v1::CommandRequest::*get)()) {
    const auto sent = tree.command(noun, name, help);
    Message* m = (sent.request.get()->*get)();
    auto& site = siteArgument(sent.app, [m](const std::string& word) { m->set_site(word); });
    site.required(false);
    auto* off = sent.app.add_flag_callback("--off", [] {}, tr("end it"));
    off->excludes(&site);
    needSitesOrAll(sent.app, site, *off);
}

Exit saveSnapshot(Session& session, const v1::CommandRequest& request, const std::string& path) {
    v1::CommandReply reply;
    const Exit end = session.execute(request, &reply);
    if (end != Exit::done) {
        return end;
    }
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << reply.png();
    file.close();
    if (!file) {
        session.complain(tr("cannot write {file}", {{"file", path}}),
                         tr("choose a writable place with --output"));
        return Exit::refused;
    }
    if (!session.globals().json) {
        session.out() << "  " << printable(path) << "  " << reply.png().size() << " B\n";
    }
    return Exit::done;
}

void addSnapshot(CommandTree& tree, CLI::App& noun) {
    auto request = std::make_shared<v1::CommandRequest>();
    auto path = std::make_shared<std::string>("snapshot.png");
    auto& app = tree.word(
        noun, "snapshot", tr("save a view's picture as PNG"), [request, path](Session& session) {
            return saveSnapshot(session, *request, *path);
        });
    auto* m = request->mutable_snapshot();
    viewOption(app, m->mutable_view(), true);
    app.add_option_function<std::string>(
           "--output,-o",
           [path](const std::string& v) { *path = v; },
           tr("file to write (snapshot.png)"))
        ->type_name("FILE");
    app.add_flag_callback(
        "--incoming", [m] { m->set_incoming(true); }, tr("the picture the site itself sends"));
}

void addPoll(CommandTree& tree, CLI::App& noun) {
    const auto sent = tree.command(noun, "poll", tr("show sites one after another in a view"));
    auto* m = sent.request->mutable_poll();
    auto& sites = sitesArgument(
        sent.app,
        [m](const auto& words) { m->mutable_sites()->Assign(words.begin(), words.end()); },
        false);
    viewOption(sent.app, m->mutable_view());
    sent.app
        .add_option_function<double>(
            "--each",
            [m](double seconds) { m->set_each_ms(static_cast<std::int64_t>(seconds * 1000)); },
            tr("seconds for each site (10)"))
        ->check(CLI::Range(1.0, 3600.0))
        ->type_name("SECONDS");
    auto* off = sent.app.add_flag_callback("--off", [] {}, tr("end it"));
    off->excludes(&sites);
    needSitesOrAll(sent.app, sites, *off);
}

void addBanner(CommandTree& tree, CLI::App& noun) {
    const auto sent = tree.command(noun, "banner", tr("a line of text over a view"));
    auto* m = sent.request->mutable_set_banner();
    auto* text = sent.app
                     .add_option_function<std::string>(
                         "TEXT",
                         [m](const std::string& v) { m->set_text(v); },
                         tr("the text, one line of at most 400 characters"))
                     ->type_name("");
    viewOption(sent.app, m->mutable_view());
    sent.app.add_flag_callback(
        "--roll", [m] { m->set_rolling(true); }, tr("let it run from right to left"));
    sent.app.add_flag_callback(
        "--low",
        [m] { m->set_low(true); },
        tr("along the lower edge, over captions there (the upper edge)"));
    auto* off = sent.app.add_flag_callback("--off", [] {}, tr("end it"));
    off->excludes(text);
    needSitesOrAll(sent.app, *text, *off);
}

}  // namespace

void addViewVerbs(CommandTree& tree) {
    addLayout(tree);
    auto& noun = tree.noun("view", tr("what the programme and the chair see"));
    addSnapshot(tree, noun);
    addPoll(tree, noun);
    addBanner(tree, noun);
    addSiteOrOff(tree,
                 noun,
                 "broadcast",
                 tr("everybody sees the site; the chair stays free"),
                 &v1::CommandRequest::mutable_broadcast);
    addSiteOrOff(tree,
                 noun,
                 "look",
                 tr("the chair alone sees the site"),
                 &v1::CommandRequest::mutable_chair_look);
    addSiteOrOff(tree,
                 noun,
                 "precue",
                 tr("get a site ready for a cut without delay"),
                 &v1::CommandRequest::mutable_precue);
}

}  // namespace mcu::cli
