// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/status_command.h"

#include <memory>

#include "cli/json.h"
#include "cli/status_view.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

Exit printStatus(Session& session, bool all) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    const Globals& globals = session.globals();
    auto answer = client->status(globals.conference);
    if (!answer && answer.error().kind == client::Failure::Kind::protocol) {
        session.complain(answer.error().text, tr("see: mcuctl conference list"));
        return Exit::refused;
    }
    Exit failed = Exit::refused;
    const auto status = session.take(std::move(answer), failed);
    if (!status) {
        return failed;
    }
    if (!globals.conference.empty() && status->conferences_size() == 0) {
        session.complain(tr("there is no conference {id}", {{"id", globals.conference}}),
                         tr("see: mcuctl conference list"));
        return Exit::refused;
    }
    if (globals.json) {
        session.out() << toJson(*status) << "\n";
        return Exit::done;
    }
    // The page stands without these two, as an older server leaves it.
    Elsewhere elsewhere;
    elsewhere.requests = client->requests(globals.conference).value_or(v1::RequestList());
    elsewhere.cascade = client->cascade().value_or(v1::CascadeStatus());
    session.out() << renderStatus(*status, globals, all, elsewhere);
    return Exit::done;
}

}  // namespace

void addStatusCommand(CommandTree& tree) {
    auto all = std::make_shared<bool>(false);
    auto& app = tree.word(tree.app(),
                          "status",
                          tr("how it stands, on one screen, what is wrong first"),
                          [all](Session& session) { return printStatus(session, *all); });
    app.add_flag("--all", *all, tr("every site, however many"));
}

}  // namespace mcu::cli
