// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/loop_worker.h"

#include <algorithm>
#include <pthread.h>
#include <utility>
#include <vector>

namespace mcu::mixing {
namespace {

/// Less than this in every field is the noise of one picture coded again.
constexpr float kChange = 1.5F;

}  // namespace

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

std::optional<media::PictureLook> LoopWorker::look(SourceId source) const {
    const std::scoped_lock lock(mutex_);
    const auto found = watches_.find(source);
    if (found == watches_.end() || found->second->brightness.load() < 0) {
        return std::nullopt;
    }
    const auto& watch = *found->second;
    return media::PictureLook{watch.brightness.load(), watch.contrast.load(), watch.stillMs.load()};
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
    const LumaGrid grid = arrived ? LumaGrid(*arrived) : LumaGrid();
    if (arrived) {
        noteLook(watch, grid, now);
    }
    watch.detector.add(sent ? LumaGrid(*sent) : LumaGrid(), grid, now);
    const auto delay = watch.detector.delay();
    watch.delayMs.store(delay ? std::chrono::duration<double, std::milli>(*delay).count() : -1);
}

void LoopWorker::noteLook(Watch& watch, const LumaGrid& arrived, SteadyTime now) {
    if (!watch.changed || arrived.greatestChange(watch.before) >= kChange) {
        watch.changed = now;
        watch.before = arrived;
    }
    watch.contrast.store(arrived.deviation());
    watch.stillMs.store(std::chrono::duration<double, std::milli>(now - *watch.changed).count());
    watch.brightness.store(arrived.mean());
}

}  // namespace mcu::mixing
