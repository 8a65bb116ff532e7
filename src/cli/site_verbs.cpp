// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/command_tree.h"
#include "cli/site_list.h"
#include "cli/site_probe.h"
#include "cli/text.h"
#include "cli/wait.h"

namespace mcu::cli {

namespace {

/// A command that starts calls: sent, and with --wait followed to its end.
CommandTree::Sent callingCommand(CommandTree& tree,
                                 CLI::App& under,
                                 const char* name,
                                 const std::string& help) {
    auto request = std::make_shared<v1::CommandRequest>();
    auto wait = std::make_shared<int>(0);
    auto& app = tree.word(under, name, help, [request, wait](Session& session) {
        return *wait > 0 ? executeAndWait(session, *request, std::chrono::seconds(*wait))
                         : session.execute(*request);
    });
    app.add_flag_callback(
        "--wait",
        [wait] { *wait = 120; },
        tr("stay until all sites are connected or have failed (2 min)"));
    return {app, request};
}

void addAdd(CommandTree& tree, CLI::App& noun) {
    const auto sent =
        callingCommand(tree, noun, "add", tr("add a site to the conference, and call it"));
    auto* m = sent.request->mutable_add_site();
    m->set_call(true);
    siteArgument(sent.app, [m](const auto& word) { m->set_site(word); });
    sent.app
        .add_option_function<std::string>(
            "--uri",
            [m](const auto& v) { m->set_uri(v); },
            tr("address of a site that is not in the site list"))
        ->type_name("URI");
    sent.app.add_flag_callback("--no-call", [m] { m->set_call(false); }, tr("only invite it"));
}

void addRedial(CommandTree& tree, CLI::App& noun) {
    const auto sent =
        tree.command(noun, "redial", tr("call again by itself when a site's call fails or drops"));
    auto* m = sent.request->mutable_set_redial();
    onOffArgument(sent.app, [m](bool on) { m->set_on(on); });
    auto& site = siteArgument(sent.app, [m](const auto& word) { m->set_site(word); });
    site.required(false);
    auto* all = sent.app.add_flag_callback(
        "--all", [m] { m->set_all(true); }, tr("all sites of the conference"));
    all->excludes(&site);
    needSitesOrAll(sent.app, site, *all);
}

/// What `site put` changes of a record; the rest stays as the server knows it.
using Edits = std::vector<std::function<void(v1::SiteRecord&)>>;

Exit putSite(Session& session, const std::string& id, const Edits& edits) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto list = session.take(client->sites(), failed);
    if (!list) {
        return failed;
    }
    v1::CommandRequest request;
    auto& record = *request.mutable_put_site()->mutable_site();
    record.set_id(id);
    record.set_name(id);
    for (const auto& known : list->sites()) {
        if (known.id() == id) {
            record = known;
        }
    }
    for (const auto& edit : edits) {
        edit(record);
    }
    return session.execute(request);
}

void addPutText(CLI::App& app, const std::shared_ptr<Edits>& edits) {
    auto text = [&](const char* name,
                    const char* type,
                    const std::string& help,
                    void (*set)(v1::SiteRecord&, const std::string&)) {
        return app
            .add_option_function<std::string>(
                name,
                [edits, set](const std::string& v) {
                    edits->push_back([set, v](auto& r) { set(r, v); });
                },
                help)
            ->type_name(type);
    };
    text("--name", "TEXT", tr("full name"), [](auto& r, const auto& v) { r.set_name(v); });
    text("--short-name", "TEXT", tr("name in the picture"), [](auto& r, const auto& v) {
        r.set_short_name(v);
    });
    text("--level", "TEXT", tr("province, district, commune"), [](auto& r, const auto& v) {
        r.set_level(v);
    });
    text("--uri", "URI", tr("address it is called at"), [](auto& r, const auto& v) {
        r.set_uri(v);
    });
    text("--user", "NAME", tr("name it registers with (the id)"), [](auto& r, const auto& v) {
        r.set_user(v);
    });
    text("--home",
         "CONFERENCE",
         tr("conference it is put in when it calls"),
         [](auto& r, const auto& v) { r.set_home(v); });
    text("--password-file",
         "FILE",
         tr("file with its password in the first line"),
         [](auto& r, const auto& v) { r.set_password(firstLineOf(v)); })
        ->check(CLI::ExistingFile);
    text("--relay",
         "KIND",
         tr("what carries its signals elsewhere: matrix, upstream, or none"),
         [](auto& r, const auto& v) { r.set_relay(v == "none" ? "" : v); })
        ->check(CLI::IsMember({"matrix", "upstream", "none"}));
    text("--backup-uri",
         "URI",
         tr("dialled when the room cannot be reached otherwise"),
         [](auto& r, const auto& v) { r.set_backup_uri(v); });
    text("--phone", "TEXT", tr("whom to call there"), [](auto& r, const auto& v) {
        r.set_phone(v);
    });
    text("--via",
         "SITE",
         tr("the foreign MCU this room is behind, by its id"),
         [](auto& r, const auto& v) { r.set_via(v); });
    text("--encryption",
         "POLICY",
         tr("disabled, preferred, required, or conference"),
         [](auto& r, const auto& v) {
             r.set_encryption(v == "disabled"    ? v1::ENCRYPTION_DISABLED
                              : v == "required"  ? v1::ENCRYPTION_REQUIRED
                              : v == "preferred" ? v1::ENCRYPTION_PREFERRED
                                                 : v1::ENCRYPTION_UNSPECIFIED);
         })
        ->check(CLI::IsMember({"disabled", "preferred", "required", "conference"}));
}

void addPut(CommandTree& tree, CLI::App& noun) {
    auto id = std::make_shared<std::string>();
    auto edits = std::make_shared<Edits>();
    auto& app = tree.word(noun,
                          "put",
                          tr("add a site to the site list, or change it"),
                          [id, edits](Session& session) { return putSite(session, *id, *edits); });
    app.add_option("ID", *id, tr("id of the site"))->required()->type_name("");
    addPutText(app, edits);
    app.add_option_function<std::vector<std::string>>(
           "--alias",
           [edits](const std::vector<std::string>& v) {
               edits->push_back([v](auto& r) { r.mutable_aliases()->Assign(v.begin(), v.end()); });
           },
           tr("other names, replacing those known"))
        ->type_name("NAME...");
    app.add_option_function<std::uint32_t>(
           "--max-kbps",
           [edits](std::uint32_t v) { edits->push_back([v](auto& r) { r.set_max_kbps(v); }); },
           tr("most video, in kbit/s (2000)"))
        ->check(CLI::Range(64, 50000))
        ->type_name("N");
    for (const bool on : {true, false}) {
        app.add_flag_callback(
            on ? "--dtls" : "--no-dtls",
            [edits, on] { edits->push_back([on](auto& r) { r.set_prefer_dtls(on); }); },
            on ? tr("offer DTLS-SRTP when we call") : tr("offer SDES keys when we call"));
        app.add_flag_callback(
            on ? "--ice" : "--no-ice",
            [edits, on] { edits->push_back([on](auto& r) { r.set_ice(on); }); },
            on ? tr("offer ICE when we call") : tr("offer no ICE when we call"));
        app.add_flag_callback(
            on ? "--manual-mcu" : "--no-manual-mcu",
            [edits, on] { edits->push_back([on](auto& r) { r.set_manual_mcu(on); }); },
            on ? tr("a foreign MCU whose technician selects, told by phone")
               : tr("an ordinary room"));
    }
}

}  // namespace

