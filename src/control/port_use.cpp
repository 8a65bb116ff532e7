// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/port_use.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace mcu::control {

namespace {

/// As it is configured: a listener of gRPC on an IPv4 address has it mapped to IPv6 (RFC 4291
/// section 2.5.5.2).
std::string hostOf(const OpenSocket& socket) {
    constexpr std::string_view kMapped = "::ffff:";
    auto host = socket.address.host();
    const bool mapped = host.starts_with(kMapped) && host.find('.') != std::string::npos;
    return mapped ? host.substr(kMapped.size()) : host;
}

bool covers(const ExpectedPort& port, const OpenSocket& socket) {
    return port.tcp == socket.tcp && socket.address.port() >= port.first &&
           socket.address.port() <= port.last && (port.host.empty() || port.host == hostOf(socket));
}

PortUse unexpected(const OpenSocket& socket) {
    PortUse use;
    use.port.tcp = socket.tcp;
    use.port.host = hostOf(socket);
    use.port.first = use.port.last = socket.address.port();
    use.sockets = 1;
    use.state = PortUse::State::unexpected;
    return use;
}

}  // namespace

const char* nameOf(PortUse::State state) {
    switch (state) {
        case PortUse::State::open:
            return "open";
        case PortUse::State::idle:
            return "idle";
        case PortUse::State::closed:
            return "closed";
        case PortUse::State::unexpected:
            break;
    }
    return "unexpected";
}

std::vector<PortUse> comparePorts(const std::vector<ExpectedPort>& expected,
                                  const std::vector<OpenSocket>& open) {
    std::vector<PortUse> uses;
    uses.reserve(expected.size());
    for (const auto& port : expected) {
        uses.push_back({port, 0, PortUse::State::closed});
    }
    std::vector<PortUse> others;
    for (const auto& socket : open) {
        // The first that fits: single ports are named before ranges they may lie in.
        const auto found =
            std::ranges::find_if(uses, [&](const auto& use) { return covers(use.port, socket); });
        if (found == uses.end()) {
            others.push_back(unexpected(socket));
        } else {
            ++found->sockets;
        }
    }
    for (auto& use : uses) {
        use.state = use.sockets > 0     ? PortUse::State::open
                    : use.port.onDemand ? PortUse::State::idle
                                        : PortUse::State::closed;
    }
    uses.insert(uses.end(), others.begin(), others.end());
    return uses;
}

}  // namespace mcu::control
