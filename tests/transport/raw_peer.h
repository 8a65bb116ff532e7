// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <vector>

#include <gtest/gtest.h>

#include "transport/net/udp_socket.h"
#include "transport/rtp/rtp_header.h"

namespace mcu::transport {

/// A far end that says exactly what the test wants: one UDP socket on 127.0.0.1.
class RawPeer {
public:
    RawPeer() {
        auto made = openUdpSocket(*NetAddress::parse("127.0.0.1", 0), 1 << 20);
        EXPECT_TRUE(made);
        socket_ = std::move(*made);
    }

    [[nodiscard]] const NetAddress& address() const { return socket_.local; }

    void send(const NetAddress& to, const std::vector<std::byte>& datagram) {
        EXPECT_EQ(sendto(socket_.fd.get(),
                         datagram.data(),
                         datagram.size(),
                         0,
                         to.sockaddrPointer(),
                         to.sockaddrLength()),
                  static_cast<ssize_t>(datagram.size()));
    }

    /// The next datagram; empty when none comes in time.
    std::optional<std::vector<std::byte>> receive(
        std::chrono::milliseconds wait = std::chrono::seconds(30)) {
        pollfd ready{socket_.fd.get(), POLLIN, 0};
        if (poll(&ready, 1, static_cast<int>(wait.count())) <= 0) {
            return std::nullopt;
        }
        std::vector<std::byte> datagram(65536);
        const auto length = recv(socket_.fd.get(), datagram.data(), datagram.size(), 0);
        if (length < 0) {
            return std::nullopt;
        }
        datagram.resize(static_cast<std::size_t>(length));
        return datagram;
    }

    /// An RTP packet with `payloadBytes` of payload.
    static std::vector<std::byte> rtp(std::uint8_t payloadType,
                                      std::uint16_t sequence,
                                      std::uint32_t timestamp,
                                      std::uint32_t ssrc,
                                      std::size_t payloadBytes,
                                      std::byte first = std::byte{0xD5}) {
        std::vector<std::byte> packet(RtpHeader::kFixedBytes + payloadBytes, std::byte{0xD5});
        RtpHeader header;
        header.payloadType = payloadType;
        header.sequence = sequence;
        header.timestamp = timestamp;
        header.ssrc = ssrc;
        header.write(packet.data());
        if (payloadBytes > 0) {
            packet[RtpHeader::kFixedBytes] = first;
        }
        return packet;
    }

private:
    UdpSocket socket_;
};

}  // namespace mcu::transport
