// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "media/agreed_media.h"
#include "media/encoded_frame.h"
#include "transport/feed/forward_batch.h"
#include "transport/rtp/reception.h"
#include "transport/rtp/rtp_header.h"

namespace mcu::transport {

/// The numbering of what one receiver gets: one SSRC, continuous sequence numbers and timestamps
/// whatever feeds it switches between, and which feed that is. It decides and numbers; Stream
/// writes and sends. Media thread.
class OutgoingStream {
public:
    OutgoingStream(media::Kind kind, std::uint32_t ssrc);

    /// What the far end accepts now; nothing is sent until this was called with a sending
    /// direction.
    void configure(const media::AgreedStream& agreed);

    /// Makes `feed` the one to send, from its next keyframe (video) or frame (audio). None: stops.
    /// `contributor` is named in its packets; 0: nobody.
    void subscribe(FeedId feed, std::uint32_t contributor = 0);
    /// The feed is gone, or is not to be sent any more.
    void drop(FeedId feed);

    /// A frame of `feed` is there. True: write its packets by number(). Cuts over when it may.
    /// Packets of another codec than agreed are counted and not sent.
    bool takeFrame(FeedId feed,
                   media::Codec codec,
                   const media::EncodedFrame& frame,
                   SteadyTime now);
    /// A forwarded packet of `feed` is there. True: send it with the header given. Another codec
    /// as above.
    bool takeForwarded(FeedId feed, const ForwardBatch::Item& item, RtpHeader& header);
    /// The header of packet `index` of the frame just taken.
    RtpHeader number(const media::EncodedFrame& frame, std::size_t index);

    /// Figures for the sender report.
    void sent(std::size_t packets, std::size_t bytes) { rate_.add(packets, bytes); }

    void tick(SteadyTime now) { rate_.tick(now); }

    [[nodiscard]] FeedId current() const { return current_; }

    [[nodiscard]] FeedId pending() const { return pending_; }

    /// The feed that took over since the last call, once it was announced.
    std::optional<FeedId> takeCut();
    /// The feed left at the last cut; none when there was none.
    FeedId takeLeft();
    /// RTP timestamp of an instant, for the sender report (RFC 3550 section 6.4.1).
    [[nodiscard]] std::uint32_t timestampAt(SteadyTime instant) const;

    [[nodiscard]] std::uint32_t ssrc() const { return ssrc_; }

    [[nodiscard]] bool sending() const { return sending_; }

    [[nodiscard]] bool sentAnything() const { return started_; }

    [[nodiscard]] const RateMeter& rate() const { return rate_; }

    [[nodiscard]] media::Codec codec() const { return codec_; }

    [[nodiscard]] SteadyTime lastSent() const { return lastInstant_; }

    /// Packets of the current or pending feed that were not sent: not of the agreed codec.
    [[nodiscard]] std::uint64_t wrongCodec() const { return wrongCodec_; }

private:
    /// True: `packets` of this feed may go out. Counts those of another codec.
    bool fits(FeedId feed, media::Codec codec, std::size_t packets);
    [[nodiscard]] bool mayCut(bool keyframe) const;
    void cut(std::uint32_t sourceTimestamp, SteadyTime instant);

    media::Kind kind_;
    std::uint32_t ssrc_;
    media::Codec codec_ = media::Codec::pcma;
    std::uint32_t clockRate_ = 8000;
    std::uint8_t payloadType_ = 0;
    bool sending_ = false;

    FeedId current_;
    FeedId pending_;
    FeedId left_;
    std::uint32_t contributor_ = 0;  ///< of current_
    std::uint32_t pendingContributor_ = 0;
    std::optional<FeedId> cut_;
    bool announce_ = false;  ///< tell of the cut to pending_

    std::uint16_t nextSequence_;
    std::uint32_t offset_;  ///< ours = the feed's + offset
    std::uint32_t lastTimestamp_ = 0;
    SteadyTime lastInstant_{};  ///< when lastTimestamp_ was captured
    std::uint64_t wrongCodec_ = 0;
    bool started_ = false;
    bool marker_ = false;  ///< audio: first packet after a cut

    // Of the forwarded feed that is current: ours = the source's extended sequence + shift.
    bool forwarding_ = false;
    std::uint32_t generation_ = 0;
    std::uint64_t firstForwarded_ = 0;
    std::uint16_t forwardShift_ = 0;

    RateMeter rate_;
};

}  // namespace mcu::transport
