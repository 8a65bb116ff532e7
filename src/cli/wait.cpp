// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/wait.h"

#include <map>
#include <string>
#include <thread>
#include <utility>

#include "cli/json.h"
#include "cli/progress.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(400);
/// A site may still be absent right after the command.
constexpr auto kStart = std::chrono::seconds(3);

bool underWay(v1::SiteState state, bool starting) {
    switch (state) {
        case v1::SITE_STATE_DIALLING:
        case v1::SITE_STATE_RINGING:
        case v1::SITE_STATE_CONNECTING:
            return true;
        case v1::SITE_STATE_ABSENT:
            return starting;
        default:
            return false;
    }
}

/// Up to so many sites each change is told; of more, what failed, and how far it is.
constexpr int kTellEach = 10;

/// Follows the sites by status: what is missed between two looks is a state that has passed.
class Follower {
public:
    Follower(Session& session, const v1::CommandReply& reply) : session_(session) {
        for (const auto& id : reply.sites()) {
            last_[id] = v1::SITE_STATE_ABSENT;
        }
    }

    /// Prints the changes; true when no site is under way any more. `passed` since the command.
    bool look(const v1::ServerStatus& status, std::chrono::steady_clock::duration passed) {
        int open = 0;
        connected_ = 0;
        for (const auto& conference : status.conferences()) {
            for (const auto& site : conference.sites()) {
                const auto known = last_.find(site.id());
                if (known == last_.end()) {
                    continue;
                }
                if (known->second != site.state()) {
                    known->second = site.state();
                    tell(site);
                }
                open += underWay(site.state(), passed < kStart) ? 1 : 0;
                connected_ += site.state() == v1::SITE_STATE_CONNECTED ? 1 : 0;
            }
        }
        tellProgress(open, passed);
        return open == 0;
    }

    [[nodiscard]] int connected() const { return connected_; }

    [[nodiscard]] int total() const { return static_cast<int>(last_.size()); }

private:
    void tell(const v1::SiteStatus& site) {
        const bool failed =
            site.state() == v1::SITE_STATE_FAILED || site.state() == v1::SITE_STATE_WAITING;
        if (session_.globals().json || total() <= kTellEach || failed) {
            print(site);
        }
    }

    /// "[####----------------] 48 of 240 connected, 2 not, about 9 s left"; each change a line, so
    /// that it reads in a log too.
    void tellProgress(int open, std::chrono::steady_clock::duration passed) {
        if (session_.globals().json || total() <= kTellEach) {
            return;
        }
        const int settled = total() - open;
        const auto state = std::pair(connected_, settled);
        if (state == told_) {
            return;
        }
        told_ = state;
        session_.out() << progressBar(settled, total()) << " "
                       << tr("{connected} of {total} connected, {failed} not",
                             {{"connected", std::to_string(connected_)},
                              {"total", std::to_string(total())},
                              {"failed", std::to_string(settled - connected_)}})
                       << timeLeftText(timeLeft(settled, total(), passed)) << std::endl;
    }

    void print(const v1::SiteStatus& site) {
        if (session_.globals().json) {
            v1::SiteStatus line = site;
            line.clear_streams();
            session_.out() << toJson(line) << std::endl;
            return;
        }
        session_.out() << "  " << padded(stateText(site.state()), 12) << ' '
                       << printable(site.name()) << " (" << printable(site.id()) << ")"
                       << (site.cause().empty() || site.state() == v1::SITE_STATE_CONNECTED
                               ? ""
                               : ": " + printable(causeText(site.cause())))
                       << std::endl;
    }

    Session& session_;
    std::map<std::string, v1::SiteState> last_;
    int connected_ = 0;
    std::pair<int, int> told_{-1, -1};  ///< connected and settled, as last printed
};

}  // namespace

Exit executeAndWait(Session& session,
                    const v1::CommandRequest& request,
                    std::chrono::seconds atMost) {
    v1::CommandReply reply;
    if (const Exit sent = session.execute(request, &reply); sent != Exit::done) {
        return sent;
    }
    Follower follower(session, reply);
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
        Exit failed = Exit::refused;
        const auto status = session.take(session.connect()->status(), failed);
        if (!status) {
            return failed;
        }
        const auto passed = std::chrono::steady_clock::now() - begin;
        const bool settled = follower.look(*status, passed);
        if (settled || passed > atMost) {
            if (!session.globals().json) {
                session.out() << tr("{connected} of {total} connected",
                                    {{"connected", std::to_string(follower.connected())},
                                     {"total", std::to_string(follower.total())}})
                              << (settled ? "" : ", " + tr("still calling")) << "\n";
            }
            return follower.connected() == follower.total() ? Exit::done : Exit::refused;
        }
        std::this_thread::sleep_for(kBetweenLooks);
    }
}

}  // namespace mcu::cli
