// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/net_address.h"
#include "h323/asn1/value.h"

namespace mcu::h323::gatekeeper {

/// Replies of the last seconds by source, sequence number and request: a request sent again because
/// its reply was lost gets the same reply and changes nothing (H.225.0 clause 7.19). Bounded in
/// number; the oldest goes first. One thread.
class ReplyCache {
public:
    /// The reply given to exactly this request, if it is remembered.
    [[nodiscard]] const Octets* find(const NetAddress& source,
                                     std::uint16_t sequence,
                                     std::span<const std::uint8_t> request,
                                     SteadyTime now);
    void put(const NetAddress& source,
             std::uint16_t sequence,
             std::span<const std::uint8_t> request,
             Octets reply,
             SteadyTime now);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        Octets request;
        Octets reply;
        SteadyTime at{};
    };

    using Key = std::pair<std::string, std::uint16_t>;

    void forget(SteadyTime now);

    static constexpr std::size_t kMost = 2048;
    std::map<Key, Entry> entries_;
    std::deque<std::pair<SteadyTime, Key>> order_;
};

}  // namespace mcu::h323::gatekeeper
