// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/source/send_stream.h"

#include <utility>

namespace mcu::sim {

SendStream::SendStream(MediaLoopPointer loop, std::shared_ptr<media::FrameSink> sink)
    : loop_(std::move(loop)), sink_(std::move(sink)) {}

std::shared_ptr<media::EncodedFrame> SendStream::frame() const {
    auto made = std::make_shared<media::EncodedFrame>(loop_->frames[next_]);
    if (garbage_.load(std::memory_order_relaxed)) {
        std::uint32_t noise = rtpTimestamp_ | 1U;
        for (auto& byte : made->bytes) {
            noise = noise * 1664525U + 1013904223U;
            byte = static_cast<std::byte>(noise >> 24U);
        }
    }
    return made;
}

void SendStream::send(SteadyTime now) {
    const auto& frames = loop_->frames;
    if (keyframeWanted_.exchange(false, std::memory_order_relaxed)) {
        for (std::size_t tried = 0; tried < frames.size() && !frames[next_].keyframe; ++tried) {
            next_ = (next_ + 1) % frames.size();
        }
    }
    if (!frozen_.load(std::memory_order_relaxed)) {
        auto made = frame();
        made->rtpTimestamp = rtpTimestamp_;
        made->captured = now;
        sent_->note(next_, now);
        sink_->push(std::move(made));
    }
    next_ = (next_ + 1) % frames.size();
    rtpTimestamp_ += loop_->rtpStep;
}

}  // namespace mcu::sim
