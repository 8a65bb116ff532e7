// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/decode_worker.h"

#include <algorithm>
#include <optional>
#include <pthread.h>
#include <utility>

namespace mcu::mixing {

DecodeWorker::DecodeWorker() : thread_([this] { work(); }) {
    pthread_setname_np(thread_.native_handle(), "video-decode");
}

DecodeWorker::~DecodeWorker() {
    stopping_.store(true);
    signal_->notify();
    thread_.join();
}

void DecodeWorker::add(std::shared_ptr<VideoSource> source) {
    ++load_;
    orders_.push({std::move(source), {}});
    signal_->notify();
}

void DecodeWorker::remove(SourceId source) {
    --load_;
    orders_.push({nullptr, source});
    signal_->notify();
}

void DecodeWorker::work() {
    while (!stopping_.load()) {
        takeOrders();
        std::optional<SteadyTime> next;
        for (const auto& source : sources_) {
            const auto now = std::chrono::steady_clock::now();
            source->run(now);
            const auto due = source->deadline(now);
            next = next ? std::min(*next, due) : due;
        }
        signal_->wait(next);
    }
    takeOrders();
    for (const auto& source : sources_) {
        source->shutDown();
    }
    sources_.clear();
}

void DecodeWorker::takeOrders() {
    while (auto order = orders_.pop()) {
        if (order->added) {
            sources_.push_back(std::move(order->added));
            continue;
        }
        const auto found = std::ranges::find(sources_, order->removed, &VideoSource::id);
        if (found != sources_.end()) {
            (*found)->shutDown();
            sources_.erase(found);
        }
    }
}

}  // namespace mcu::mixing
