// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/watch.h"

#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <thread>

#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr auto kBetweenAttempts = std::chrono::seconds(1);

std::string timeOfDay(std::int64_t microseconds) {
    const auto seconds = static_cast<std::time_t>(microseconds / 1000000);
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 16> text{};
    const auto length = std::strftime(text.data(), text.size(), "%H:%M:%S", &local);
    const std::string fraction = std::to_string(1000 + microseconds / 1000 % 1000).substr(1);
    return std::string(text.data(), length) + "." + fraction;
}

struct WatchOptions {
    bool reconnect = true;
    int count = 0;  ///< end after so many events; 0: never
};

/// Says something of our own amid the events.
void note(Session& session, const char* kind, const std::string& text) {
    if (session.globals().json) {
        session.out() << "{\"kind\":" << quoted(kind) << ",\"text\":" << quoted(text) << "}"
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

}  // namespace

std::string eventLine(const v1::Event& event, const Globals& globals) {
    const bool error = event.severity() == "error";
    const bool warning = event.severity() == "warning";
    const std::string mark = error ? "✗" : warning ? "!" : "·";
    const std::string text = serverText(event.text(), globals.language);
    std::string line = timeOfDay(event.at_us()) + " " +
                       shaded(globals,
                              error     ? Shade::bad
                              : warning ? Shade::warning
                                        : Shade::faint,
                              mark) +
                       " " + padded(event.conference(), 10) + " " + padded(event.site(), 10) + " " +
                       printable(text.empty() ? event.kind() : text);
    if (!event.actor().empty() && event.actor() != "system") {
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
