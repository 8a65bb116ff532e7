// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <set>

#include "cli/cert_commands.h"
#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/authority.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kNameColumns = 14;

/// Asks mcuctl itself for the candidates, so that the script never grows old.
constexpr const char* kBash = R"BASH(# mcuctl completion for bash: eval "$(mcuctl completion bash)"
_mcuctl() {
    local IFS=$'\n'
    local current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=($(compgen -W "$(mcuctl --timeout 1 completion words -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "$current"))
    declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "$current"
}
complete -o default -F _mcuctl mcuctl
)BASH";

void printSites(Session& session) {
    const auto* client = session.connect();
    const auto sites = client == nullptr
                           ? client::Answer<v1::SiteList>(tl::unexpected(client::Failure{}))
                           : client->sites();
    if (!sites) {
        return;  // no server, no candidates
    }
    for (const auto& site : sites->sites()) {
        session.out() << site.id() << "\n";
        for (const auto& alias : site.aliases()) {
            session.out() << alias << "\n";
        }
    }
}

void printConferences(Session& session) {
    const auto* client = session.connect();
    const auto status = client == nullptr
                            ? client::Answer<v1::ServerStatus>(tl::unexpected(client::Failure{}))
                            : client->status();
    if (status) {
        for (const auto& conference : status->conferences()) {
            session.out() << conference.id() << "\n";
        }
    }
}

void printLayouts(Session& session) {
    const auto* client = session.connect();
    const auto layouts = client == nullptr
                             ? client::Answer<v1::LayoutList>(tl::unexpected(client::Failure{}))
                             : client->layouts();
    if (layouts) {
        for (const auto& layout : layouts->layouts()) {
            session.out() << layout << "\n";
        }
    }
}

/// Ids an authority has signed for; of the folder named so far, else the usual one.
void printIssued(Session& session, const std::vector<std::string>& before) {
    const auto named = std::find(before.begin(), before.end(), "--dir");
    const auto issued = pki::Authority::list(
        named == before.end() || std::next(named) == before.end() ? kAuthorityFolder
                                                                  : *std::next(named));
    std::set<std::string> ids;
    for (const auto& each : issued.value_or(std::vector<pki::Issued>{})) {
        ids.insert(each.mcuId);
    }
    for (const auto& id : ids) {
        session.out() << id << "\n";
    }
}

/// Links, waiting orders or unacknowledged messages, whichever the argument is.
void printCascadeWords(Session& session, const std::string& argument) {
    const auto* client = session.connect();
    const auto cascade = client == nullptr
                             ? client::Answer<v1::CascadeStatus>(tl::unexpected(client::Failure{}))
                             : client->cascade();
    if (!cascade) {
        return;
    }
    for (const auto& link : cascade->links()) {
        session.out() << (argument == "MCU" || argument == "TEXT" ? link.mcu() + "\n" : "");
    }
    for (const auto& order : cascade->orders()) {
        const bool fits = argument == "ORDER" && order.state() == "waiting";
        session.out() << (fits ? std::to_string(order.id()) + "\n" : "");
    }
    for (const auto& message : cascade->messages()) {
        const bool fits = argument == "MESSAGE" && message.acknowledged_by().empty();
        session.out() << (fits ? std::to_string(message.id()) + "\n" : "");
    }
}

/// What may stand in the place of a positional argument.
void printArgument(Session& session,
                   const std::string& argument,
                   const std::vector<std::string>& before) {
    if (argument == "SITE") {
        printSites(session);
    } else if (argument == "CONFERENCE") {
        printConferences(session);
    } else if (argument == "LAYOUT") {
        printLayouts(session);
    } else if (argument == "VIEW") {
        session.out() << "programme\nchair\n";
        printSites(session);
    } else if (argument == "STATE") {
        session.out() << "on\noff\n";
    } else if (argument == "POLICY") {
        session.out() << "auto\nconfirm\nmanual\n";
    } else if (argument == "MCU" && !before.empty() && before.front() == "cert") {
        printIssued(session, before);
    } else if (argument == "MCU" || argument == "TEXT" || argument == "ORDER" ||
               argument == "MESSAGE") {
        printCascadeWords(session, argument);
    }
}

/// Everything that may follow the words typed so far.
Exit printWords(Session& session, const CLI::App& root, const std::vector<std::string>& before) {
    const CLI::App* at = &root;
    for (const auto& word : before) {
        for (const auto* each : at->get_subcommands([](const CLI::App*) { return true; })) {
            at = each->get_name() == word ? each : at;
        }
    }
    const std::string last = before.empty() ? "" : before.back();
    if (last == "--conference" || last == "--home") {
        printConferences(session);
        return Exit::done;
    }
    if (last == "--dir" || last == "--out") {
        return Exit::done;  // the shell knows folders
    }
    if (last == "--layout") {
        printLayouts(session);
        return Exit::done;
    }
    for (const auto* each : at->get_subcommands([](const CLI::App*) { return true; })) {
        session.out() << each->get_name() << "\n";
    }
    for (const auto* option : at->get_options()) {
        if (option->nonpositional()) {
            session.out() << option->get_name(false, false) << "\n";
        } else {
            printArgument(session, option->get_name(true), before);
        }
    }
    return Exit::done;
}

/// Libraries of the server: what is in use, what it was built with.
void printComponents(Session& session, const v1::VersionReply& version) {
    session.out() << tr("build {id}",
                        {{"id", version.build_id().empty() ? "-" : version.build_id()}})
                  << "\n";
    for (const auto& component : version.components()) {
        session.out() << "  " << padded(component.name(), kNameColumns)
                      << padded(component.version(), kNameColumns * 2)
                      << tr("built with {version}", {{"version", component.built_with()}}) << "  "
                      << component.licence() << "\n";
    }
}

Exit printVersion(Session& session, bool verbose) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto version = session.take(client->version(), failed);
    if (!version) {
        return failed;
    }
    if (session.globals().json) {
        session.out() << toJson(*version) << "\n";
    } else {
        session.out() << "mcuctl " << MCU_VERSION << ", mcud " << version->version() << " ("
                      << version->server_id() << "), API " << version->api() << "\n";
        if (verbose) {
            printComponents(session, *version);
        }
    }
    return Exit::done;
}

}  // namespace

void addInformation(CommandTree& tree) {
    auto verbose = std::make_shared<bool>(false);
    auto& version =
        tree.word(tree.app(),
                  "version",
                  tr("versions of mcuctl and of the server"),
                  [verbose](Session& session) { return printVersion(session, *verbose); });
    version.group(tr("Information"));
    version.add_flag("--verbose", *verbose, tr("and of the libraries it runs with, and its build"));
    auto& completion = tree.noun("completion", tr("completion for a shell"));
    completion.group(tr("Information"));
    tree.word(completion, "bash", tr("print the script for bash"), [](Session& session) {
        session.out() << kBash;
        return Exit::done;
    });
    auto before = std::make_shared<std::vector<std::string>>();
    auto& words = tree.word(
        completion,
        "words",
        tr("what may follow the given words"),
        [before, &tree](Session& session) { return printWords(session, tree.app(), *before); });
    words.add_option("WORD", *before, tr("the words typed so far, after --"))->type_name("");
}

}  // namespace mcu::cli
