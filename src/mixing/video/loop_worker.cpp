// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/loop_worker.h"

#include <algorithm>
#include <pthread.h>
#include <utility>
#include <vector>

namespace mcu::mixing {

LoopWorker::LoopWorker() : thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), "video-loop");
}

LoopWorker::~LoopWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void LoopWorker::watch(SourceId source, Look sent, Look arrived) {
    auto made = std::make_shared<Watch>();
    made->sent = std::move(sent);
    made->arrived = std::move(arrived);
    const std::scoped_lock lock(mutex_);
    watches_[source] = std::move(made);
}

void LoopWorker::forget(SourceId source) {
    const std::scoped_lock lock(mutex_);
    watches_.erase(source);
}

double LoopWorker::delayMs(SourceId source) const {
    const std::scoped_lock lock(mutex_);
    const auto found = watches_.find(source);
    return found == watches_.end() ? -1 : found->second->delayMs.load();
}

void LoopWorker::run() {
    std::unique_lock lock(mutex_);
    auto due = std::chrono::steady_clock::now();
    std::vector<std::shared_ptr<Watch>> watches;
    while (!stopping_) {
        for (const auto& [source, watch] : watches_) {
            watches.push_back(watch);
        }
        lock.unlock();
        const auto now = std::chrono::steady_clock::now();
        for (const auto& watch : watches) {
            sample(*watch, now);
        }
        watches.clear();
        due = std::max(due + LoopDetector::kPace, now);
        lock.lock();
        stop_.wait_until(lock, due, [this] { return stopping_; });
    }
}

void LoopWorker::sample(Watch& watch, SteadyTime now) {
    const auto sent = watch.sent();
    const auto arrived = watch.arrived();
    watch.detector.add(
        sent ? LumaGrid(*sent) : LumaGrid(), arrived ? LumaGrid(*arrived) : LumaGrid(), now);
    const auto delay = watch.detector.delay();
    watch.delayMs.store(delay ? std::chrono::duration<double, std::milli>(*delay).count() : -1);
}

}  // namespace mcu::mixing
