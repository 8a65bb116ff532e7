// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/srtp_receiver.h"

#include <array>

#include "transport/srtp/packet_cipher.h"
#include "transport/srtp/packet_index.h"
#include "transport/srtp/replay_window.h"

namespace mcu::srtp {

namespace {

/// Failures in a row after which a known SSRC's roll-over counter may have been lost in a long
/// silence.
constexpr std::uint32_t kFailuresBeforeSearch = 16;
/// How far ahead a lost roll-over counter is looked for, one value a packet.
constexpr std::uint32_t kSearchSpan = 16;

struct Source {
    std::uint32_t ssrc = 0;
    ReplayWindow rtp;
    ReplayWindow rtcp;
    std::uint32_t failures = 0;  ///< RTP packets in a row that were not accepted
};

}  // namespace

struct SrtpReceiver::Impl {
    std::unique_ptr<PacketCipher> cipher;
    std::array<Source, kMaxSources> sources;
    std::size_t sourceCount = 0;
    std::uint32_t strangers = 0;  ///< packets in a row of unknown SSRCs whose tag was wrong

    Source* find(std::uint32_t ssrc) noexcept {
        for (std::size_t i = 0; i < sourceCount; ++i) {
            if (sources[i].ssrc == ssrc) {
                return &sources[i];
            }
        }
        return nullptr;
    }

    /// To be called once `ssrc` is authenticated and there is room.
    Source& add(std::uint32_t ssrc) noexcept {
        Source& source = sources[sourceCount++];
        source.ssrc = ssrc;
        return source;
    }

    template <typename Open>
    Verdict receiveRtp(ConstBytes packet, Open open) noexcept;
    std::optional<std::uint64_t> searchedIndex(const Source& source,
                                               std::uint16_t sequence) const noexcept;
    template <typename Open>
    Verdict receiveFromStranger(ConstBytes packet, const RtpHead& head, Open open) noexcept;
};

/// The next guess for a source whose estimate keeps failing: ahead of all it sent, so nothing old
/// can be replayed.
std::optional<std::uint64_t> SrtpReceiver::Impl::searchedIndex(
    const Source& source, std::uint16_t sequence) const noexcept {
    const std::uint64_t highest = source.rtp.highest();
    const std::uint64_t rollOver = (highest >> 16) + source.failures % kSearchSpan;
    const std::uint64_t index = (rollOver << 16) | sequence;
    if (index <= highest || index > kMaxRtpIndex) {
        return std::nullopt;
    }
    return index;
}

template <typename Open>
SrtpReceiver::Verdict SrtpReceiver::Impl::receiveFromStranger(ConstBytes packet,
                                                              const RtpHead& head,
                                                              Open open) noexcept {
    if (sourceCount == sources.size()) {
        return Verdict::replayed;
    }
    // A stream starts with roll-over counter 0 (RFC 3711 section 3.3.1). One that is joined late,
    // or whose first packets before a wrap were lost, is found by trying one more value with each
    // packet.
    const std::uint64_t guess = 1 + strangers % (kSearchSpan - 1);
    for (const std::uint64_t rollOver : {std::uint64_t{0}, guess}) {
        const PacketPlace place{head.length, head.ssrc, (rollOver << 16) | head.sequence};
        if (cipher->verifyRtp(packet, place) && open(place)) {
            strangers = 0;
            add(head.ssrc).rtp.mark(place.index);
            return Verdict::ok;
        }
    }
    ++strangers;
    return Verdict::badAuth;
}

/// `open(place)` does what the caller wants of the packet, given its index, and says whether its
/// tag was right.
template <typename Open>
SrtpReceiver::Verdict SrtpReceiver::Impl::receiveRtp(ConstBytes packet, Open open) noexcept {
    const auto head = readRtpHead(packet);
    if (!head || packet.size() < head->length + cipher->tagLength()) {
        return Verdict::malformed;
    }
    Source* source = find(head->ssrc);
    if (source == nullptr) {
        return receiveFromStranger(packet, *head, open);
    }
    if (!source->rtp.any()) {  // known by its RTCP alone
        const PacketPlace place{head->length, head->ssrc, head->sequence};
        if (!open(place)) {
            return Verdict::badAuth;
        }
        source->rtp.mark(place.index);
        return Verdict::ok;
    }
    if (source->failures >= kFailuresBeforeSearch) {
        const auto searched = searchedIndex(*source, head->sequence);
        if (searched) {
            const PacketPlace place{head->length, head->ssrc, *searched};
            if (cipher->verifyRtp(packet, place) && open(place)) {
                source->failures = 0;
                source->rtp.mark(place.index);
                return Verdict::ok;
            }
        }
    }
    const auto index = nearestIndex(source->rtp.highest(), head->sequence);
    if (index && !source->rtp.isFresh(*index)) {
        ++source->failures;  // a wrong estimate shows as this too
        return Verdict::replayed;
    }
    if (!index || !open({head->length, head->ssrc, *index})) {
        ++source->failures;
        return Verdict::badAuth;
    }
    source->failures = 0;
    source->rtp.mark(*index);
    return Verdict::ok;
}

SrtpReceiver::SrtpReceiver(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SrtpReceiver::~SrtpReceiver() = default;
SrtpReceiver::SrtpReceiver(SrtpReceiver&&) noexcept = default;
SrtpReceiver& SrtpReceiver::operator=(SrtpReceiver&&) noexcept = default;

Result<SrtpReceiver> SrtpReceiver::create(media::SrtpSuite suite,
                                          std::span<const std::byte> masterKeyAndSalt) {
    auto cipher = PacketCipher::create(suite, masterKeyAndSalt, PacketCipher::Direction::open);
    if (!cipher) {
        return cipher.error();
    }
    auto impl = std::make_unique<Impl>();
    impl->cipher = std::move(*cipher);
    return SrtpReceiver(std::move(impl));
}

SrtpReceiver::Verdict SrtpReceiver::authenticateRtp(std::span<const std::byte> packet) noexcept {
    return impl_->receiveRtp(
        packet, [&](const PacketPlace& place) { return impl_->cipher->verifyRtp(packet, place); });
}

SrtpReceiver::Verdict SrtpReceiver::unprotectRtp(std::span<std::byte> packet,
                                                 std::size_t& length) noexcept {
    return impl_->receiveRtp(packet, [&](const PacketPlace& place) {
        return impl_->cipher->openRtp(packet, length, place);
    });
}

SrtpReceiver::Verdict SrtpReceiver::unprotectRtcp(std::span<std::byte> packet,
                                                  std::size_t& length) noexcept {
    const auto ssrc = readRtcpSsrc(packet);
    if (!ssrc || packet.size() < kRtcpHeadLength + kRtcpIndexLength + impl_->cipher->tagLength()) {
        return Verdict::malformed;
    }
    const std::uint32_t index = impl_->cipher->rtcpIndexWord(packet) & kMaxRtcpIndex;
    Source* source = impl_->find(*ssrc);
    if (source == nullptr ? impl_->sourceCount == kMaxSources : !source->rtcp.isFresh(index)) {
        return Verdict::replayed;
    }
    if (!impl_->cipher->openRtcp(packet, length, {kRtcpHeadLength, *ssrc, index})) {
        return Verdict::badAuth;
    }
    (source != nullptr ? *source : impl_->add(*ssrc)).rtcp.mark(index);
    return Verdict::ok;
}

}  // namespace mcu::srtp
