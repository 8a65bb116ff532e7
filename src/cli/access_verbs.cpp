// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access_verbs.h"

#include "cli/access_view.h"
#include "cli/json.h"
#include "cli/text.h"
#include "mcu/access_client.h"

// Who may do what: the word whoami, the verb sec rights.

namespace mcu::cli {

namespace {

v1::Actor actorOf(const Globals& globals) {
    v1::Actor actor;
    actor.set_name(globals.actor);
    actor.set_organisation(globals.organisation);
    return actor;
}

/// Ends as "not allowed" for somebody the server does not know: for scripts.
Exit printWhoAmI(Session& session) {
    Exit failed = Exit::usage;
    const auto client = session.take(client::AccessClient::make(session.globals().server), failed);
    if (!client) {
        return failed;
    }
    const auto who = session.take(client->whoAmI(actorOf(session.globals())), failed);
    if (!who) {
        return failed;
    }
    session.out() << (session.globals().json ? toJson(*who) + "\n"
                                             : rendered(whoAmILines(*who), session.globals()));
    return who->known() ? Exit::done : Exit::notAllowed;
}

Exit printRights(Session& session) {
    Exit failed = Exit::usage;
    const auto client = session.take(client::AccessClient::make(session.globals().server), failed);
    if (!client) {
        return failed;
    }
    const auto rights = session.take(client->rights(), failed);
    if (!rights) {
        return failed;
    }
    session.out() << (session.globals().json ? toJson(*rights) + "\n"
                                             : rendered(rightsLines(*rights), session.globals()));
    return Exit::done;
}

}  // namespace

std::string actorName(const Globals& globals) {
    const auto client = client::AccessClient::make(globals.server);
    if (!client) {
        return globals.actor;
    }
    const auto who = client->whoAmI(actorOf(globals));
    return who && who->known() && !who->name().empty() ? who->name() : globals.actor;
}

void addWhoAmI(CommandTree& tree) {
    auto& whoami = tree.word(
        tree.app(), "whoami", tr("who the server takes you for, and what you may do"), printWhoAmI);
    whoami.group(tr("Information"));
    examples(whoami, {"mcuctl whoami", "mcuctl --json whoami"});
}

void addRights(CommandTree& tree, CLI::App& noun) {
    auto& rights =
        tree.word(noun, "rights", tr("rights of each role, and who has which role"), printRights);
    examples(rights, {"mcuctl sec rights", "mcuctl --json sec rights"});
}

}  // namespace mcu::cli
