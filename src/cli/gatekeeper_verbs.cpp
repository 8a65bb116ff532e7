// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_tree.h"
#include "cli/gatekeeper_view.h"
#include "cli/json.h"
#include "cli/text.h"

// The noun gatekeeper: H.323 rooms that are registered, and where the server is.

namespace mcu::cli {

namespace {

Exit printGatekeeper(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto status = session.take(client->status(), failed);
    if (!status) {
        return failed;
    }
    session.out() << (session.globals().json
                          ? toJson(status->gatekeeper()) + "\n"
                          : renderGatekeeper(status->gatekeeper(), session.globals()));
    return Exit::done;
}

}  // namespace

void addGatekeeperVerbs(CommandTree& tree) {
    auto& noun = tree.noun("gatekeeper", tr("H.323: rooms that are registered, and where we are"));
    auto& list = tree.word(noun,
                           "list",
                           tr("the outside gatekeeper's state, and the rooms at our own"),
                           printGatekeeper);
    examples(list, {"mcuctl gatekeeper list", "mcuctl --json gatekeeper list"});
}

}  // namespace mcu::cli
