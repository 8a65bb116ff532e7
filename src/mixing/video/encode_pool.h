// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "mixing/video/view_encoder.h"

namespace mcu::mixing {

/// A fixed number of threads that run encoders, one picture at a time and in turn, so that slow
/// encoding holds up neither the composer nor another view for long. Owned by the mixer.
class EncodePool {
public:
    explicit EncodePool(int threads);
    ~EncodePool();
    EncodePool(const EncodePool&) = delete;
    EncodePool& operator=(const EncodePool&) = delete;

    /// Hands an encoder over that said it must be; any thread.
    void schedule(std::shared_ptr<ViewEncoder> encoder);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::shared_ptr<ViewEncoder>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace mcu::mixing
