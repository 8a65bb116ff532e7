// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "media/transport.h"
#include "transport/dtls/dtls_identity.h"
#include "transport/feed/forward_batch.h"
#include "transport/net/send_batch.h"

namespace mcu::transport {

class Stream;

/// What a stream sees of its media thread: the time of this sweep, the send batch, the way to other
/// streams and to the control thread. Implemented by MediaThread.
class StreamHost {
public:
    virtual ~StreamHost() = default;

    [[nodiscard]] virtual SteadyTime now() const = 0;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual std::chrono::milliseconds mediaTimeout() const = 0;
    [[nodiscard]] virtual const dtls::DtlsIdentity& identity() const = 0;
    virtual SendBatch& batch() = 0;
    virtual media::TransportTotals& totals() = 0;
    /// Runs on the control thread.
    virtual void report(std::function<void(media::Transport::Listener&)> event) = 0;
    /// A receiver needs a keyframe of this feed.
    virtual void wantKeyframe(FeedId feed) = 0;
    /// The stream gets this feed no more.
    virtual void leaveFeed(FeedId feed, Stream& stream) = 0;
    /// Where forwarded packets of a feed gather until the end of the sweep; null for an unknown
    /// feed.
    virtual ForwardBatch* forwardBatch(FeedId feed) = 0;
};

}  // namespace mcu::transport
