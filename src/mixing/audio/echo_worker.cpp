// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/echo_worker.h"

#include <chrono>
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
