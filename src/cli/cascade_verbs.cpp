// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/cascade_view.h"
#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/site_list.h"
#include "cli/text.h"

// The noun cascade: links to other MCUs, and how a slave answers its master.

namespace mcu::cli {

namespace {

Exit printCascade(Session& session, bool all) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto cascade = session.take(client->cascade(), failed);
    if (!cascade) {
        return failed;
    }
    if (session.globals().json) {
        session.out() << toJson(*cascade) << "\n";
        return Exit::done;
    }
    const auto status = client->status();
    session.out() << renderCascade(
        *cascade, status ? siteNamesOf(*status) : SiteNames(), session.globals(), all);
    return Exit::done;
}

void addStatus(CommandTree& tree, CLI::App& noun) {
    auto all = std::make_shared<bool>(false);
    auto& app = tree.word(noun,
                          "status",
                          tr("links, what they carry, orders, requests, on one screen"),
                          [all](Session& session) { return printCascade(session, *all); });
    app.add_flag("--all", *all, tr("everything, however long"));
}

CLI::Option& mcuArgument(CLI::App& app, const std::function<void(const std::string&)>& set) {
    return *app.add_option_function<std::string>(
                   "MCU", set, tr("id of the other MCU; not needed with one link"))
                ->type_name("");
}

void reasonOption(CLI::App& app, const std::function<void(const std::string&)>& set) {
    app.add_option_function<std::string>(
           "--reason", set, tr("why; the other side's technician reads it"))
        ->type_name("TEXT");
}

void addLinkVerbs(CommandTree& tree, CLI::App& noun) {
    const auto connect = tree.command(
        noun, "connect", tr("slave: dial the master; master: let that slave in again"));
    mcuArgument(connect.app, [m = connect.request->mutable_cascade_connect()](const auto& id) {
        m->set_mcu(id);
    });
    examples(connect.app, {"mcuctl cascade connect", "mcuctl cascade connect mcu.vnpt"});
    const auto disconnect =
        tree.command(noun, "disconnect", tr("end the link and keep it down until connect"));
    auto* m = disconnect.request->mutable_cascade_disconnect();
    mcuArgument(disconnect.app, [m](const auto& id) { m->set_mcu(id); });
    reasonOption(disconnect.app, [m](const auto& text) { m->set_reason(text); });
}

void addPolicy(CommandTree& tree, CLI::App& noun) {
    const auto policy = tree.command(noun,
                                     "policy",
                                     tr("slave: orders are carried out at once (auto), after one "
                                        "key (confirm), or by you (manual)"));
    auto* m = policy.request->mutable_cascade_policy();
    policy.app
        .add_option_function<std::string>(
            "POLICY",
            [m](const std::string& word) {
                m->set_policy(word == "auto"      ? v1::POLICY_AUTO
                              : word == "confirm" ? v1::POLICY_CONFIRM
                                                  : v1::POLICY_MANUAL);
            },
            tr("auto, confirm or manual"))
        ->required()
        ->check(CLI::IsMember({"auto", "confirm", "manual"}))
        ->type_name("");
    const auto hold = tree.command(
        noun, "hold", tr("slave: the master's orders wait; the master reads the reason"));
    auto* h = hold.request->mutable_cascade_hold();
    h->set_on(true);
    auto* reason = hold.app.add_option_function<std::string>(
        "REASON", [h](const auto& text) { h->set_reason(text); }, tr("why they wait"));
    reason->type_name("");
    auto* off = hold.app.add_flag_callback("--off", [h] { h->set_on(false); }, tr("orders go on"));
    off->excludes(reason);
    hold.app.parse_complete_callback([reason, off] {
        if (reason->count() == 0 && off->count() == 0) {
            throw CLI::RequiredError("REASON");
        }
    });
    examples(hold.app,
             {"mcuctl cascade hold \"đang sửa đường truyền\"", "mcuctl cascade hold --off"});
}

CLI::Option& orderArgument(CLI::App& app, std::function<void(std::uint64_t)> set) {
    return *app.add_option_function<std::uint64_t>(
                   "ORDER", std::move(set), tr("number of the order; without: the oldest"))
                ->type_name("");
}

void addOrderVerbs(CommandTree& tree, CLI::App& noun) {
    const auto confirm =
        tree.command(noun, "confirm", tr("slave: carry out an order that waits for you"));
    orderArgument(confirm.app, [m = confirm.request->mutable_cascade_confirm()](std::uint64_t n) {
        m->set_order(n);
    });
    const auto refuse =
        tree.command(noun, "refuse", tr("slave: do not carry out an order that waits for you"));
    auto* m = refuse.request->mutable_cascade_refuse();
    orderArgument(refuse.app, [m](std::uint64_t n) { m->set_order(n); });
    reasonOption(refuse.app, [m](const auto& text) { m->set_reason(text); });
    examples(refuse.app, {"mcuctl cascade refuse 41 --reason \"phòng họp chưa có người\""});
}

/// The cascade knows sites by their ids alone: an alias or an exact name is looked up first.
Exit selectSite(Session& session, v1::CommandRequest request) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    auto& m = *request.mutable_cascade_select();
    if (const auto sites = client->sites(); sites && !m.site().empty()) {
        m.set_site(exactSite(*sites, m.site()));
    }
    return session.execute(request);
}

void addSelect(CommandTree& tree, CLI::App& noun) {
    auto request = std::make_shared<v1::CommandRequest>();
    auto* m = request->mutable_cascade_select();
    auto& select = tree.word(noun,
                             "select",
                             tr("slave: put a site on an up-link to the master"),
                             [request](Session& session) { return selectSite(session, *request); });
    auto& site = siteArgument(select, [m](const auto& word) { m->set_site(word); });
    site.required(false);
    select
        .add_option_function<int>(
            "--uplink", [m](int n) { m->set_trunk(n); }, tr("which up-link (0)"))
        ->check(CLI::Range(0, 3))
        ->type_name("N");
    auto* off = select.add_flag_callback("--off", [] {}, tr("the up-link carries nothing"));
    off->excludes(&site);
    needSitesOrAll(select, site, *off);
    examples(select,
             {"mcuctl cascade select x.03985",
              "mcuctl cascade select x.03986 --uplink 1",
              "mcuctl cascade select --off"});
}

}  // namespace

void addCascadeVerbs(CommandTree& tree) {
    auto& noun = tree.noun("cascade", tr("links to other MCUs, and the master's orders"));
    addStatus(tree, noun);
    addLinkVerbs(tree, noun);
    addPolicy(tree, noun);
    addOrderVerbs(tree, noun);
    addSelect(tree, noun);
}

}  // namespace mcu::cli
