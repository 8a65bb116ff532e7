// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <variant>

#include "base/ids.h"
#include "base/mpsc_queue.h"
#include "media/encoded_frame.h"
#include "transport/feed/forward_batch.h"
#include "transport/net/waker.h"

namespace mcu::transport {

class MediaThread;

/// What waits for one media thread: commands of the control thread, frames of encoders, packets
/// forwarded by another media thread. One queue, so that what one thread asks happens in the order
/// it asked. Shared by the thread and the feeds, whose sinks encoders may hold longer than the
/// thread lives.
struct Inbox {
    using Command = std::function<void(MediaThread&)>;

    struct Frame {
        FeedId feed;
        media::FramePointer frame;
    };

    struct Forwarded {
        FeedId feed;
        std::shared_ptr<const ForwardBatch> packets;
    };

    using Entry = std::variant<Command, Frame, Forwarded>;

    /// Any thread.
    void push(Entry entry) {
        queue.push(std::move(entry));
        waker.wake();
    }

    MpscQueue<Entry> queue;
    Waker waker;
};

}  // namespace mcu::transport
