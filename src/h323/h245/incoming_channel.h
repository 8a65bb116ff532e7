// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "h323/capability/capability_set.h"
#include "h323/h245/channel_keys.h"
#include "h323/h245/outputs.h"
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
                                                 Pdus& out);

    [[nodiscard]] std::int64_t number() const { return number_; }

    [[nodiscard]] media::Kind kind() const { return media::kindOf(format_.codec); }

    [[nodiscard]] const media::CodecFormat& format() const { return format_; }

    /// What the peer says it will send at most; 0 unstated.
    [[nodiscard]] std::uint32_t kbps() const { return kbps_; }

    [[nodiscard]] const NetAddress& remoteRtcp() const { return remoteRtcp_; }

    /// What it is encrypted with; absent: it is in the clear.
    [[nodiscard]] const std::optional<media::SrtpKey>& key() const { return key_; }

private:
    std::int64_t number_ = 0;
    media::CodecFormat format_;
    std::uint32_t kbps_ = 0;
    NetAddress remoteRtcp_;
    std::optional<media::SrtpKey> key_;
};

}  // namespace mcu::h323::h245
