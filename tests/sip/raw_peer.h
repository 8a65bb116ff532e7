// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/net_address.h"

namespace mcu::sip::test {

/// A UDP socket that says whatever a test wants said.
class RawPeer {
public:
    RawPeer() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const auto any = *NetAddress::parse("127.0.0.1", 0);
        EXPECT_EQ(bind(fd_, any.sockaddrPointer(), any.sockaddrLength()), 0);
        sockaddr_storage bound{};
        socklen_t length = sizeof bound;
        EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&bound), &length), 0);
        address_ = NetAddress::fromSockaddr(bound);
    }

    ~RawPeer() { close(fd_); }

    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;

    void send(const std::string& to, const std::string& message) {
        const auto address = *NetAddress::parseHostPort(to);
        (void)sendto(fd_,
                     message.data(),
                     message.size(),
                     0,
                     address.sockaddrPointer(),
                     address.sockaddrLength());
    }

    /// The next message, or empty after the limit.
    std::string receive(int limitMs = 60000) {
        pollfd ready{fd_, POLLIN, 0};
        if (poll(&ready, 1, limitMs) != 1) {
            return {};
        }
        std::array<char, 65536> buffer{};
        const auto got = recv(fd_, buffer.data(), buffer.size(), 0);
        return {buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
    }

    [[nodiscard]] std::string address() const { return address_.toString(); }

    [[nodiscard]] std::uint16_t port() const { return address_.port(); }

    /// A request to `to` with our Via; `extra` are whole header lines.
    std::string request(const std::string& method,
                        const std::string& to,
                        const std::string& user,
                        const std::string& extra = "",
                        const std::string& body = "") {
        ++count_;
        const auto n = std::to_string(count_);
        return method + " sip:" + user + "@" + to + " SIP/2.0\r\nVia: SIP/2.0/UDP " + address() +
               ";branch=z9hG4bK" + n + "x\r\nFrom: <sip:" + user + "@" + to + ">;tag=t" + n +
               "\r\nTo: <sip:" + user + "@" + to + ">\r\nCall-ID: raw" + n + "@" + address() +
               "\r\nCSeq: " + n + " " + method + "\r\nMax-Forwards: 70\r\nContact: <sip:" + user +
               "@" + address() + ">\r\n" + extra +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

private:
    int fd_;
    NetAddress address_;
    int count_ = 0;
};

/// Waits until another program has bound the UDP port.
inline bool waitForUdpPort(std::uint16_t port) {
    const auto address = *NetAddress::parse("127.0.0.1", port);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < deadline) {
        const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const bool taken = bind(fd, address.sockaddrPointer(), address.sockaddrLength()) != 0;
        close(fd);
        if (taken) {
            return true;
        }
        (void)poll(nullptr, 0, 20);
    }
    return false;
}

inline std::uint16_t freeUdpPort() {
    return RawPeer().port();
}

}  // namespace mcu::sip::test
