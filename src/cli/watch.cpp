// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/watch.h"

#include <array>
#include <chrono>
#include <memory>
#include <string_view>
#include <thread>

#include "cli/json.h"
#include "cli/number_text.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr auto kBetweenAttempts = std::chrono::seconds(1);

struct WatchOptions {
    bool reconnect = true;
    int count = 0;  ///< end after so many events; 0: never
};

/// Says something of our own amid the events.
void note(Session& session, const char* kind, const std::string& text) {
    if (session.globals().json) {
        session.out() << "{\"kind\":" << jsonText(kind) << ",\"text\":" << jsonText(text) << "}"
                      << std::endl;
    } else {
        session.out() << shaded(session.globals(), Shade::faint, "-- " + printable(text))
                      << std::endl;
    }
}

Exit watch(Session& session, const WatchOptions& options) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    int seen = 0;
    bool everConnected = false;
    bool reported = false;
    client::Client::Watcher watcher;
    watcher.event = [&](const v1::Event& event) {
        session.out() << (session.globals().json ? toJson(event)
                                                 : eventLine(event, session.globals()))
                      << std::endl;
        ++seen;
        return options.count == 0 || seen < options.count;
    };
    watcher.connected = [&] {
        note(session,
             "watch.connected",
             everConnected
                 ? tr("connected to the server again")
                 : tr("following {server}", {{"server", session.globals().server.server}}));
        everConnected = true;
        reported = false;
    };
    for (;;) {
        const auto failure = client->watch(session.globals().conference, watcher);
        if (!failure) {
            return Exit::done;
        }
        const bool slow = failure->kind == client::Failure::Kind::tooSlow;
        if (!slow && (!everConnected || !options.reconnect ||
                      failure->kind != client::Failure::Kind::unreachable)) {
            return session.report(*failure);
        }
        if (!reported) {
            reported = true;
            note(session,
                 slow ? "watch.lost-events" : "watch.disconnected",
                 slow ? tr("this terminal was too slow: some events were lost")
                      : tr("the server is away; waiting for it"));
        }
        std::this_thread::sleep_for(kBetweenAttempts);
    }
}

struct Look {
    const char* mark = "·";
    Shade shade = Shade::faint;
    bool whole = false;  ///< the text too
};

/// The few that the technician waits for stand out, whatever their severity.
Look lookOf(const v1::Event& event) {
    struct Known {
        std::string_view kind;
        Look look;
    };

    static constexpr std::array<Known, 9> kKnown = {{
        {"take.two-way-up", {"✓", Shade::good, true}},
        {"request.asked", {"☎", Shade::strong, true}},
        {"request.amber", {"◷", Shade::warning, true}},
        {"request.red", {"◷", Shade::bad, true}},
        {"request.breach", {"✗", Shade::bad, true}},
        {"cascade.order.waiting", {"?", Shade::warning, true}},
        {"cascade.order.escalated", {"?", Shade::bad, true}},
        {"talkback.message", {"✉", Shade::strong, true}},
        {"cascade.up", {"✓", Shade::good, false}},
    }};
    if (event.severity() != "error" &&
        !(event.kind() == "take.two-way-up" && event.severity() == "warning")) {
        for (const auto& [kind, look] : kKnown) {
            if (kind == event.kind()) {
                return look;
            }
        }
    }
    if (event.severity() == "error") {
        return {"✗", Shade::bad, event.kind() == "request.breach"};
    }
    return event.severity() == "warning" ? Look{"!", Shade::warning, false} : Look();
}

std::string textOf(const v1::Event& event, const Globals& globals) {
    const std::string text = serverText(event.text(), globals.language);
    return printable(text.empty() ? event.kind() : text);
}

}  // namespace

std::string eventLine(const v1::Event& event, const Globals& globals, bool withPlace) {
    const auto look = lookOf(event);
    const std::string text = textOf(event, globals);
    std::string line =
        timeOfDay(event.at_us(), true) + " " + shaded(globals, look.shade, look.mark) + " ";
    if (withPlace) {
        line += padded(event.conference(), 10) + " " + padded(event.site(), 10) + " ";
    }
    line += look.whole ? shaded(globals, look.shade, text) : text;
    if (!event.actor().empty() && event.actor() != "system" && withPlace) {
        line += "  [" + printable(event.actor()) + "]";
    }
    return line;
}

void addWatchCommand(CommandTree& tree) {
    auto options = std::make_shared<WatchOptions>();
    auto& app = tree.word(
        tree.app(), "watch", tr("follow what happens, one line each"), [options](Session& session) {
            return watch(session, *options);
        });
    app.add_flag_callback(
        "--no-reconnect",
        [options] { options->reconnect = false; },
        tr("end when the server goes away"));
    app.add_option("--count", options->count, tr("end after so many events"))
        ->check(CLI::Range(1, 1000000))
        ->type_name("N");
}

}  // namespace mcu::cli
