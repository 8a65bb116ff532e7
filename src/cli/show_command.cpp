// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show_command.h"

#include <future>
#include <memory>
#include <optional>
#include <stop_token>

#include "cli/access_verbs.h"
#include "cli/clock_text.h"
#include "cli/event_tap.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/watch.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// The procedure's 30 s, and a little to see how it ended.
constexpr auto kAtMost = std::chrono::seconds(35);
constexpr auto kForEvents = std::chrono::seconds(2);
constexpr auto kBetweenLooks = milliseconds(500);

/// One `show`: the command on a thread of its own, its events on another, this one prints.
class Showing {
public:
    Showing(Session& session, v1::CommandRequest request, bool wait)
        : session_(session), request_(std::move(request)), wait_(wait) {}

    Exit run();

private:
    Exit follow(const client::Client& client, EventTap& tap);
    void see(const v1::Event& event, const std::string& actor);
    void look(const client::Client& client);
    void sayPhone(const v1::Event& event);
    void finish(const TwoWay& instants);
    [[nodiscard]] Exit give(client::Answer<v1::CommandReply> answer);

    Session& session_;
    v1::CommandRequest request_;
    const bool wait_;
    std::string site_;  ///< which it is, once the server has said so
    std::optional<v1::CommandReply> reply_;
    std::optional<TwoWay> early_;
    bool lost_ = false;  ///< given up for another picture, or the call of the chair taken back
    std::optional<Exit> end_;
};

Exit Showing::run() {
    Exit failed = Exit::usage;
    if (session_.connect() == nullptr || !session_.complete(request_, failed)) {
        return failed;
    }
    client::Settings settings = session_.globals().server;
    if (settings.deadline == client::Settings().deadline) {
        settings.deadline = kAtMost;  // a room that is dialled first takes its time
    }
    const auto client = session_.take(client::Client::make(settings), failed);
    if (!client) {
        return failed;
    }
    EventTap tap(*client, request_.show().conference());
    (void)tap.ready(kForEvents);
    return follow(*client, tap);
}

Exit Showing::follow(const client::Client& client, EventTap& tap) {
    std::stop_source enough;
    auto answer = std::async(std::launch::async,
                             [&] { return client.execute(request_, enough.get_token()); });
    const std::string actor = actorName(session_.globals());
    const auto begin = Clock::now();
    auto nextLook = begin;
    while (!end_) {
        while (const auto event = tap.next(milliseconds(reply_ ? 50 : 5))) {
            see(*event, actor);
            if (end_) {
                break;
            }
        }
        if (!end_ && !reply_ && answer.wait_for(milliseconds(5)) == std::future_status::ready) {
            const Exit given = give(answer.get());
            if (given != Exit::done || !wait_) {
                return given;
            }
        }
        if (!end_ && reply_ && Clock::now() >= nextLook) {
            look(client);
            nextLook = Clock::now() + kBetweenLooks;
        }
        if (!end_ && reply_ && Clock::now() - begin > kAtMost) {
            session_.complain(tr("not connected both ways within {s} s", {{"s", "35"}}),
                              tr("the clock runs on: mcuctl requests; when you see and hear the "
                                 "site: mcuctl seen"));
            end_ = Exit::refused;
        }
    }
    enough.request_stop();  // what was not answered is not waited for
    return *end_;
}

Exit Showing::give(client::Answer<v1::CommandReply> answer) {
    Exit failed = Exit::refused;
    reply_ = session_.take(std::move(answer), failed);
    if (!reply_) {
        return failed;
    }
    site_ = reply_->sites().empty() ? site_ : reply_->sites(0);
    const Exit end = session_.printReply(request_, *reply_);
    if (end == Exit::done && early_ && wait_ && !session_.globals().json) {
        finish(*early_);
    } else if (end == Exit::done && lost_) {
        end_ = Exit::refused;
    }
    return end;
}

