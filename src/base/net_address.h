// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include "base/result.h"

namespace mcu {

/// An IPv4 or IPv6 transport address. Numeric only: nothing here resolves names.
class NetAddress {
public:
    NetAddress() = default;

    /// From "192.0.2.1" or "2001:db8::1" (no brackets) and a port.
    static Result<NetAddress> parse(std::string_view host, std::uint16_t port);
    /// From "192.0.2.1:5060" or "[2001:db8::1]:5060".
    static Result<NetAddress> parseHostPort(std::string_view text);
    static NetAddress fromSockaddr(const sockaddr_storage& address);

    [[nodiscard]] std::string host() const;
    [[nodiscard]] std::uint16_t port() const;
    void setPort(std::uint16_t port);
    /// "192.0.2.1:5060" or "[2001:db8::1]:5060"; "-" when unset.
    [[nodiscard]] std::string toString() const;

    [[nodiscard]] bool isSet() const { return storage_.ss_family != AF_UNSPEC; }

    [[nodiscard]] bool isAny() const;

    [[nodiscard]] const sockaddr* sockaddrPointer() const {
        return reinterpret_cast<const sockaddr*>(&storage_);
    }

    [[nodiscard]] socklen_t sockaddrLength() const;

    [[nodiscard]] int family() const { return storage_.ss_family; }

    bool operator==(const NetAddress& other) const;

private:
    sockaddr_storage storage_{};
};

}  // namespace mcu
