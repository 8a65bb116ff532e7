// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "base/ids.h"
#include "media/codec.h"
#include "media/encoded_frame.h"
#include "transport/feed/inbox.h"

namespace mcu::transport {

/// The way of a feed's frames from its encoder to the media threads that have receivers of it.
/// Shared by encoder, control and media threads; any thread.
class FeedChannel final : public media::FrameSink {
public:
    FeedChannel(FeedId id, media::Codec codec, std::vector<std::shared_ptr<Inbox>> inboxes)
        : id_(id), codec_(codec), inboxes_(std::move(inboxes)) {}

    void push(media::FramePointer frame) noexcept override;
    /// Forwarded packets, for the media threads other than `from`.
    void pushForwarded(const ForwardBatch& batch, std::size_t from);

    /// From now on frames are swallowed.
    void close() { closed_.store(true, std::memory_order_release); }

    /// Whether a media thread has receivers; set by that thread.
    void setInterested(std::size_t thread, bool interested);
    /// True at most once in 200 ms, whatever thread asks.
    bool mayAskForKeyframe(SteadyTime now);

    [[nodiscard]] FeedId id() const { return id_; }

    [[nodiscard]] media::Codec codec() const { return codec_; }

private:
    FeedId id_;
    media::Codec codec_;
    std::vector<std::shared_ptr<Inbox>> inboxes_;
    std::atomic<std::uint64_t> interested_{0};
    std::atomic<bool> closed_{false};
    std::atomic<SteadyTime::rep> lastAsked_{0};
};

}  // namespace mcu::transport
