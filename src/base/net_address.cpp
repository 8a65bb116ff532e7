// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net_address.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>

namespace mcu {

namespace {

const sockaddr_in& v4(const sockaddr_storage& storage) {
    return reinterpret_cast<const sockaddr_in&>(storage);
}

const sockaddr_in6& v6(const sockaddr_storage& storage) {
    return reinterpret_cast<const sockaddr_in6&>(storage);
}

}  // namespace

Result<NetAddress> NetAddress::parse(std::string_view host, std::uint16_t port) {
    const std::string text(host);
    NetAddress address;
    auto& in4 = reinterpret_cast<sockaddr_in&>(address.storage_);
    auto& in6 = reinterpret_cast<sockaddr_in6&>(address.storage_);
    if (inet_pton(AF_INET, text.c_str(), &in4.sin_addr) == 1) {
        in4.sin_family = AF_INET;
    } else if (inet_pton(AF_INET6, text.c_str(), &in6.sin6_addr) == 1) {
        in6.sin6_family = AF_INET6;
    } else {
        return Error(ErrorCode::invalidArgument,
                     "\"" + text + "\" is not an IP address",
                     "write a numeric address such as 192.0.2.1");
    }
    address.setPort(port);
    return address;
}

Result<NetAddress> NetAddress::parseHostPort(std::string_view text) {
    const auto colon = text.rfind(':');
    const Error wrong(ErrorCode::invalidArgument,
                      "\"" + std::string(text) + "\" is not ADDRESS:PORT",
                      "write for example 0.0.0.0:5060 or [::]:5060");
    if (colon == std::string_view::npos || colon == 0) {
        return wrong;
    }
    std::uint16_t port = 0;
    const auto digits = text.substr(colon + 1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) {
        return wrong;
    }
    auto host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return wrong;
    }
    return parse(host, port);
}

NetAddress NetAddress::fromSockaddr(const sockaddr_storage& address) {
    NetAddress made;
    made.storage_ = address;
    return made;
}

std::string NetAddress::host() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage_.ss_family == AF_INET) {
        inet_ntop(AF_INET, &v4(storage_).sin_addr, text.data(), text.size());
    } else if (storage_.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &v6(storage_).sin6_addr, text.data(), text.size());
    }
    return text.data();
}

std::uint16_t NetAddress::port() const {
    if (storage_.ss_family == AF_INET) {
        return ntohs(v4(storage_).sin_port);
    }
    return storage_.ss_family == AF_INET6 ? ntohs(v6(storage_).sin6_port) : 0;
}

void NetAddress::setPort(std::uint16_t port) {
    if (storage_.ss_family == AF_INET) {
        reinterpret_cast<sockaddr_in&>(storage_).sin_port = htons(port);
    } else if (storage_.ss_family == AF_INET6) {
        reinterpret_cast<sockaddr_in6&>(storage_).sin6_port = htons(port);
    }
}

std::string NetAddress::toString() const {
    if (!isSet()) {
        return "-";
    }
    const bool bracketed = storage_.ss_family == AF_INET6;
    return (bracketed ? "[" + host() + "]" : host()) + ":" + std::to_string(port());
}

bool NetAddress::isAny() const {
    if (storage_.ss_family == AF_INET) {
        return v4(storage_).sin_addr.s_addr == INADDR_ANY;
    }
    return storage_.ss_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&v6(storage_).sin6_addr) != 0;
}

socklen_t NetAddress::sockaddrLength() const {
    return storage_.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

bool NetAddress::operator==(const NetAddress& other) const {
    if (storage_.ss_family != other.storage_.ss_family) {
        return false;
    }
    if (storage_.ss_family == AF_INET) {
        return v4(storage_).sin_port == v4(other.storage_).sin_port &&
               v4(storage_).sin_addr.s_addr == v4(other.storage_).sin_addr.s_addr;
    }
    if (storage_.ss_family == AF_INET6) {
        return v6(storage_).sin6_port == v6(other.storage_).sin6_port &&
               std::memcmp(
                   &v6(storage_).sin6_addr, &v6(other.storage_).sin6_addr, sizeof(in6_addr)) == 0;
    }
    return true;
}

}  // namespace mcu
