// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/socket_table.h"

namespace mcu::control {

/// A port, or a range, that the configuration opens.
struct ExpectedPort {
    bool tcp = false;
    std::string host;  ///< numeric; empty: any
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    std::string purpose;    ///< "sip udp", "sip tls", "trunks", "h323", "h245", "ras", "media" ...
    std::string key;        ///< of the configuration: "sip.listen"
    bool onDemand = false;  ///< opened by calls: none open is as well
};

/// What there is of it (SEC-03).
struct PortUse {
    enum class State { open, idle, closed, unexpected };
    ExpectedPort port;
    int sockets = 0;  ///< open in it
    State state = State::open;
};

[[nodiscard]] const char* nameOf(PortUse::State state);

/// The expected ports in their order, each with what is open of it; then sockets nothing accounts
/// for.
[[nodiscard]] std::vector<PortUse> comparePorts(const std::vector<ExpectedPort>& expected,
                                                const std::vector<OpenSocket>& open);

}  // namespace mcu::control
