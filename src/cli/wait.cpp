// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/wait.h"

#include <map>
#include <string>
#include <thread>

#include "cli/json.h"
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

/// Follows the sites by status: what is missed between two looks is a state that has passed.
class Follower {
public:
    Follower(Session& session, const v1::CommandReply& reply) : session_(session) {
        for (const auto& id : reply.sites()) {
            last_[id] = v1::SITE_STATE_ABSENT;
        }
    }

    /// Prints the changes; true when no site is under way any more.
    bool look(const v1::ServerStatus& status, bool starting) {
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
                    print(site);
                }
                open += underWay(site.state(), starting) ? 1 : 0;
                connected_ += site.state() == v1::SITE_STATE_CONNECTED ? 1 : 0;
            }
        }
        return open == 0;
    }

    [[nodiscard]] int connected() const { return connected_; }

    [[nodiscard]] int total() const { return static_cast<int>(last_.size()); }

private:
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
        const bool settled = follower.look(*status, passed < kStart);
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
