// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include "transport/srtp/rtp_layout.h"

namespace mcu::srtp {

/// HMAC-SHA1 (RFC 2104, RFC 3711 section 4.2.1) with the key's inner and outer pads hashed once, so
/// a packet costs no key set-up. Wiped when destroyed. Not thread-safe.
class HmacSha1 {
public:
    static constexpr std::size_t kTagLength = 10;  ///< 80 bits are sent
    using Tag = std::array<std::byte, kTagLength>;

    explicit HmacSha1(const std::array<std::byte, 20>& key);
    ~HmacSha1();
    HmacSha1(HmacSha1&&) noexcept;
    HmacSha1& operator=(HmacSha1&&) = delete;

    /// The truncated tag over `data` followed by `suffix`. Does not allocate.
    [[nodiscard]] Tag tagOf(ConstBytes data, ConstBytes suffix) noexcept;

private:
    struct Pads;
    std::unique_ptr<Pads> pads_;
};

}  // namespace mcu::srtp
