// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "h323/asn1/value.h"
#include "media/codec.h"

namespace mcu::h323::capability {

// H.263 and H.261 in H.245: H263VideoCapability, H261VideoCapability.

/// What one entry says. The codec is h263 (in which packets it comes is said elsewhere) or h261.
struct CifCapability {
    media::Codec codec = media::Codec::h263;
    media::CifFormat format;
    std::uint32_t kbps = 0;
};

/// Writes the alternative of a VideoCapability. All annexes off; `kbps` 0 is written as the most
/// there is.
void writeCif(Value& videoCapability, const CifCapability& capability);
/// Nothing when it is another codec or names no size we have.
[[nodiscard]] std::optional<CifCapability> readCif(const Value& videoCapability);

}  // namespace mcu::h323::capability
