// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/console_command.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

#include "cli/console/console.h"
#include "cli/console/correspondence.h"
#include "cli/console/terminal.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

using std::chrono::milliseconds;

/// While a clock of the chair runs, and else.
constexpr auto kHurried = milliseconds(100);
constexpr auto kCalm = milliseconds(500);
/// A look at the server that takes longer than this is a server that is away.
constexpr auto kForNews = milliseconds(3000);
/// A take dials first where it must.
constexpr auto kForErrands = milliseconds(35000);

volatile std::sig_atomic_t ended = 0;

/// The terminal is given back in order when the console is told to end, or its window is closed.
void endInOrder() {
    struct sigaction action = {};
    action.sa_handler = [](int) { ended = 1; };
    for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
        sigaction(number, &action, nullptr);
    }
}

console::Moment now() {
    return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

/// The loop of the console: what comes in, keys, the screen.
class Desk {
public:
    Desk(Session& session,
         client::Client client,
         client::Client patient,
         client::IncidentClient incidents,
         console::Terminal& terminal)
        : terminal_(terminal),
          console_(session.globals()),
          talk_(std::move(client),
                std::move(patient),
                std::move(incidents),
                session.globals(),
                inbox_) {}

    void run() {
        while (ended == 0 && !console_.done()) {
            terminal_.draw(console_.screen(terminal_.size(), now()));
            if (!await()) {
                return;
            }
            for (auto& tidings : inbox_.takeAll()) {
                std::visit([this](auto&& each) { console_.learn(std::move(each)); },
                           std::move(tidings));
            }
            while (const auto key = terminal_.read()) {
                press(*key);
            }
        }
    }

private:
    /// False: nobody is at the keyboard any more.
    bool await() {
        pollfd from[] = {{STDIN_FILENO, POLLIN, 0}, {inbox_.descriptor(), POLLIN, 0}};
        const auto wait = console_.hurried() ? kHurried : kCalm;
        (void)poll(
            from, 2, static_cast<int>(wait.count()));  // a signal ends it early, as it should
        return (from[0].revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
    }

    void press(const console::Key& key) {
        if (key.kind == console::Key::Kind::redraw) {
            terminal_.forget();
            return;
        }
        if (auto errand = console_.press(key, now())) {
            (void)talk_.send(std::move(*errand));
        }
    }

    console::Terminal& terminal_;
    console::Console console_;
    console::Inbox inbox_;
    console::Correspondence talk_;  ///< last: its threads use the inbox
};

template <typename Client>
std::optional<Client> clientWith(Session& session, milliseconds deadline) {
    client::Settings settings = session.globals().server;
    settings.deadline = deadline;
    Exit failed = Exit::usage;
    return session.take(Client::make(settings), failed);
}

Exit runConsole(Session& session) {
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
        session.complain(tr("the console needs a terminal"),
                         tr("for files and pipes: mcuctl status, mcuctl watch"));
        return Exit::usage;
    }
    auto client = clientWith<client::Client>(session, kForNews);
    auto patient = clientWith<client::Client>(session, kForErrands);
    auto incidents = clientWith<client::IncidentClient>(session, kForNews);
    if (!client || !patient || !incidents) {
        return Exit::usage;
    }
    endInOrder();
    const auto terminal = console::Terminal::open(stdout, stdin, {}, session.globals().colour);
    if (terminal == nullptr) {
        session.complain(tr("this terminal cannot show a console"),
                         tr("set TERM to what it is, for example TERM=xterm-256color"));
        return Exit::refused;
    }
    Desk(session, std::move(*client), std::move(*patient), std::move(*incidents), *terminal).run();
    return Exit::done;
}

}  // namespace

void addConsoleCommand(CommandTree& tree) {
    tree.word(tree.app(),
              "console",
              tr("the live console: script, on air, clocks, sites, on the whole terminal"),
              runConsole);
}

}  // namespace mcu::cli
