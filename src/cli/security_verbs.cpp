// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/access_verbs.h"
#include "cli/command_tree.h"
#include "cli/document_files.h"
#include "cli/json.h"
#include "cli/page.h"
#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"

// The noun sec: what an inspection of the system's security asks for (SEC-03).

namespace mcu::cli {

namespace {

constexpr std::size_t kPortColumns = 24;
constexpr std::size_t kStateColumns = 12;
constexpr std::size_t kPurposeColumns = 14;

struct StateText {
    const char* text;
    std::optional<Shade> shade;
};

StateText stateOf(const v1::PortUse& port) {
    if (port.state() == "open") {
        return {later("open"), Shade::good};
    }
    if (port.state() == "idle") {
        return {later("unused"), std::nullopt};
    }
    return port.state() == "closed" ? StateText{later("CLOSED"), Shade::bad}
                                    : StateText{later("UNEXPECTED"), Shade::bad};
}

std::string portText(const v1::PortUse& port) {
    std::string text = port.protocol() + " " + (port.host().empty() ? "*" : port.host()) + ":" +
                       std::to_string(port.first());
    if (port.last() != port.first()) {
        text += "-" + std::to_string(port.last());
    }
    return text;
}

Line lineOf(const v1::PortUse& port) {
    const auto state = stateOf(port);
    std::string text = padded(portText(port), kPortColumns) + " " +
                       padded(tr(state.text), kStateColumns) + " " +
                       padded(port.purpose(), kPurposeColumns) + " " + port.key();
    if (port.last() != port.first() && port.sockets() > 0) {
        text += "  " + tr("({n} sockets)", {{"n", std::to_string(port.sockets())}});
    }
    return {text, state.shade};
}

/// Refused when something is open that should not be, or the other way round: for scripts.
Exit printPorts(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto list = session.take(client->ports(), failed);
    if (!list) {
        return failed;
    }
    Lines lines;
    bool good = true;
    for (const auto& port : list->ports()) {
        lines.push_back(lineOf(port));
        good = good && (port.state() == "open" || port.state() == "idle");
    }
    if (session.globals().json) {
        session.out() << toJson(*list) << "\n";
    } else {
        session.out() << rendered(lines, session.globals());
        if (!good) {
            session.complain(tr("what is open is not what the configuration opens"),
                             tr("look at the lines marked; mcud --check-config FILE, and the log"));
        }
    }
    return good ? Exit::done : Exit::refused;
}

}  // namespace

void addSecurityVerbs(CommandTree& tree) {
    auto& noun = tree.noun("sec", tr("what an inspection of security asks for"));
    auto& ports = tree.word(noun,
                            "ports",
                            tr("ports the configuration opens, and what is open: for the firewall"),
                            printPorts);
    examples(ports, {"mcuctl sec ports", "mcuctl --json sec ports"});
    documentVerb(tree,
                 noun,
                 "report",
                 tr("how the server is secured, with the requirements each line is evidence for"),
                 "sec-report");
    auto options = std::make_shared<FileOptions>();
    auto& write = tree.word(
        noun,
        "write",
        tr("the same into files, with hash and signature"),
        [options](Session& session) { return writeDocument(session, "sec-report", *options); });
    fileOptions(write, *options);
    examples(write, {"mcuctl sec write --dir hs-attt --sign-certificate vp.pem --sign-key vp.key"});
    addRights(tree, noun);
}

}  // namespace mcu::cli
