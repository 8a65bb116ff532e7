// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/encode_pool.h"

#include <algorithm>
#include <pthread.h>
#include <utility>

namespace mcu::mixing {

EncodePool::EncodePool(int threads) {
    for (int i = 0; i < std::max(1, threads); ++i) {
        threads_.emplace_back([this] { work(); });
        pthread_setname_np(threads_.back().native_handle(), "video-encode");
    }
}

EncodePool::~EncodePool() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    for (const auto& encoder : waiting_) {
        encoder->release();
    }
}

void EncodePool::schedule(std::shared_ptr<ViewEncoder> encoder) {
    {
        const std::scoped_lock lock(mutex_);
        waiting_.push_back(std::move(encoder));
    }
    wake_.notify_one();
}

void EncodePool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        auto encoder = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        const bool more = encoder->step();
        lock.lock();
        if (more) {
            waiting_.push_back(std::move(encoder));
        } else {
            lock.unlock();
            encoder.reset();  // may free pictures
            lock.lock();
        }
    }
}

}  // namespace mcu::mixing
