// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/echo_worker.h"

#include <ctime>
#include <pthread.h>
#include <utility>

namespace mcu::mixing {
namespace {

constexpr std::chrono::milliseconds kPace{250};

}  // namespace

EchoWorker::EchoWorker() : thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), "audio-echo");
}

EchoWorker::~EchoWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void EchoWorker::add(std::shared_ptr<EchoWatch> watch) {
    const std::scoped_lock lock(mutex_);
    watches_.push_back(std::move(watch));
}

void EchoWorker::remove(const std::shared_ptr<EchoWatch>& watch) {
    const std::scoped_lock lock(mutex_);
    std::erase(watches_, watch);
}

std::chrono::nanoseconds EchoWorker::cpuTime() const {
    clockid_t clock{};
    timespec used{};
    auto& thread = const_cast<std::thread&>(thread_);
    if (pthread_getcpuclockid(thread.native_handle(), &clock) != 0 ||
        clock_gettime(clock, &used) != 0) {
        return {};
    }
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void EchoWorker::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const auto watches = watches_;
        lock.unlock();
        for (const auto& watch : watches) {
            watch->analyse();
        }
        lock.lock();
        stop_.wait_for(lock, kPace, [this] { return stopping_; });
    }
}

}  // namespace mcu::mixing
