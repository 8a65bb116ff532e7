// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/feed/feed_channel.h"

namespace mcu::transport {

namespace {
constexpr auto kKeyframeSpacing = std::chrono::milliseconds(200);
}

void FeedChannel::push(media::FramePointer frame) noexcept {
    const auto interested = interested_.load(std::memory_order_acquire);
    if (interested == 0 || !frame || closed_.load(std::memory_order_acquire)) {
        return;
    }
    for (std::size_t i = 0; i < inboxes_.size(); ++i) {
        if ((interested >> i & 1U) != 0) {
            inboxes_[i]->push(Inbox::Frame{id_, frame});
        }
    }
}

void FeedChannel::pushForwarded(const ForwardBatch& batch, std::size_t from) {
    const auto others = interested_.load(std::memory_order_acquire) & ~(std::uint64_t{1} << from);
    if (others == 0) {
        return;
    }
    const auto copy = std::make_shared<const ForwardBatch>(batch);
    for (std::size_t i = 0; i < inboxes_.size(); ++i) {
        if ((others >> i & 1U) != 0) {
            inboxes_[i]->push(Inbox::Forwarded{id_, copy});
        }
    }
}

void FeedChannel::setInterested(std::size_t thread, bool interested) {
    const std::uint64_t bit = std::uint64_t{1} << thread;
    if (interested) {
        interested_.fetch_or(bit, std::memory_order_acq_rel);
    } else {
        interested_.fetch_and(~bit, std::memory_order_acq_rel);
    }
}

bool FeedChannel::mayAskForKeyframe(SteadyTime now) {
    auto last = lastAsked_.load(std::memory_order_relaxed);
    const auto current = now.time_since_epoch().count();
    if (last != 0 && current - last < SteadyTime::duration(kKeyframeSpacing).count()) {
        return false;
    }
    return lastAsked_.compare_exchange_strong(last, current, std::memory_order_relaxed);
}

}  // namespace mcu::transport
