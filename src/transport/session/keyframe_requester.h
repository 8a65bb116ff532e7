// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace mcu::transport {

/// When to ask a far end for a keyframe: at once, but at most once in 200 ms, then each 500 ms
/// until one comes, at most 5 times. Owned by a Stream.
class KeyframeRequester {
public:
    static constexpr auto kSpacing = std::chrono::milliseconds(200);
    static constexpr auto kRepeat = std::chrono::milliseconds(500);
    static constexpr int kMost = 5;

    void request() {
        pending_ = true;
        asked_ = 0;
    }

    void onKeyframe() {
        pending_ = false;
        waiting_ = false;
    }

    /// True when it is time to ask; counts it as asked.
    bool due(SteadyTime now) {
        if (!pending_) {
            return false;
        }
        if (asked_ >= kMost) {
            onKeyframe();  // the far end does not answer: give up until the next request
            return false;
        }
        const auto wait = waiting_ ? kRepeat : kSpacing;
        if (everAsked_ && now - last_ < wait) {
            return false;
        }
        last_ = now;
        everAsked_ = true;
        waiting_ = true;
        ++asked_;
        return true;
    }

    [[nodiscard]] bool pending() const { return pending_; }

private:
    bool pending_ = false;
    bool waiting_ = false;  ///< asked, and no keyframe came since
    bool everAsked_ = false;
    int asked_ = 0;
    SteadyTime last_{};
};

}  // namespace mcu::transport
