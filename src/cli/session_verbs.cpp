// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/command_tree.h"
#include "cli/session_calls.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

void addSteps(CommandTree& tree, CLI::App& noun) {
    actVerb(tree, noun, "start", tr("the session begins")).request->mutable_start_session();
    actVerb(tree, noun, "end", tr("the session is over")).request->mutable_end_session();
    const auto step = actVerb(tree, noun, "step", tr("stamp a step: rehearsal, cascade"));
    auto* mark = step.request->mutable_mark_step();
    textOption(step.app,
               "STEP",
               tr("rehearsal: internal rehearsal done; cascade: MCUs linked"),
               [r = step.request, mark](const std::string& v) { mark->set_step(v); })
        .check(CLI::IsMember({"rehearsal", "cascade"}));
    textOption(step.app, "--note", tr("a remark"), [r = step.request, mark](const std::string& v) {
        mark->set_note(v);
    });
}

void addGate(CommandTree& tree, CLI::App& noun) {
    const auto gate = actVerb(tree, noun, "ready", tr("measure whether all is ready, and keep it"));
    gate.request->mutable_check_readiness();
    documentVerb(tree,
                 noun,
                 "readiness",
                 tr("the last measurement, and what stands in the way"),
                 "readiness");
    const auto exclude =
        actVerb(tree, noun, "exclude", tr("a site that need not be ready, and why"));
    auto* site = exclude.request->mutable_exclude_site();
    siteArgument(exclude.app,
                 [r = exclude.request, site](const std::string& v) { site->set_site(v); });
    textOption(
        exclude.app, "--reason", tr("why"), [r = exclude.request, site](const std::string& v) {
            site->set_reason(v);
        });
    exclude.app.add_flag_callback(
        "--back", [r = exclude.request, site] { site->set_back(true); }, tr("it counts again"));
}

void addWords(CommandTree& tree, CLI::App& noun) {
    const auto late = actVerb(tree, noun, "late", tr("why a call of the chair took long"));
    auto* reason = late.request->mutable_give_late_reason();
    late.app
        .add_option_function<std::uint64_t>(
            "NUMBER",
            [r = late.request, reason](std::uint64_t n) { reason->set_number(n); },
            tr("number of the call, as in mcuctl requests"))
        ->required()
        ->type_name("");
    textOption(late.app, "REASON", tr("why"), [r = late.request, reason](const std::string& v) {
        reason->set_reason(v);
    });
    const auto note = actVerb(tree, noun, "note", tr("a remark for the report"));
    auto* add = note.request->mutable_add_note();
    textOption(note.app, "REMARK", tr("a line"), [r = note.request, add](const std::string& v) {
        add->set_text(v);
    });
    textOption(note.app,
               "--site",
               tr("the site it is about"),
               [r = note.request, add](const std::string& v) { add->set_site(v); });
}

void addScript(CommandTree& tree) {
    auto& noun = tree.noun("script", tr("the script of the session"));
    documentVerb(
        tree, noun, "show", tr("cues, where the script stands, what was outside it"), "script");
    const auto step = [&](const char* name, const std::string& help, v1::StepScript::Kind kind) {
        const auto verb = actVerb(tree, noun, name, help);
        verb.request->mutable_step_script()->set_kind(kind);
        return verb;
    };
    step("next", tr("the next cue"), v1::StepScript::KIND_NEXT);
    step("back", tr("the cue before"), v1::StepScript::KIND_BACK);
    step("again", tr("the same cue once more"), v1::StepScript::KIND_AGAIN);
    const auto jump = step("jump", tr("the cue of a number"), v1::StepScript::KIND_JUMP);
    jump.app
        .add_option_function<int>(
            "NUMBER",
            [request = jump.request](int n) { request->mutable_step_script()->set_number(n); },
            tr("number of the cue"))
        ->required()
        ->type_name("");
    const auto reason =
        actVerb(tree, noun, "reason", tr("why something was shown outside the script"));
    textOption(reason.app, "REASON", tr("why"), [request = reason.request](const std::string& v) {
        request->mutable_give_reason()->set_reason(v);
    });
}

/// Refused when somebody is missing, so that a script can tell.
Exit checkOnCall(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_session(session.globals().sessionId);
    request.set_document("on-call");
    const Exit printed = printDocument(session, request);
    request.set_format("json");
    Exit failed = Exit::refused;
    const auto json = session.take(client->read(request), failed);
    if (!json) {
        return failed;
    }
    const bool full = json->text().find("\"gaps\":[]") != std::string::npos;
    return printed == Exit::done && !full ? Exit::refused : printed;
}

void addOnCall(CommandTree& tree) {
    auto& noun = tree.noun("oncall", tr("who is on call, and when nobody is"));
    documentVerb(tree, noun, "list", tr("gaps, and everybody with their hours"), "on-call");
    tree.word(noun, "check", tr("the same; fails when somebody is missing"), checkOnCall);
}

void addRollCall(CommandTree& tree) {
    auto& noun = tree.noun("rollcall", tr("who is there: present, online, absent"));
    documentVerb(tree, noun, "show", tr("the list"), "roll-call");
    actVerb(tree, noun, "take", tr("of all sites, from their connections"))
        .request->mutable_roll_call();
    const auto set = actVerb(tree, noun, "set", tr("of one site, by hand"));
    auto* call = set.request->mutable_roll_call();
    siteArgument(set.app, [r = set.request, call](const std::string& v) { call->set_site(v); });
    textOption(set.app,
               "PRESENCE",
               tr("present, online or absent"),
               [r = set.request, call](const std::string& v) { call->set_state(v); })
        .check(CLI::IsMember({"present", "online", "absent"}));
    textOption(
        set.app, "--reason", tr("why it is absent"), [r = set.request, call](const std::string& v) {
            call->set_reason(v);
        });
}

}  // namespace

void addSessionVerbs(CommandTree& tree) {
    auto& noun = tree.noun("session", tr("a session: steps, deadlines, readiness, lists"));
    addSteps(tree, noun);
    documentVerb(tree, noun, "deadlines", tr("limits, what is done, what is late"), "deadlines");
    addGate(tree, noun);
    addWords(tree, noun);
    documentVerb(tree, noun, "mcus", tr("MCUs, their owners and technicians"), "mcu-info");
    documentVerb(tree, noun, "contacts", tr("technicians and room officers"), "contacts");
    documentVerb(tree, noun, "connections", tr("how each site is connected"), "connections");
    documentVerb(tree, noun, "on-call", tr("who is missing in the on-call lists"), "on-call");
    documentVerb(tree, noun, "incidents", tr("what came up"), "incidents");
    addScript(tree);
    addRollCall(tree);
    addOnCall(tree);
}

}  // namespace mcu::cli
