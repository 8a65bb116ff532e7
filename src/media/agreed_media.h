// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/net_address.h"
#include "base/secret.h"
#include "media/codec.h"

namespace mcu::media {

enum class Encryption : std::uint8_t { disabled, preferred, required };

/// Seen from this MCU.
enum class Direction : std::uint8_t { inactive, sendOnly, receiveOnly, sendReceive };

[[nodiscard]] inline bool sends(Direction d) {
    return d == Direction::sendOnly || d == Direction::sendReceive;
}

[[nodiscard]] inline bool receives(Direction d) {
    return d == Direction::receiveOnly || d == Direction::sendReceive;
}

enum class SrtpSuite : std::uint8_t {
    aesCm128HmacSha1_80,  ///< RFC 4568: 16 byte key, 14 byte salt
    aeadAes128Gcm,        ///< RFC 7714: 16 byte key, 12 byte salt
    aeadAes256Gcm,        ///< RFC 7714: 32 byte key, 12 byte salt
};

[[nodiscard]] std::string_view nameOf(SrtpSuite suite);
/// Bytes of master key and salt together: 30, 28, 44.
[[nodiscard]] std::size_t keyLengthOf(SrtpSuite suite);

/// Master key followed by master salt, raw.
using SrtpKey = Secret<std::vector<std::byte>>;

/// Keys exchanged in the signalling (RFC 4568).
struct SdesKeys {
    SrtpSuite suite = SrtpSuite::aesCm128HmacSha1_80;
    SrtpKey local;   ///< what we send with
    SrtpKey remote;  ///< what we receive with
    /// What both ends hold from elsewhere, without which the keys are of no use to a reader of the
    /// signalling: the packets are protected with keys derived from both. Empty: the keys as they
    /// are.
    Secret<std::string> boundTo = {};
};

/// DTLS-SRTP (RFC 5763): the handshake runs on the media path.
struct DtlsPeer {
    std::string fingerprintAlgorithm = "sha-256";
    std::string fingerprint;   ///< "AB:CD:..." upper case
    bool weAreClient = false;  ///< a=setup:active on our side
    bool operator==(const DtlsPeer&) const = default;
};

/// AES in CBC over RTP payloads (ITU-T H.235.6), keys exchanged in the signalling. A key of 16 or
/// 32 octets a direction; absent: that direction is in the clear, or closed. RTCP is in the clear,
/// and nothing is authenticated.
struct CbcKeys {
    /// A key that is being replaced, and the payload type that packets under it have.
    struct Former {
        std::uint8_t payloadType = 0;
        SrtpKey key;
        bool operator==(const Former&) const = default;
    };

    std::optional<SrtpKey> local;   ///< what we send with
    std::optional<SrtpKey> remote;  ///< what we receive with
    /// Of `remote`, while both may be in use (H.235.6 clause 8.6).
    std::optional<Former> former = {};
    bool operator==(const CbcKeys&) const = default;
};

/// "AES_CBC_128" or "AES_CBC_256".
[[nodiscard]] std::string_view nameOf(const CbcKeys& keys);

using Keying = std::variant<std::monostate, SdesKeys, DtlsPeer, CbcKeys>;

/// ICE credentials and candidates of one side of one stream (RFC 8445, RFC 8839 candidate lines
/// without "a=").
struct IceParameters {
    std::string ufrag;
    std::string password;
    std::vector<std::string> candidates;
    bool lite = false;  ///< a=ice-lite: the side answers checks and starts none
    bool operator==(const IceParameters&) const = default;
};

/// Our side of one stream: where packets for it arrive. Filled by Transport::openSession, put into
/// the offer or answer.
struct LocalStream {
    Kind kind = Kind::audio;
    NetAddress rtp;
    NetAddress rtcp;                   ///< RTP port + 1; unused once rtcp-mux is agreed
    std::optional<IceParameters> ice;  ///< when the session was opened with ICE
    std::uint32_t ssrc = 0;
    std::string cname;
};

struct LocalMedia {
    SessionId session;
    std::vector<LocalStream> streams;  ///< audio first, then video
    std::string dtlsFingerprint;       ///< sha-256 of our certificate, "AB:CD:..."
};

/// One stream as offer and answer left it.
struct AgreedStream {
    Kind kind = Kind::audio;
    Direction direction = Direction::sendReceive;
    NetAddress remoteRtp;  ///< unset: rejected stream (port 0)
    NetAddress remoteRtcp;
    bool rtcpMux = false;
    bool symmetric = true;  ///< ours go to where theirs come from (RFC 4961); false: as announced
    CodecFormat send;       ///< what we send: the remote's payload type and limits
    std::vector<CodecFormat> receive;              ///< what may arrive, by our payload types
    std::optional<std::uint8_t> telephoneEventPt;  ///< of events that arrive (RFC 4733)
    Keying keying;
    std::optional<IceParameters> ice;  ///< the remote's, when both sides do ICE
    bool remoteTakesPli = false;       ///< a=rtcp-fb nack pli
    bool remoteTakesFir = false;       ///< a=rtcp-fb ccm fir
    bool remoteTakesNack = false;      ///< a=rtcp-fb nack (generic)
    std::uint32_t maxKbps = 0;         ///< what the remote accepts (b=TIAS, b=AS); 0 unstated

    [[nodiscard]] bool active() const { return remoteRtp.isSet(); }

    /// Each direction that is open is encrypted.
    [[nodiscard]] bool encrypted() const {
        if (const auto* cbc = std::get_if<CbcKeys>(&keying)) {
            return (cbc->local || cbc->remote) && (cbc->local || !sends(direction)) &&
                   (cbc->remote || !receives(direction));
        }
        return !std::holds_alternative<std::monostate>(keying);
    }

    /// By SRTP, RTCP too.
    [[nodiscard]] bool srtp() const {
        return std::holds_alternative<SdesKeys>(keying) || std::holds_alternative<DtlsPeer>(keying);
    }
};

struct AgreedMedia {
    std::vector<AgreedStream> streams;
    bool heldByRemote = false;  ///< a=sendonly / inactive / c=0.0.0.0 from the far end

    [[nodiscard]] const AgreedStream* find(Kind kind) const {
        for (const auto& stream : streams) {
            if (stream.kind == kind && stream.active()) {
                return &stream;
            }
        }
        return nullptr;
    }
};

}  // namespace mcu::media