void Showing::see(const v1::Event& event, const std::string& actor) {
    const std::string& kind = event.kind();
    if (kind == "take.started" && !reply_ && event.actor() == actor) {
        site_ = event.site();
        return;
    }
    if (site_.empty() || event.site() != site_) {
        return;
    }
    if (kind == "take.waiting") {
        const auto found = event.fields().find("waiting_for");
        if (found != event.fields().end() && found->second == "phone") {
            sayPhone(event);
            return;
        }
    }
    if (const auto instants = twoWayOf(event)) {
        early_ = instants;  // at times it comes just before the answer, which is printed first
        if (reply_ && wait_ && !session_.globals().json) {
            finish(*instants);
        }
        return;
    }
    // These two the answer itself says.
    const bool said = kind == "take.done" || kind == "take.late" || kind == "take.failed";
    if (!session_.globals().json && !said) {
        session_.out() << "  " << eventLine(event, session_.globals(), false) << std::endl;
    }
    if (kind == "take.fallback" || kind == "request.cancelled") {
        lost_ = true;  // at times it comes just before the answer, which is printed first
        if (reply_) {
            end_ = Exit::refused;
        }
    }
}

/// How it stands without the events: they may have been missed, and a site without a request has
/// none.
void Showing::look(const client::Client& client) {
    const auto requests = client.requests(request_.show().conference());
    const auto* request = requests ? requestOf(*requests, site_) : nullptr;
    if (request == nullptr) {
        end_ = Exit::done;
        return;
    }
    if (isOpen(*request)) {
        return;
    }
    if (session_.globals().json) {
        session_.out() << toJson(*request) << "\n";
    }
    end_ = Exit::refused;
    if (request->state() == "two-way-up") {
        finish(twoWayOf(*request));
    }
}

void Showing::sayPhone(const v1::Event& event) {
    end_ = Exit::done;
    if (session_.globals().json) {
        session_.out() << toJson(event) << "\n";
        return;
    }
    const auto field = [&](const char* name) {
        const auto found = event.fields().find(name);
        return found == event.fields().end() ? std::string() : found->second;
    };
    const auto names = session_.describe({event.site()});
    const std::string phone = field("phone").empty() ? field("owner") : field("phone");
    session_.out() << shaded(session_.globals(),
                             Shade::warning,
                             "☎ " + printable(tr("Call {phone}: please select {site} full screen",
                                                 {{"phone", phone}, {"site", names.front()}})))
                   << "\n  "
                   << tr("the clock runs; when you see and hear the site: mcuctl seen {id}",
                         {{"id", printable(event.site())}})
                   << "\n";
}

void Showing::finish(const TwoWay& instants) {
    end_ = Exit::done;
    if (session_.globals().json) {
        return;
    }
    session_.out() << shaded(session_.globals(), Shade::good, "✓ ")
                   << twoWayText(instants, session_.globals()) << "\n";
}

}  // namespace

void addShowCommand(CommandTree& tree) {
    auto request = std::make_shared<v1::CommandRequest>();
    auto wait = std::make_shared<std::optional<bool>>();
    auto& app = tree.word(tree.app(),
                          "show",
                          tr("put a site on air: picture, sound, one act"),
                          [request, wait](Session& session) {
                              const bool waits = wait->value_or(!session.globals().json);
                              return Showing(session, *request, waits).run();
                          });
    auto* m = request->mutable_show();
    siteArgument(app, [m](const auto& word) { m->set_site(word); });
    app.add_flag_callback(
        "--keep-microphones",
        [m] { m->set_keep_microphones(true); },
        tr("leave all microphones as they are"));
    app.add_flag_callback(
        "--wait",
        [wait] { *wait = true; },
        tr("stay until it is connected both ways, at most 35 s (so without --json)"));
    app.add_flag_callback(
        "--no-wait", [wait] { *wait = false; }, tr("end at the cut (so with --json)"));
    examples(app,
             {"mcuctl show x.03985",
              "mcuctl show \"Chiềng Sơn\"",
              "mcuctl show \"chieng son\" --no-wait"});
}

}  // namespace mcu::cli
