// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "sim/watch/sent_times.h"

namespace mcu::sim {

/// Collects delays from one room's sending to another's receiving. Any thread.
class DelayProbe {
public:
    /// `onset`: see MediaLoop::onset; zero for pictures.
    DelayProbe(int site, std::shared_ptr<const SentTimes> sent, Duration onset)
        : site_(site), sent_(std::move(sent)), onset_(onset) {}

    [[nodiscard]] int site() const { return site_; }

    void arrived(std::size_t frame, SteadyTime at) {
        if (const auto delay = sent_->since(frame, at - onset_)) {
            const std::lock_guard lock(mutex_);
            milliseconds_.push_back(std::chrono::duration<double, std::milli>(*delay).count());
        }
    }

    [[nodiscard]] std::vector<double> milliseconds() const {
        const std::lock_guard lock(mutex_);
        return milliseconds_;
    }

private:
    int site_;
    std::shared_ptr<const SentTimes> sent_;
    Duration onset_;
    mutable std::mutex mutex_;
    std::vector<double> milliseconds_;
};

}  // namespace mcu::sim
