// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "h323/asn1/value.h"

namespace mcu::h323 {

/// Splits a TCP stream into TPKTs (RFC 1006 section 6), whatever the segments. An empty TPKT is a
/// peer's keep-alive and is swallowed. Holds at most one incomplete packet and what came with it.
class TpktReader {
public:
    explicit TpktReader(std::size_t limit = 65535) : limit_(limit) {}

    /// Takes what the socket gave. Fails on a bad header or a packet over the limit: the stream is
    /// then lost and must be closed.
    Status feed(std::span<const std::uint8_t> octets);
    /// The next complete packet without its header.
    std::optional<Octets> next();

    [[nodiscard]] std::size_t held() const { return buffer_.size() - begin_; }

private:
    Status check();

    std::size_t limit_;
    Octets buffer_;
    std::size_t begin_ = 0;  ///< of the first packet not yet taken
    bool broken_ = false;
};

/// A packet with its header; at most 65531 octets.
Octets withTpkt(std::span<const std::uint8_t> packet);

}  // namespace mcu::h323
