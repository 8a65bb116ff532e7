// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "base/mpsc_queue.h"
#include "base/result.h"
#include "base/thread_role.h"
#include "sip/impl/sofia.h"

namespace mcu::sip {

/// The thread the stack runs on: sofia's event loop, woken for posted tasks by an eventfd, so that
/// no sofia function is ever called from another thread. Owned by the SipEndpoint; lives from
/// start() to stop().
class SipThread {
public:
    using Task = std::function<void()>;

    SipThread() = default;
    ~SipThread();
    SipThread(const SipThread&) = delete;
    SipThread& operator=(const SipThread&) = delete;

    Status start();
    /// Queues a task; any thread.
    void post(Task task);
    /// Runs a task there and waits for it; any other thread. Only at start and end.
    void run(Task task);
    /// Ends the loop and joins; tasks still queued are dropped.
    void stop();

    [[nodiscard]] su_root_t* root() const { return root_; }

    [[nodiscard]] const ThreadRole& role() const { return role_; }

    /// Turns the loop for a while from within a task, until `done` or the deadline. For the orderly
    /// end only.
    void spin(std::chrono::milliseconds limit, const std::function<bool()>& done);

private:
    void main(std::promise<bool> ready);
    void drain();
    static int onWake(su_root_magic_t* magic, su_wait_t* wait, su_wakeup_arg_t* argument);

    MpscQueue<Task> tasks_;
    int wakeFd_ = -1;
    std::thread thread_;
    ThreadRole role_;
    std::atomic<bool> stopping_{false};
    su_root_t* root_ = nullptr;
};

}  // namespace mcu::sip
