// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace mcu::transport::rtcp {

/// Seconds since 1900 in 32.32 fixed point (RFC 3550 section 4).
struct NtpTime {
    std::uint64_t value = 0;

    static NtpTime from(WallTime time) {
        constexpr std::uint64_t k1970 = 2208988800U;
        const auto ns = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
        const std::uint64_t seconds = ns / 1'000'000'000U;
        const std::uint64_t fraction = ((ns % 1'000'000'000U) << 32U) / 1'000'000'000U;
        return {(seconds + k1970) << 32U | fraction};
    }

    /// The middle 32 bits: unit 1/65536 s, as in LSR and DLSR.
    [[nodiscard]] std::uint32_t middle() const { return static_cast<std::uint32_t>(value >> 16U); }
};

}  // namespace mcu::transport::rtcp