void addCall(CommandTree& tree, CLI::App& under) {
    const auto sent = callingCommand(tree, under, "call", tr("call sites"));
    auto* m = sent.request->mutable_call_sites();
    sitesArgument(
        sent.app,
        [m](const auto& words) { m->mutable_sites()->Assign(words.begin(), words.end()); },
        true);
}

void addHangUp(CommandTree& tree, CLI::App& under) {
    const auto sent =
        tree.command(under, "hangup", tr("end the calls of sites; they stay invited"));
    auto* m = sent.request->mutable_hang_up_sites();
    auto& sites = sitesArgument(
        sent.app,
        [m](const auto& words) { m->mutable_sites()->Assign(words.begin(), words.end()); },
        false);
    auto* all = sent.app.add_flag_callback(
        "--all", [m] { m->set_all(true); }, tr("all sites of the conference"));
    all->excludes(&sites);
    needSitesOrAll(sent.app, sites, *all);
}

void addSiteVerbs(CommandTree& tree) {
    auto& noun = tree.noun("site", tr("sites: the list, and those of a conference"));
    addSiteListings(tree, noun);
    addAdd(tree, noun);
    const auto remove = tree.command(noun, "remove", tr("hang up and take out of the conference"));
    siteArgument(remove.app, [m = remove.request->mutable_remove_site()](const auto& word) {
        m->set_site(word);
    });
    addCall(tree, noun);
    const auto absent = callingCommand(
        tree, noun, "call-absent", tr("call all invited sites that are not connected"));
    absent.request->mutable_call_absent();
    addHangUp(tree, noun);
    addRedial(tree, noun);
    const auto chair = tree.command(noun, "chair", tr("make a site the chair"));
    siteArgument(chair.app,
                 [m = chair.request->mutable_set_chair()](const auto& word) { m->set_site(word); });
    const auto volume = tree.command(noun, "volume", tr("how loud a site is for others"));
    auto* level = volume.request->mutable_set_volume();
    siteArgument(volume.app, [level](const auto& word) { level->set_site(word); });
    volume.app
        .add_option_function<float>(
            "DB", [level](float v) { level->set_decibel(v); }, tr("decibels, 0 is as it comes"))
        ->required()
        ->check(CLI::Range(-60.0F, 20.0F))
        ->type_name("");
    addSiteProbe(tree, noun);
    addPut(tree, noun);
    const auto erase = tree.command(noun, "delete", tr("delete a site from the site list"));
    siteArgument(erase.app, [m = erase.request->mutable_delete_site()](const auto& word) {
        m->set_site(word);
    });
}

}  // namespace mcu::cli
