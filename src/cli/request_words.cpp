// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <memory>

#include "cli/clock_text.h"
#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/number_text.h"
#include "cli/requests_view.h"
#include "cli/text.h"

// The chair's calls: request, requests, seen, back, next.

namespace mcu::cli {

namespace {

constexpr int kShown = 12;
constexpr std::int64_t kLimitMicroseconds = 30'000'000;

/// The request just stamped: its number, and until when it is to be done.
void printStamp(Session& session, const v1::CommandReply& reply) {
    const auto list = session.connect()->requests(session.globals().conference);
    const auto* request =
        list && reply.sites_size() > 0 ? requestOf(*list, reply.sites(0)) : nullptr;
    if (request == nullptr) {
        return;
    }
    session.out() << "  " << requestNumber(request->number()) << "  "
                  << tr("asked {time}, until {limit} at the latest",
                        {{"time", timeOfDay(request->asked_at_us())},
                         {"limit", timeOfDay(request->asked_at_us() + kLimitMicroseconds)}})
                  << "\n"
                  << "  → mcuctl show " << request->site() << "\n";
}

struct RequestWords {
    std::string site;
    std::string reason;
    bool cancel = false;
};

Exit requestSite(Session& session, const RequestWords& words) {
    v1::CommandRequest request;
    if (words.cancel) {
        auto& m = *request.mutable_cancel_request();
        m.set_site(words.site);
        m.set_reason(words.reason);
        return session.execute(request);
    }
    request.mutable_request_site()->set_site(words.site);
    v1::CommandReply reply;
    const Exit end = session.execute(request, &reply);
    if (end == Exit::done && !session.globals().json) {
        printStamp(session, reply);
    }
    return end;
}

void addRequest(CommandTree& tree) {
    auto words = std::make_shared<RequestWords>();
    auto& app = tree.word(tree.app(),
                          "request",
                          tr("the chair asks for a site: stamps the time, starts the 30 s clock"),
                          [words](Session& session) { return requestSite(session, *words); });
    auto& site = siteArgument(app, [words](const auto& word) { words->site = word; });
    site.required(false);
    auto* cancel =
        app.add_flag("--cancel",
                     words->cancel,
                     tr("the chair no longer wants it (without SITE: the newest open one)"));
    app.add_option("--reason", words->reason, tr("why it is cancelled"))
        ->type_name("TEXT")
        ->needs(cancel);
    needSitesOrAll(app, site, *cancel);
    examples(app,
             {"mcuctl request \"Chiềng Sơn\"",
              "mcuctl request --cancel",
              "mcuctl request --cancel x.03985 --reason \"mất điện\""});
}

Exit listRequests(Session& session, bool all) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto list = session.take(client->requests(session.globals().conference), failed);
    if (!list) {
        return failed;
    }
    session.out() << (session.globals().json
                          ? toJson(*list) + "\n"
                          : renderRequests(*list,
                                           session.globals(),
                                           all ? std::numeric_limits<int>::max() : kShown));
    return Exit::done;
}

void addRequests(CommandTree& tree) {
    auto all = std::make_shared<bool>(false);
    auto& app = tree.word(tree.app(),
                          "requests",
                          tr("the chair's calls and their clocks, newest first"),
                          [all](Session& session) { return listRequests(session, *all); });
    app.add_flag("--all", *all, tr("every one, however many"));
}

void addSeen(CommandTree& tree) {
    const auto seen =
        tree.command(tree.app(),
                     "seen",
                     tr("you see and hear the site: ends its clock where the machine cannot tell"));
    auto* m = seen.request->mutable_confirm_seen();
    siteArgument(seen.app, [m](const auto& word) { m->set_site(word); }).required(false);
    examples(seen.app, {"mcuctl seen", "mcuctl seen x.03985"});
}

void addNext(CommandTree& tree) {
    const auto next = tree.command(
        tree.app(), "next", tr("get the next site ready, so that its cut comes without delay"));
    auto* m = next.request->mutable_precue();
    auto& site = siteArgument(next.app, [m](const auto& word) { m->set_site(word); });
    site.required(false);
    auto* off = next.app.add_flag_callback("--off", [] {}, tr("end it"));
    off->excludes(&site);
    needSitesOrAll(next.app, site, *off);
    examples(next.app, {"mcuctl next x.03985", "mcuctl next --off"});
}

}  // namespace

void addRequestWords(CommandTree& tree) {
    addRequest(tree);
    addRequests(tree);
    addNext(tree);
    const auto back = tree.command(tree.app(), "back", tr("back to the main site, one act"));
    back.request->mutable_back();
    addSeen(tree);
}

}  // namespace mcu::cli
