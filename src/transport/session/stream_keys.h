// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/srtp/srtp_receiver.h"
#include "transport/srtp/srtp_sender.h"

namespace mcu::transport {

/// The SRTP contexts of one stream. Keys that come again keep their contexts, and so roll-over
/// counters and replay windows: a re-INVITE that repeats them must not open the stream to old
/// packets. Owned by a Stream; media thread.
class StreamKeys {
public:
    /// Puts keys to work, from signalling or from a handshake. True when any of them is new.
    Result<bool> use(const media::SdesKeys& signalled);
    void clear();

    /// Both directions have keys.
    [[nodiscard]] bool ready() const { return sender_ && receiver_; }

    [[nodiscard]] media::SrtpSuite suite() const { return keys_.suite; }

    [[nodiscard]] std::size_t rtpTagBytes() const {
        return keys_.suite == media::SrtpSuite::aesCm128HmacSha1_80 ? 10 : 16;
    }

    srtp::SrtpSender& sender() { return *sender_; }

    srtp::SrtpReceiver& receiver() { return *receiver_; }

private:
    media::SdesKeys keys_;  ///< as they protect, bound to nothing
    std::unique_ptr<srtp::SrtpSender> sender_;
    std::unique_ptr<srtp::SrtpReceiver> receiver_;
};

}  // namespace mcu::transport
