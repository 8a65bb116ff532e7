// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/watcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace mcu::sim {
namespace {

constexpr std::chrono::milliseconds kPeriod{5};

}  // namespace

WatchThread::WatchThread() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

WatchThread::~WatchThread() = default;

void WatchThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::vector<std::shared_ptr<Watcher>> watchers;
        {
            const std::lock_guard lock(mutex_);
            watchers = watchers_;
        }
        // Without the lock: making a decoder takes long, and the control thread must not wait for
        // it.
        for (const auto& watcher : watchers) {
            watcher->poll();
        }
        std::this_thread::sleep_for(kPeriod);
    }
}

void WatchThread::add(std::shared_ptr<Watcher> watcher) {
    const std::lock_guard lock(mutex_);
    watchers_.push_back(std::move(watcher));
}

void WatchThread::remove(const Watcher* watcher) {
    const std::lock_guard lock(mutex_);
    std::erase_if(watchers_, [watcher](const auto& known) { return known.get() == watcher; });
}

}  // namespace mcu::sim
