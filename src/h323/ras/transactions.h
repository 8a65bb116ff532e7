// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "h323/asn1/value.h"

namespace mcu::h323::ras {

/// A request that waits for its answer.
struct Request {
    std::uint16_t sequence = 0;
    std::string_view name;  ///< of the message
    Octets octets;
    NetAddress to;
    std::uint64_t about = 0;  ///< the call it is for; 0: none
    Duration interval{};      ///< between sendings
    int left = 0;             ///< sendings still to come
    SteadyTime due{};
};

/// Requests under way by their sequence number, sent again when nothing comes (H.225.0 clause 7.19,
/// table 18), postponed by RequestInProgress. A pure state machine.
class Transactions {
public:
    explicit Transactions(std::uint16_t first) : last_(first) {}

    /// Never 0, never one that is under way.
    std::uint16_t nextSequence();
    /// The request was sent now for the first time.
    void open(Request request, SteadyTime now);
    [[nodiscard]] const Request* find(std::uint16_t sequence) const;
    void close(std::uint16_t sequence);

    void closeAll() { open_.clear(); }

    /// All that are about this call.
    void closeAbout(std::uint64_t call);

    /// RIP: no answer before the delay is over; then one interval more.
    void postpone(std::uint16_t sequence, Duration delay, SteadyTime now);

    struct Due {
        std::vector<Request> again;    ///< to be sent again
        std::vector<Request> expired;  ///< never answered; forgotten
    };

    Due due(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> nextTimer() const;

private:
    std::uint16_t last_;
    std::map<std::uint16_t, Request> open_;
};

}  // namespace mcu::h323::ras
