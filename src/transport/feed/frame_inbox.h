// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <variant>

#include "base/ids.h"
#include "base/mpsc_queue.h"
#include "media/encoded_frame.h"
#include "transport/feed/forward_batch.h"
#include "transport/net/waker.h"

namespace mcu::transport {

/// What waits to be sent by one media thread: frames of encoders, packets forwarded by another
/// media thread. Shared by the thread and the feeds, whose sinks encoders may hold longer than the
/// thread lives.
struct FrameInbox {
    struct Entry {
        FeedId feed;
        std::variant<media::FramePointer, std::shared_ptr<const ForwardBatch>> content;
    };

    MpscQueue<Entry> queue;
    Waker waker;
};

}  // namespace mcu::transport
