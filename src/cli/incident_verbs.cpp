// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/incident_verbs.h"

#include <chrono>
#include <memory>

#include "cli/incident_view.h"
#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"
#include "mcu/incident_client.h"

// incident list, show, note, close, quality.

namespace mcu::cli {

namespace {

std::int64_t nowMicroseconds() {
    return std::chrono::floor<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

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

/// Asks; a refusal is reported already.
std::optional<v1::IncidentList> ask(Session& session,
                                    const v1::IncidentQuery& query,
                                    Exit& failed) {
    const auto client =
        session.take(client::IncidentClient::make(session.globals().server), failed);
    if (!client) {
        return std::nullopt;
    }
    auto list = session.take(client->list(query), failed);
    if (list && !list->ok()) {
        const auto& language = session.globals().language;
        session.complain(serverText(list->message(), language),
                         serverText(list->advice(), language));
        failed = exitOf(list->error_code());
        return std::nullopt;
    }
    return list;
}

Exit listIncidents(Session& session, const v1::IncidentQuery& query) {
    Exit failed = Exit::refused;
    const auto list = ask(session, query, failed);
    if (!list) {
        return failed;
    }
    session.out() << (session.globals().json
                          ? toJson(*list) + "\n"
                          : renderIncidents(*list, session.globals(), nowMicroseconds()));
    return Exit::done;
}

Exit showIncident(Session& session, const v1::IncidentQuery& query) {
    Exit failed = Exit::refused;
    const auto list = ask(session, query, failed);
    if (!list) {
        return failed;
    }
    session.out() << (session.globals().json
                          ? toJson(list->incidents(0)) + "\n"
                          : renderIncident(
                                list->incidents(0), session.globals(), nowMicroseconds()));
    return Exit::done;
}

Exit act(Session& session, v1::IncidentRequest request) {
    Exit failed = Exit::refused;
    const auto& globals = session.globals();
    const auto client = session.take(client::IncidentClient::make(globals.server), failed);
    if (!client) {
        return failed;
    }
    request.mutable_actor()->set_name(globals.actor);
    request.mutable_actor()->set_organisation(globals.organisation);
    const auto reply = session.take(client->act(request), failed);
    if (!reply) {
        return failed;
    }
    if (globals.json) {
        session.out() << toJson(*reply) << "\n";
    } else if (reply->ok()) {
        session.out() << shaded(globals, Shade::good, "✓ ")
                      << printable(serverText(reply->message(), globals.language)) << "\n";
    } else {
        session.complain(serverText(reply->message(), globals.language),
                         serverText(reply->advice(), globals.language));
    }
    return reply->ok() ? Exit::done : exitOf(reply->error_code());
}

Exit listQuality(Session& session) {
    Exit failed = Exit::refused;
    const auto client =
        session.take(client::IncidentClient::make(session.globals().server), failed);
    if (!client) {
        return failed;
    }
    const auto list = session.take(client->quality(), failed);
    if (!list) {
        return failed;
    }
    if (!list->ok()) {
        session.complain(serverText(list->message(), session.globals().language), {});
        return Exit::refused;
    }
    session.out() << (session.globals().json ? toJson(*list) + "\n"
                                             : renderQuality(*list, session.globals()));
    return Exit::done;
}

void addList(CommandTree& tree, CLI::App& noun) {
    auto query = std::make_shared<v1::IncidentQuery>();
    auto& app = tree.word(
        noun, "list", tr("what is wrong and what was, newest first"), [query](Session& session) {
            return listIncidents(session, *query);
        });
    app.add_flag_callback(
        "--open", [query] { query->set_open_only(true); }, tr("only those not over yet"));
    app.add_option_function<std::string>(
           "--owner",
           [query](const std::string& owner) { query->set_owner(owner); },
           tr("organisation that answers for the site"))
        ->type_name("ORG");
    app.add_option_function<std::string>(
           "--site",
           [query](const std::string& site) { query->set_site(site); },
           tr("of one site, by its id"))
        ->type_name("SITE");
}

}  // namespace

void addIncidentVerbs(CommandTree& tree) {
    auto& noun = tree.noun("incident", tr("faults of sites, from when they are seen until healed"));
    addList(tree, noun);
    tree.word(noun,
              "quality",
              tr("loss, jitter, delay, rates of each site and their grade, the worst first"),
              listQuality);
    auto query = std::make_shared<v1::IncidentQuery>();
    auto& show = tree.word(noun,
                           "show",
                           tr("everything about one: I-5, of another MCU mcu.vnpt/I-5"),
                           [query](Session& session) { return showIncident(session, *query); });
    textOption(show, "INCIDENT", tr("its number"), [query](const std::string& word) {
        query->set_incident(word);
    });
    auto note = std::make_shared<v1::IncidentRequest>();
    auto& noting =
        tree.word(noun, "note", tr("write down what is known and done"), [note](Session& session) {
            return act(session, *note);
        });
    textOption(noting, "INCIDENT", tr("its number"), [note](const std::string& word) {
        note->set_incident(word);
    });
    textOption(noting, "TEXT", tr("what is known and done"), [note](const std::string& text) {
        note->mutable_note()->set_text(text);
    });
    auto close = std::make_shared<v1::IncidentRequest>();
    close->mutable_close();
    auto& closing = tree.word(noun,
                              "close",
                              tr("end one by hand; healed ones end by themselves"),
                              [close](Session& session) { return act(session, *close); });
    textOption(closing, "INCIDENT", tr("its number"), [close](const std::string& word) {
        close->set_incident(word);
    });
    textOption(closing, "TEXT", tr("why"), [close](const std::string& text) {
        close->mutable_close()->set_text(text);
    }).required(false);
}

}  // namespace mcu::cli
