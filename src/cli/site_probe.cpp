// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/site_probe.h"

#include <memory>

#include "cli/json.h"
#include "cli/probe_view.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "mcu/probe_client.h"

namespace mcu::cli {

namespace {

struct Options {
    v1::ProbeRequest request;
    bool last = false;
};

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

/// Refused also when the room was not reached, so that a script can tell.
Exit probe(Session& session, Options options) {
    const auto& globals = session.globals();
    Exit failed = Exit::refused;
    const auto client = session.take(client::ProbeClient::make(globals.server), failed);
    if (!client) {
        return failed;
    }
    options.request.mutable_actor()->set_name(globals.actor);
    options.request.mutable_actor()->set_organisation(globals.organisation);
    const auto reply = session.take(
        options.last ? client->last(options.request.target()) : client->probe(options.request),
        failed);
    if (!reply) {
        return failed;
    }
    if (!reply->ok()) {
        if (globals.json) {
            session.out() << toJson(*reply) << "\n";
        } else {
            session.complain(serverText(reply->message(), globals.language),
                             serverText(reply->advice(), globals.language));
        }
        return exitOf(reply->error_code());
    }
    session.out() << (globals.json ? toJson(reply->report()) + "\n"
                                   : renderProbe(reply->report(), globals));
    return reply->report().connected() ? Exit::done : Exit::refused;
}

}  // namespace

void addSiteProbe(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<Options>();
    auto& app = tree.word(noun,
                          "probe",
                          tr("call a room to learn what it can do, and hang up"),
                          [options](Session& session) { return probe(session, *options); });
    app.add_option_function<std::string>(
           "SITE",
           [options](const std::string& word) { options->request.set_target(word); },
           tr("site: id, alias or exact name; or an address to call"))
        ->required()
        ->type_name("");
    app.add_flag_callback(
        "--last",
        [options] { options->last = true; },
        tr("what the last probe found; nothing is called"));
    app.add_option_function<int>(
           "--timeout",
           [options](int seconds) {
               options->request.set_call_timeout_ms(static_cast<std::int64_t>(seconds) * 1000);
           },
           tr("seconds the room has to answer (20)"))
        ->check(CLI::Range(1, 120))
        ->type_name("S");
    examples(app,
             {"mcuctl site probe x.03985",
              "mcuctl site probe h323:192.0.2.9",
              "mcuctl --json site probe x.03985 --last"});
}

}  // namespace mcu::cli
