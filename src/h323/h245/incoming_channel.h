// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "h323/capability/capability_set.h"
#include "h323/h245/channel_keys.h"
#include "h323/h245/outputs.h"
#include "h323/h245/renewable_key.h"
#include "media/agreed_media.h"

namespace mcu::h323::h245 {

/// A logical channel the peer opened towards us (H.245 clause C.4.3). We answer at once, so there
/// is no state beyond "open". Pure: see outputs.h.
class IncomingChannel {
public:
    /// Takes an OpenLogicalChannel or refuses it; the answer goes to `out`. One in the clear is
    /// refused when policy requires encryption, an encrypted one when policy disables it or there
    /// is no key for it.
    static std::optional<IncomingChannel> answer(const Value& open,
                                                 const media::LocalMedia& local,
                                                 const call::MediaPolicy& policy,
                                                 const ChannelKeys& keys,
                                                 SteadyTime now,
                                                 Pdus& out);

    [[nodiscard]] std::int64_t number() const { return number_; }

    [[nodiscard]] media::Kind kind() const { return media::kindOf(format_.codec); }

    [[nodiscard]] const media::CodecFormat& format() const { return format_; }

    /// What the peer says it will send at most; 0 unstated.
    [[nodiscard]] std::uint32_t kbps() const { return kbps_; }

    [[nodiscard]] const NetAddress& remoteRtcp() const { return remoteRtcp_; }

    /// What it is encrypted with; absent: it is in the clear.
    [[nodiscard]] std::optional<media::SrtpKey> key() const {
        return key_.current() ? std::optional(key_.current()->key) : std::nullopt;
    }

    [[nodiscard]] std::optional<security::Algorithm> encryption() const { return encryption_; }

    [[nodiscard]] const RenewableKey& renewable() const { return key_; }

    [[nodiscard]] RenewableKey& renewable() { return key_; }

    /// The payload type is that of the key in force.
    void followKey() { format_.payloadType = key_.current()->payloadType; }

private:
    std::int64_t number_ = 0;
    media::CodecFormat format_;
    std::uint32_t kbps_ = 0;
    NetAddress remoteRtcp_;
    std::optional<security::Algorithm> encryption_;
    RenewableKey key_;
};

}  // namespace mcu::h323::h245
