// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/session_calls.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

Exit exitOf(v1::ErrorCode code) {
    switch (code) {
        case v1::ERROR_CODE_INVALID_ARGUMENT:
            return Exit::usage;
        case v1::ERROR_CODE_NOT_ALLOWED:
            return Exit::notAllowed;
        default:
            return Exit::refused;
    }
}

}  // namespace

Exit writeText(Session& session, const std::string& file, const std::string& text) {
    if (file.empty() || file == "-") {
        session.out() << text;
        return Exit::done;
    }
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        session.complain(tr("cannot write {file}", {{"file", file}}),
                         tr("check the path and its permissions"));
        return Exit::refused;
    }
    session.out() << shaded(session.globals(), Shade::good, "✓ ") << file << "\n";
    return Exit::done;
}

std::string problemsText(const std::string& english, const std::string& language) {
    std::istringstream lines(english);
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        text += (text.empty() ? "" : "\n") + printable(serverText(line, language));
    }
    return text;
}

void complainOfFile(Session& session, const std::string& problems, const std::string& advice) {
    const auto& globals = session.globals();
    session.err() << shaded(globals, Shade::bad, "mcuctl: ")
                  << problemsText(problems, globals.language) << "\n";
    if (!advice.empty()) {
        session.err() << "  → " << printable(serverText(advice, globals.language)) << "\n";
    }
}

Exit act(Session& session, v1::SessionRequest request) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    const auto& globals = session.globals();
    request.mutable_actor()->set_name(globals.actor);
    request.mutable_actor()->set_organisation(globals.organisation);
    request.set_session(globals.sessionId);
    Exit failed = Exit::refused;
    const auto reply = session.take(client->act(request), failed);
    if (!reply) {
        return failed;
    }
    if (globals.json) {
        session.out() << toJson(*reply) << "\n";
        return reply->ok() ? Exit::done : exitOf(reply->error_code());
    }
    for (const auto& warning : reply->warnings()) {
        session.out() << shaded(globals, Shade::warning, "! ")
                      << problemsText(warning, globals.language) << "\n";
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        return exitOf(reply->error_code());
    }
    session.out() << shaded(globals, Shade::good, "✓ ")
                  << problemsText(reply->message(), globals.language) << "\n";
    return Exit::done;
}

Exit printDocument(Session& session, v1::DocumentRequest request, const std::string& file) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    const auto& globals = session.globals();
    request.mutable_actor()->set_name(globals.actor);
    request.set_session(globals.sessionId);
    if (request.language().empty()) {
        request.set_language(globals.language);
    }
    if (request.format().empty() && globals.json) {
        request.set_format("json");
    }
    Exit failed = Exit::refused;
    const auto reply = session.take(client->read(request), failed);
    if (!reply) {
        return failed;
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        return exitOf(reply->error_code());
    }
    return writeText(session, file, reply->text());
}

DocumentVerb documentVerb(CommandTree& tree,
                          CLI::App& noun,
                          const char* name,
                          const std::string& help,
                          const char* document) {
    auto request = std::make_shared<v1::DocumentRequest>();
    auto file = std::make_shared<std::string>();
    request->set_document(document);
    auto& app = tree.word(noun, name, help, [request, file](Session& session) {
        return printDocument(session, *request, *file);
    });
    app.add_option_function<std::string>(
           "--format",
           [request](const std::string& format) { request->set_format(format); },
           tr("text (else), md, csv, json or html"))
        ->check(CLI::IsMember({"text", "md", "csv", "json", "html"}))
        ->type_name("FORMAT");
    app.add_option("-o,--out", *file, tr("file; else it is printed"))->type_name("FILE");
    app.add_flag_callback(
        "--bom",
        [request] { request->set_byte_order_mark(true); },
        tr("byte order mark, so that a spreadsheet takes it for UTF-8"));
    return {app, request};
}

ActVerb actVerb(CommandTree& tree, CLI::App& noun, const char* name, const std::string& help) {
    auto request = std::make_shared<v1::SessionRequest>();
    auto& app =
        tree.word(noun, name, help, [request](Session& session) { return act(session, *request); });
    return {app, request};
}

CLI::Option& textOption(CLI::App& app,
                        const char* name,
                        const std::string& help,
                        std::function<void(const std::string&)> set) {
    const bool positional = name[0] != '-';
    auto* option = app.add_option_function<std::string>(name, std::move(set), help);
    return *option->required(positional)->type_name(positional ? "" : "TEXT");
}

std::optional<std::string> contentOf(Session& session, const std::string& file, Exit& failed) {
    const std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || std::filesystem::is_directory(file)) {
        session.complain(tr("cannot read {file}", {{"file", file}}),
                         tr("check the path and its permissions"));
        failed = Exit::usage;
        return std::nullopt;
    }
    return text.str();
}

}  // namespace mcu::cli
