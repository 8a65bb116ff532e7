// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/incoming_stream.h"

namespace mcu::transport {

namespace {
/// How long a stream must be silent before a clear packet may bring another SSRC.
constexpr auto kSsrcSilence = std::chrono::milliseconds(100);
}  // namespace

void IncomingStream::configure(const media::AgreedStream& agreed, std::uint32_t ownSsrc) {
    ownSsrc_ = ownSsrc;
    codecs_.fill(-1);
    for (const auto& format : agreed.receive) {
        codecs_[format.payloadType & 0x7FU] = static_cast<std::int8_t>(format.codec);
    }
    if (agreed.telephoneEventPt) {
        codecs_[*agreed.telephoneEventPt & 0x7FU] =
            static_cast<std::int8_t>(media::Codec::telephoneEvent);
    }
    if (agreed.active()) {
        latch_.announce(agreed.remoteRtp, agreed.symmetric);
    }
}

std::optional<IncomingStream::Accepted> IncomingStream::accept(const RtpHeader& header,
                                                               std::size_t payloadBytes,
                                                               const sockaddr_storage& source,
                                                               SteadyTime now,
                                                               bool authenticated) {
    if (!knowsPayloadType(header.payloadType)) {
        ++drops_.badPayloadType;
        return std::nullopt;
    }
    if (header.ssrc == ownSsrc_ || (!authenticated && !latch_.accepts(source)) ||
        !acceptSsrc(header, now, authenticated)) {
        ++drops_.badSource;
        return std::nullopt;
    }
    const auto highestBefore = reception_.extendedHighest();
    const auto placed = reception_.add(header.sequence, header.timestamp, now);
    using Verdict = SequenceTracker::Verdict;
    if (placed.verdict != Verdict::fresh) {
        if (placed.verdict == Verdict::duplicate) {
            ++drops_.replayed;
        } else {
            ++drops_.badHeader;
        }
        return std::nullopt;
    }
    if (placed.extended > highestBefore + SequenceTracker::kMaxDropout) {
        ++generation_;
    }
    latch_.latch(source);
    rate_.add(1, payloadBytes);
    lastAccepted_ = now;
    const auto codec = static_cast<media::Codec>(codecs_[header.payloadType & 0x7FU]);
    return Accepted{placed.extended, codec, generation_};
}

bool IncomingStream::acceptSsrc(const RtpHeader& header, SteadyTime now, bool authenticated) {
    if (ssrc_ == header.ssrc) {
        return true;
    }
    if (ssrc_ && !authenticated) {
        const bool second = candidateSsrc_ == header.ssrc && candidateNext_ == header.sequence;
        candidateSsrc_ = header.ssrc;
        candidateNext_ = static_cast<std::uint16_t>(header.sequence + 1);
        if (!second || now - lastAccepted_ < kSsrcSilence) {
            return false;
        }
    }
    begin(header);
    return true;
}

void IncomingStream::begin(const RtpHeader& header) {
    lostBefore_ += reception_.lost();
    const auto codec = static_cast<media::Codec>(codecs_[header.payloadType & 0x7FU]);
    reception_.start(header.sequence, media::rtpClockOf(codec));
    ssrc_ = header.ssrc;
    ++generation_;
}

void IncomingStream::tick(SteadyTime now) {
    if (ssrc_) {
        reception_.tick(now);
    }
    rate_.tick(now);
}

}  // namespace mcu::transport
