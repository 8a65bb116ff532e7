// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <memory>

#include "cli/command_tree.h"
#include "cli/session_calls.h"
#include "cli/text.h"

// check interop, check upstream: MCUs that are to work together.

namespace mcu::cli {

namespace {

/// A probe and a measured call of each of a few MCUs.
constexpr auto kLongestCheck = std::chrono::minutes(5);

struct McuCheck {
    v1::SessionRequest request;
    std::string document;
    std::string format;
    bool last = false;  ///< what was found before is shown, nothing is done
};

v1::DocumentRequest documentOf(const Session& session, const McuCheck& check) {
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_session(session.globals().sessionId);
    request.set_document(check.document);
    request.set_format(check.format);
    return request;
}

/// The act as such, which may take long; what came of it is the document's matter.
Exit carryOut(Session& session, v1::SessionRequest request) {
    const auto& globals = session.globals();
    auto settings = globals.server;
    settings.deadline = std::max<std::chrono::milliseconds>(settings.deadline, kLongestCheck);
    Exit failed = Exit::refused;
    const auto client = session.take(client::Client::make(settings), failed);
    if (!client) {
        return failed;
    }
    request.mutable_actor()->set_name(globals.actor);
    request.mutable_actor()->set_organisation(globals.organisation);
    request.set_session(globals.sessionId);
    const auto reply = session.take(client->act(request), failed);
    if (!reply) {
        return failed;
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        return Exit::refused;
    }
    if (!globals.json) {
        session.out() << problemsText(reply->message(), globals.language) << "\n\n";
    }
    return Exit::done;
}

/// Refused when something does not fit, so that a script can tell.
Exit check(Session& session, const McuCheck& check) {
    if (!check.last) {
        if (const Exit end = carryOut(session, check.request); end != Exit::done) {
            return end;
        }
    }
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    auto asked = documentOf(session, check);
    asked.set_language("en");
    asked.set_format("json");
    Exit failed = Exit::refused;
    const auto json = session.take(client->read(asked), failed);
    if (!json) {
        return failed;
    }
    const Exit printed = printDocument(session, documentOf(session, check));
    const bool bad = json->text().find("\"verdict\":\"differs\"") != std::string::npos;
    return printed == Exit::done && bad ? Exit::refused : printed;
}

CLI::App& addVerb(CommandTree& tree,
                  CLI::App& noun,
                  const std::shared_ptr<McuCheck>& options,
                  const std::string& help) {
    auto& app = tree.word(noun, options->document, help, [options](Session& session) {
        return check(session, *options);
    });
    app.add_flag("--last", options->last, tr("what was found before; nothing is done"));
    app.add_option("--format", options->format, tr("text (else), md, csv, json or html"))
        ->check(CLI::IsMember({"text", "md", "csv", "json", "html"}))
        ->type_name("FORMAT");
    examples(app, {"mcuctl check " + options->document});
    return app;
}

}  // namespace

void addMcuCheckVerbs(CommandTree& tree, CLI::App& noun) {
    auto interop = std::make_shared<McuCheck>();
    interop->document = "interop";
    interop->request.mutable_check_interop();
    addVerb(tree,
            noun,
            interop,
            tr("compare with every MCU of the session: protocol, codecs, rate, encryption, "
               "versions, clocks"));
    auto upstream = std::make_shared<McuCheck>();
    upstream->document = "upstream";
    auto* act = upstream->request.mutable_check_upstream();
    auto& app = addVerb(
        tree,
        noun,
        upstream,
        tr("whether a foreign MCU above us can be reached and fits; what was found is kept"));
    app.add_option_function<std::string>(
           "MCU",
           [upstream, act](const std::string& word) { act->set_mcu(word); },
           tr("a foreign MCU of the plan; else all above us"))
        ->type_name("");
    app.add_flag_callback(
        "--call",
        [upstream, act] { act->set_call(true); },
        tr("and measure picture and sound both ways in a short call"));
}

}  // namespace mcu::cli
