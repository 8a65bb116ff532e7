// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>

#include "cli/command_tree.h"
#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"
#include "session/local_time.h"
#include "session/plan_copy.h"
#include "session/plan_reader.h"

namespace mcu::cli {

namespace {

struct CheckOptions {
    std::string file;
    std::string registry;
};

/// The register a plan is read against; nothing: reported already.
std::optional<session::Registry> registryOf(Session& session,
                                            const std::string& file,
                                            const session::Levels& levels,
                                            Exit& failed) {
    const auto csv = contentOf(session, file, failed);
    if (!csv) {
        return std::nullopt;
    }
    auto read = session::readRegistry(*csv, file, levels);
    auto made = read ? session::Registry::of(std::move(read->sites))
                     : Result<session::Registry>(read.error());
    if (!made) {
        complainOfFile(session, made.error().message, made.error().advice);
        failed = Exit::usage;
        return std::nullopt;
    }
    return std::move(*made);
}

Exit checkPlanFile(Session& session, const CheckOptions& options) {
    Exit failed = Exit::usage;
    const auto yaml = contentOf(session, options.file, failed);
    if (!yaml) {
        return failed;
    }
    const session::Levels levels;
    std::optional<session::Registry> registry;
    if (!options.registry.empty()) {
        registry = registryOf(session, options.registry, levels, failed);
        if (!registry) {
            return failed;
        }
    }
    const session::PlanContext context{levels, registry ? &*registry : nullptr, {}, false};
    const auto read = session::readPlan(*yaml, options.file, context);
    if (!read) {
        complainOfFile(session, read.error().message, read.error().advice);
        return Exit::usage;
    }
    const auto& globals = session.globals();
    for (const auto& warning : read->warnings) {
        session.out() << shaded(globals, Shade::warning, "! ")
                      << problemsText(warning, globals.language) << "\n";
    }
    session.out() << shaded(globals, Shade::good, "✓ ")
                  << tr("the plan is good: {sites} sites, {mcus} MCUs, {cues} cues",
                        {{"sites", std::to_string(read->plan.sites.size())},
                         {"mcus", std::to_string(read->plan.mcus.size())},
                         {"cues", std::to_string(read->plan.script.size())}})
                  << "\n";
    return Exit::done;
}

void addCheck(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<CheckOptions>();
    auto& app = tree.word(noun,
                          "check",
                          tr("read a plan file, name everything wrong in it; needs no server"),
                          [options](Session& session) { return checkPlanFile(session, *options); });
    app.add_option("FILE", options->file, tr("plan file (YAML, hnth-plan/1)"))
        ->required()
        ->type_name("");
    app.add_option(
           "--registry", options->registry, tr("register its sites are filled in from (CSV)"))
        ->type_name("FILE");
}

void addImport(CommandTree& tree, CLI::App& noun) {
    struct Options {
        std::string file;
        bool dryRun = false;
    };

    auto options = std::make_shared<Options>();
    auto& app = tree.word(noun,
                          "import",
                          tr("a new session, or a new version of its plan"),
                          [options](Session& session) {
                              Exit failed = Exit::usage;
                              auto yaml = contentOf(session, options->file, failed);
                              if (!yaml) {
                                  return failed;
                              }
                              v1::SessionRequest request;
                              request.mutable_import_plan()->set_yaml(std::move(*yaml));
                              request.mutable_import_plan()->set_name(options->file);
                              request.mutable_import_plan()->set_dry_run(options->dryRun);
                              return act(session, std::move(request));
                          });
    app.add_option("FILE", options->file, tr("plan file (YAML, hnth-plan/1)"))
        ->required()
        ->type_name("");
    app.add_flag("--dry-run", options->dryRun, tr("only say what is wrong"));
}

struct CopyOptions {
    std::string file;  ///< empty: the plan of --session, or the newest one, at the server
    std::string start;
    std::string received;
    std::string output;
    session::PlanCopy copy;
};

/// The file as it was imported; nothing: reported already.
std::optional<std::string> importedPlan(Session& session, Exit& failed) {
    failed = Exit::usage;
    const auto* client = session.connect();
    if (client == nullptr) {
        return std::nullopt;
    }
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_document("plan");
    request.set_session(session.globals().sessionId);
    request.set_language(session.globals().language);
    request.set_format("yaml");
    const auto reply = session.take(client->read(request), failed);
    if (!reply) {
        return std::nullopt;
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        failed = Exit::refused;
        return std::nullopt;
    }
    return reply->text();
}

Exit copyPlanFile(Session& session, CopyOptions options) {
    const auto now = RealClock().wallNow();
    const auto start = session::parseTyped(options.start, now);
    const auto received =
        options.received.empty() ? now : session::parseTyped(options.received, now);
    if (!start || !received) {
        session.complain(
            tr("\"{word}\" is no time", {{"word", start ? options.received : options.start}}),
            tr("write 20:00, or \"21/09/2022 20:00\""));
        return Exit::usage;
    }
    options.copy.start = *start;
    options.copy.received = *received;
    Exit failed = Exit::usage;
    const auto yaml = options.file.empty() ? importedPlan(session, failed)
                                           : contentOf(session, options.file, failed);
    if (!yaml) {
        return failed;
    }
    const auto made = session::copyPlan(*yaml, options.copy);
    if (!made) {
        complainOfFile(session, made.error().message, made.error().advice);
        return Exit::usage;
    }
    return writeText(session, options.output, *made);
}

void addCopy(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<CopyOptions>();
    auto& app = tree.word(noun,
                          "copy",
                          tr("a plan as template of another session: times move with the start"),
                          [options](Session& session) { return copyPlanFile(session, *options); });
    app.add_option("FILE", options->file, tr("plan file; else the plan of the session (--session)"))
        ->type_name("");
    app.add_option("--start", options->start, tr("official time: 20:00, or \"21/09/2022 20:00\""))
        ->required()
        ->type_name("TIME");
    app.add_option("--received", options->received, tr("when the request came; else now"))
        ->type_name("TIME");
    app.add_option("--id", options->copy.id, tr("id of the new session; else by its day"))
        ->type_name("ID");
    app.add_option("--title", options->copy.title, tr("title of the session"))->type_name("TEXT");
    app.add_option("--output,-o", options->output, tr("file to write; else the terminal"))
        ->type_name("FILE");
    examples(app, {"mcuctl plan copy hop.yaml --start \"15/12/2026 14:00\" -o hop-12.yaml"});
}

void addAdHoc(CommandTree& tree, CLI::App& noun) {
    const auto verb =
        actVerb(tree, noun, "adhoc", tr("an ad-hoc session from a group of the register"));
    auto* adHoc = verb.request->mutable_create_ad_hoc();
    const auto keep = [request = verb.request](std::string* to) {
        return [request, to](const std::string& value) { *to = value; };
    };
    textOption(verb.app, "--title", tr("title of the session"), keep(adHoc->mutable_title()))
        .required();
    textOption(verb.app,
               "--group",
               tr("group of the register; or all, level:L, mcu:M, owner:ORG, parent:ID"),
               keep(adHoc->mutable_group()))
        .required();
    textOption(verb.app, "--chair", tr("site of the chair"), keep(adHoc->mutable_chair()))
        .required();
    textOption(verb.app,
               "--start",
               tr("official time: 20:00, or \"21/09/2022 20:00\""),
               keep(adHoc->mutable_start()))
        .required();
    textOption(verb.app,
               "--received",
               tr("when the request came; else now"),
               keep(adHoc->mutable_received()));
    textOption(verb.app,
               "--connect",
               tr("when sites are connected; else now"),
               keep(adHoc->mutable_connect()));
    textOption(verb.app,
               "--via",
               tr("how the request came: document, telephone, e-mail"),
               keep(adHoc->mutable_via()));
    examples(verb.app,
             {"mcuctl plan adhoc --title \"Chỉ đạo ứng phó lũ quét\" --start 20:00 --group pctt "
              "--chair t.ubnd --via \"điện thoại\""});
}

void addAgree(CommandTree& tree, CLI::App& noun) {
    struct Options {
        std::string hash;
    };

    auto options = std::make_shared<Options>();
    auto& app = tree.word(
        noun,
        "agree",
        tr("a managing unit (--org) agrees the newest version"),
        [options](Session& session) {
            if (session.globals().organisation.empty()) {
                session.complain(tr("which unit agrees?"), tr("name it with --org or MCUCTL_ORG"));
                return Exit::usage;
            }
            v1::SessionRequest request;
            request.mutable_agree_plan()->set_organisation(session.globals().organisation);
            request.mutable_agree_plan()->set_hash(options->hash);
            return act(session, std::move(request));
        });
    app.add_option(
           "--hash", options->hash, tr("the version you have read, by the beginning of its sha256"))
        ->type_name("HASH");
}

void addNotices(CommandTree& tree, CLI::App& noun) {
    const auto show = documentVerb(
        tree, noun, "notice", tr("who must be told; with a recipient, the text"), "notices");
    const auto filter = [request = show.request](const char* name) {
        return [request, name](const std::string& value) {
            (*request->mutable_filter())[name] = value;
        };
    };
    textOption(show.app, "RECIPIENT", tr("unit or site"), filter("recipient")).required(false);
    textOption(show.app, "--channel", tr("text for email (else), sms or phone"), filter("channel"))
        .check(CLI::IsMember({"email", "sms", "phone"}));

    const auto send = actVerb(tree, noun, "send", tr("send the notices by the server's command"));
    auto* notices = send.request->mutable_send_notices();
    textOption(send.app,
               "--channel",
               tr("email or sms only; else e-mail where there is an address"),
               [r = send.request, notices](const std::string& v) { notices->set_channel(v); })
        .check(CLI::IsMember({"email", "sms"}));
    textOption(send.app,
               "--to",
               tr("only this unit or site"),
               [r = send.request, notices](const std::string& v) { notices->set_recipient(v); });
    send.app.add_flag_callback(
        "--again",
        [r = send.request, notices] { notices->set_again(true); },
        tr("also to those who were told already"));

    const auto told = actVerb(tree, noun, "told", tr("stamp that somebody was told by hand"));
    auto* mark = told.request->mutable_mark_notice();
    textOption(
        told.app, "RECIPIENT", tr("unit or site"), [r = told.request, mark](const std::string& v) {
            mark->set_recipient(v);
        });
    textOption(told.app,
               "--by",
               tr("how: phone (else), document ..."),
               [r = told.request, mark](const std::string& v) { mark->set_channel(v); });
}

}  // namespace

void addPlanVerbs(CommandTree& tree) {
    auto& noun = tree.noun("plan", tr("plans of sessions: import, agreement, notices"));
    addCheck(tree, noun);
    addImport(tree, noun);
    addCopy(tree, noun);
    addAdHoc(tree, noun);
    documentVerb(tree, noun, "list", tr("sessions and where their plans stand"), "plans");
    const auto show =
        documentVerb(tree, noun, "show", tr("a plan, its agreement and deadlines"), "plan");
    show.app.add_flag_callback(
        "--yaml",
        [request = show.request] { request->set_format("yaml"); },
        tr("the file as it was imported"));
    addAgree(tree, noun);
    documentVerb(tree, noun, "cascade", tr("MCUs, tiers, ports and bandwidth"), "cascade");
    addNotices(tree, noun);
}

}  // namespace mcu::cli
