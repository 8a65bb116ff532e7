// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <future>
#include <thread>

#include "base/thread_role.h"
#include "h323/impl/asio.h"

namespace mcu::h323 {

/// The thread all H.323 signalling runs on, role "h323": sockets, timers, calls. Owned by the
/// H323Endpoint.
class NetworkThread {
public:
    NetworkThread() : work_(asio::make_work_guard(context_)) {}

    ~NetworkThread() { stop(); }

    NetworkThread(const NetworkThread&) = delete;
    NetworkThread& operator=(const NetworkThread&) = delete;

    void start() {
        thread_ = std::thread([this] {
            role_.bindHere();
            context_.run();
        });
    }

    /// After it no task runs any more.
    void stop() {
        context_.stop();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    /// Any thread.
    void post(std::function<void()> task) { asio::post(context_, std::move(task)); }

    /// Runs a task and waits for it; not on the thread itself.
    void run(const std::function<void()>& task) {
        std::promise<void> done;
        asio::post(context_, [&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

    asio::io_context& context() { return context_; }

    [[nodiscard]] const ThreadRole& role() const { return role_; }

private:
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    ThreadRole role_;
    std::thread thread_;
};

}  // namespace mcu::h323
