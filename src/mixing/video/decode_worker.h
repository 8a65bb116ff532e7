// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/mpsc_queue.h"
#include "mixing/video/video_source.h"
#include "mixing/video/wake_signal.h"

namespace mcu::mixing {

/// A thread that decodes some sources, one after another. The number of workers is fixed; a source
/// stays with its worker. Owned by the mixer.
class DecodeWorker {
public:
    DecodeWorker();
    ~DecodeWorker();
    DecodeWorker(const DecodeWorker&) = delete;
    DecodeWorker& operator=(const DecodeWorker&) = delete;

    /// The control thread; none waits for the worker.
    void add(std::shared_ptr<VideoSource> source);
    void remove(SourceId source);

    [[nodiscard]] int load() const { return load_; }

    [[nodiscard]] const std::shared_ptr<WakeSignal>& signal() const { return signal_; }

private:
    struct Order {
        std::shared_ptr<VideoSource> added;
        SourceId removed;
    };

    void work();
    void takeOrders();

    std::shared_ptr<WakeSignal> signal_ = std::make_shared<WakeSignal>();
    MpscQueue<Order> orders_;
    std::atomic<bool> stopping_{false};
    int load_ = 0;                                       ///< control thread
    std::vector<std::shared_ptr<VideoSource>> sources_;  ///< worker
    std::thread thread_;
};

}  // namespace mcu::mixing
