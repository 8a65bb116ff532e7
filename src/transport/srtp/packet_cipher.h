// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/srtp/rtp_layout.h"

namespace mcu::srtp {

/// A packet to work on: the octets, where the clear head ends, and what the cryptographic context
/// needs of it.
struct PacketPlace {
    std::size_t headLength = 0;
    std::uint32_t ssrc = 0;
    std::uint64_t index = 0;  ///< ROC and SEQ for RTP, the SRTCP index for RTCP
};

/// The transform of one suite in one direction: seals and opens packets whose index is known. It
/// keeps no state of the stream; roll-over and replay belong to SrtpSender and SrtpReceiver. Not
/// thread-safe; nothing here allocates but create().
class PacketCipher {
public:
    enum class Direction : std::uint8_t { seal, open };

    static Result<std::unique_ptr<PacketCipher>> create(media::SrtpSuite suite,
                                                        ConstBytes masterKeyAndSalt,
                                                        Direction direction);
    virtual ~PacketCipher() = default;

    /// Octets added to an RTP packet; SRTCP adds four more for its index.
    [[nodiscard]] virtual std::size_t tagLength() const noexcept = 0;

    /// Encrypts `buffer[0, length)` and appends the tag (RTP) or index and tag (RTCP); `length`
    /// grows.
    virtual bool sealRtp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept = 0;
    virtual bool sealRtcp(Bytes buffer, std::size_t& length, const PacketPlace& place) noexcept = 0;

    /// Whether the tag is right; the packet stays as it is.
    virtual bool verifyRtp(ConstBytes packet, const PacketPlace& place) noexcept = 0;
    /// Verifies and decrypts in place; `length` becomes that of the clear packet. After a failure
    /// the packet's octets are not to be used.
    virtual bool openRtp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept = 0;
    virtual bool openRtcp(Bytes packet, std::size_t& length, const PacketPlace& place) noexcept = 0;
    /// The E flag and SRTCP index, as sent. The caller has checked that the packet is long enough.
    [[nodiscard]] virtual std::uint32_t rtcpIndexWord(ConstBytes packet) const noexcept = 0;
};

inline constexpr std::uint32_t kRtcpEncryptedFlag = 0x80000000;
inline constexpr std::size_t kRtcpIndexLength = 4;

}  // namespace mcu::srtp
