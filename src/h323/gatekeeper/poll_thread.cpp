// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/poll_thread.h"

#include <algorithm>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

#include "base/check.h"

namespace mcu::h323::gatekeeper {

PollThread::PollThread() : wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    MCU_CHECK(wake_ >= 0);
}

PollThread::~PollThread() {
    stop();
    ::close(wake_);
}

void PollThread::start(Work work) {
    work_ = std::move(work);
    thread_ = std::thread([this] { run(); });
}

void PollThread::stop() {
    if (!thread_.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    const std::uint64_t one = 1;
    (void)!::write(wake_, &one, sizeof one);
    thread_.join();
}

void PollThread::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    (void)!::write(wake_, &one, sizeof one);
}

int PollThread::millisecondsToWait() const {
    const auto next = work_.nextTimer();
    if (!next) {
        return -1;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*next - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60000));
}

void PollThread::runTasks() {
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (const auto& task : tasks) {
        task();
    }
}

void PollThread::run() {
    role_.bindHere();
    std::vector<pollfd> watched = {{wake_, POLLIN, 0}};
    for (const int fd : work_.descriptors) {
        watched.push_back({fd, POLLIN, 0});
    }
    while (true) {
        (void)::poll(watched.data(), watched.size(), millisecondsToWait());
        std::uint64_t count = 0;
        (void)!::read(wake_, &count, sizeof count);
        runTasks();
        for (std::size_t i = 1; i < watched.size(); ++i) {
            if (watched[i].revents != 0) {
                work_.readable(watched[i].fd);
            }
        }
        if (const auto next = work_.nextTimer();
            next && *next <= std::chrono::steady_clock::now()) {
            work_.tick();
        }
        const std::lock_guard lock(mutex_);
        if (stopping_ && tasks_.empty()) {
            return;
        }
    }
}

}  // namespace mcu::h323::gatekeeper
