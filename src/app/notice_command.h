// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include "base/loop.h"
#include "session/notice.h"

namespace mcu::app {

/// Sends notices by a program of the operator's: no shell, the text on its standard input, what it
/// is about in HNTH_CHANNEL, HNTH_TO, HNTH_SUBJECT, HNTH_RECIPIENT, HNTH_SESSION. Exit 0 within the
/// time: sent. One after another on a thread of its own, so that the control thread never waits.
/// Owned by `app`.
class NoticeCommand final : public session::NoticeSender {
public:
    /// An empty command sends nothing. The loop outlives this.
    NoticeCommand(Loop& control, std::vector<std::string> command, std::chrono::seconds timeout);
    ~NoticeCommand() override;
    NoticeCommand(const NoticeCommand&) = delete;
    NoticeCommand& operator=(const NoticeCommand&) = delete;

    [[nodiscard]] bool ready() const override { return !command_.empty(); }

    void send(session::Notice notice, std::function<void(Status)> sent) override;

private:
    struct Job {
        session::Notice notice;
        std::function<void(Status)> sent;
    };

    void run();
    [[nodiscard]] Status carryOut(const session::Notice& notice) const;

    Loop& control_;
    const std::vector<std::string> command_;
    const std::chrono::seconds timeout_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::queue<Job> jobs_;  ///< under the mutex
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace mcu::app
