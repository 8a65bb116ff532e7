// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "media/agreed_media.h"
#include "transport/rtp/reception.h"
#include "transport/rtp/rtp_header.h"
#include "transport/session/source_latch.h"

namespace mcu::transport {

/// Packets refused, by reason.
struct DropCounts {
    std::uint64_t badHeader = 0;
    std::uint64_t badSource = 0;
    std::uint64_t badPayloadType = 0;
    std::uint64_t badAuth = 0;
    std::uint64_t replayed = 0;
    std::uint64_t clearRefused = 0;

    [[nodiscard]] std::uint64_t total() const {
        return badHeader + badSource + badPayloadType + badAuth + replayed + clearRefused;
    }
};

/// Decides which RTP packets of a stream are taken: payload type, source address, SSRC, sequence
/// (RFC 3550 appendix A.1), and keeps their figures. Owned by a Stream; media thread.
class IncomingStream {
public:
    void configure(const media::AgreedStream& agreed, std::uint32_t ownSsrc);

    struct Accepted {
        std::uint64_t sequence =
            0;  ///< extended; continuous over SSRC changes only in that it never repeats
        media::Codec codec = media::Codec::pcma;
        std::uint32_t generation = 0;  ///< counts SSRC changes and restarts of the sender
    };

    [[nodiscard]] bool knowsPayloadType(std::uint8_t payloadType) const {
        return codecs_[payloadType & 0x7FU] >= 0;
    }

    [[nodiscard]] bool isTelephoneEvent(std::uint8_t payloadType) const {
        return codecs_[payloadType & 0x7FU] ==
               static_cast<std::int8_t>(media::Codec::telephoneEvent);
    }

    /// Takes a packet or counts why not. `authenticated`: SRTP vouches for it, so its source and
    /// SSRC are believed.
    std::optional<Accepted> accept(const RtpHeader& header,
                                   std::size_t payloadBytes,
                                   const sockaddr_storage& source,
                                   SteadyTime now,
                                   bool authenticated);
    void tick(SteadyTime now);

    /// The stream fell silent.
    void release() { latch_.release(); }

    [[nodiscard]] const SourceLatch& latch() const { return latch_; }

    SourceLatch& latch() { return latch_; }

    [[nodiscard]] const Reception& reception() const { return reception_; }

    Reception& reception() { return reception_; }

    [[nodiscard]] const RateMeter& rate() const { return rate_; }

    [[nodiscard]] std::optional<std::uint32_t> ssrc() const { return ssrc_; }

    [[nodiscard]] SteadyTime lastAccepted() const { return lastAccepted_; }

    [[nodiscard]] std::uint64_t lost() const { return lostBefore_ + reception_.lost(); }

    DropCounts& drops() { return drops_; }

    [[nodiscard]] const DropCounts& drops() const { return drops_; }

private:
    bool acceptSsrc(const RtpHeader& header, SteadyTime now, bool authenticated);
    void begin(const RtpHeader& header);

    std::array<std::int8_t, 128> codecs_ = [] {
        std::array<std::int8_t, 128> none{};
        none.fill(-1);
        return none;
    }();
    std::uint32_t ownSsrc_ = 0;
    SourceLatch latch_;
    std::optional<std::uint32_t> ssrc_;
    std::uint32_t generation_ = 0;
    Reception reception_;
    RateMeter rate_;
    SteadyTime lastAccepted_{};
    std::uint64_t lostBefore_ = 0;  ///< of earlier SSRCs
    // A new SSRC is believed at its second packet in sequence, once the old one is silent.
    std::uint32_t candidateSsrc_ = 0;
    std::uint16_t candidateNext_ = 0;
    DropCounts drops_;
};

}  // namespace mcu::transport
