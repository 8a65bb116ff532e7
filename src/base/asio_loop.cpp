// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/asio_loop.h"

#include <atomic>
#include <csignal>
#include <unordered_map>

#define ASIO_STANDALONE
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "base/log.h"

namespace mcu {

namespace {
constexpr auto kSlowTask = std::chrono::milliseconds(50);
}

struct AsioLoop::Impl {
    explicit Impl(std::string loopName)
        : name(std::move(loopName)), work(asio::make_work_guard(context)), signals(context) {}

    void runTimed(const Task& task) {
        const auto begin = std::chrono::steady_clock::now();
        task();
        const auto took = std::chrono::steady_clock::now() - begin;
        if (took > kSlowTask) {
            logger("base").warn(
                "slow task loop={} ms={}",
                name,
                std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
        }
    }

    void waitForSignal(std::function<void(int)> onSignal) {
        signals.async_wait(
            [this, onSignal = std::move(onSignal)](std::error_code error, int number) {
                if (error) {
                    return;
                }
                onSignal(number);
                waitForSignal(onSignal);
            });
    }

    std::string name;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work;
    asio::signal_set signals;
    std::atomic<bool> closed{false};
    TimerId lastTimer = 0;
    std::unordered_map<TimerId, std::unique_ptr<asio::steady_timer>> timers;
    RealClock clock;
    ThreadRole role;
};

AsioLoop::AsioLoop(std::string name) : impl_(std::make_unique<Impl>(std::move(name))) {}

AsioLoop::~AsioLoop() = default;

void AsioLoop::run() {
    impl_->role.bindHere();
    impl_->context.run();
}

void AsioLoop::stop() {
    impl_->closed = true;
    impl_->context.stop();
}

void AsioLoop::onTermination(std::function<void(int)> onSignal) {
    impl_->signals.add(SIGINT);
    impl_->signals.add(SIGTERM);
    impl_->waitForSignal(std::move(onSignal));
}

bool AsioLoop::post(Task task) {
    if (impl_->closed) {
        return false;
    }
    asio::post(impl_->context, [this, task = std::move(task)] { impl_->runTimed(task); });
    return true;
}

Loop::TimerId AsioLoop::after(Duration delay, Task task) {
    impl_->role.assertHere();
    const TimerId id = ++impl_->lastTimer;
    auto timer = std::make_unique<asio::steady_timer>(impl_->context, delay);
    timer->async_wait([this, id, task = std::move(task)](std::error_code error) {
        if (error || impl_->timers.erase(id) == 0) {
            return;
        }
        impl_->runTimed(task);
    });
    impl_->timers.emplace(id, std::move(timer));
    return id;
}

void AsioLoop::cancel(TimerId timer) {
    impl_->role.assertHere();
    impl_->timers.erase(timer);
}

const Clock& AsioLoop::clock() const {
    return impl_->clock;
}

const ThreadRole& AsioLoop::role() const {
    return impl_->role;
}

}  // namespace mcu
