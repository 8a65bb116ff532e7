// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "media/encoded_frame.h"
#include "sim/source/media_loop.h"
#include "sim/watch/sent_times.h"

namespace mcu::sim {

/// A loop being sent into a feed. Owned by the Pacer and whoever steers it; send() on the pacer's
/// thread, the switches from any.
class SendStream {
public:
    SendStream(MediaLoopPointer loop, std::shared_ptr<media::FrameSink> sink);

    /// The next frame is the loop's next keyframe.
    void wantKeyframe() { keyframeWanted_.store(true, std::memory_order_relaxed); }

    /// Sends nothing while frozen; time goes on.
    void setFrozen(bool on) { frozen_.store(on, std::memory_order_relaxed); }

    /// Sends random bytes in place of the media.
    void setGarbage(bool on) { garbage_.store(on, std::memory_order_relaxed); }

    [[nodiscard]] std::shared_ptr<const SentTimes> sentTimes() const { return sent_; }

private:
    friend class Pacer;

    /// Sends the frame that is due and moves on.
    void send(SteadyTime now);
    [[nodiscard]] std::shared_ptr<media::EncodedFrame> frame() const;

    std::atomic<bool> keyframeWanted_{false};
    std::atomic<bool> frozen_{false};
    std::atomic<bool> garbage_{false};
    std::shared_ptr<SentTimes> sent_ = std::make_shared<SentTimes>();
    // Under the pacer's lock.
    MediaLoopPointer loop_;
    std::shared_ptr<media::FrameSink> sink_;
    std::size_t next_ = 0;
    std::uint32_t rtpTimestamp_ = 0;
    SteadyTime due_{};
};

}  // namespace mcu::sim
