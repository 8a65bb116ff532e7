// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/command_tree.h"
#include "cli/session.h"

namespace mcu::cli {

// What the verbs of register, plan, script and report share.

/// Sends an act, prints what came of it and its warnings. The session is that of --session.
Exit act(Session& session, v1::SessionRequest request);

/// Asks for a document and prints it, or writes it into `file` ("-": printed). The language is that
/// of the command line, the format "json" with --json.
Exit printDocument(Session& session, v1::DocumentRequest request, const std::string& file = {});

/// A verb that prints a document of a session, with --format, --out and --bom.
struct DocumentVerb {
    CLI::App& app;
    std::shared_ptr<v1::DocumentRequest> request;
};

DocumentVerb documentVerb(CommandTree& tree,
                          CLI::App& noun,
                          const char* name,
                          const std::string& help,
                          const char* document);

/// A verb that sends an act; options write straight into the request.
struct ActVerb {
    CLI::App& app;
    std::shared_ptr<v1::SessionRequest> request;
};

ActVerb actVerb(CommandTree& tree, CLI::App& noun, const char* name, const std::string& help);

/// A text of the act: a positional when `name` is upper case, else an option.
CLI::Option& textOption(CLI::App& app,
                        const char* name,
                        const std::string& help,
                        std::function<void(const std::string&)> set);

/// A whole file; a failure is reported already, and `failed` says how to end.
[[nodiscard]] std::optional<std::string> contentOf(Session& session,
                                                   const std::string& file,
                                                   Exit& failed);

/// Prints a text, or writes it to `file` and says so.
Exit writeText(Session& session, const std::string& file, const std::string& text);

/// Problems of a file, a line each ("file:line:column: key: what"), in the operator's language.
[[nodiscard]] std::string problemsText(const std::string& english, const std::string& language);

/// Says that a file is wrong, a line a problem, and what to do.
void complainOfFile(Session& session, const std::string& problems, const std::string& advice);

}  // namespace mcu::cli
