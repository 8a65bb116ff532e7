// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <thread>

#include "transport/dtls/dtls_association.h"

namespace mcu::test {

/// Two associations and the wire between them. `lose(fromClient, number)` says whether the n-th
/// datagram of that direction is dropped.
class DtlsPair {
public:
    using State = dtls::DtlsAssociation::State;
    using Loss = std::function<bool(bool fromClient, int number)>;

    static media::DtlsPeer peerWith(const std::string& fingerprint, bool weAreClient) {
        return {.fingerprintAlgorithm = "sha-256",
                .fingerprint = fingerprint,
                .weAreClient = weAreClient};
    }

    DtlsPair(dtls::DtlsAssociation clientEnd, dtls::DtlsAssociation serverEnd)
        : client(std::move(clientEnd)), server(std::move(serverEnd)) {}

    /// Carries datagrams until neither end has one to send.
    void exchange(const Loss& lose) {
        while (carry(client, server, true, lose) || carry(server, client, false, lose)) {
        }
    }

    /// Until both ends are settled as `wanted` says, or the handshake limit has passed.
    bool runUntil(const std::function<bool()>& wanted, const Loss& lose) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (std::chrono::steady_clock::now() < deadline) {
            exchange(lose);
            if (wanted()) {
                return true;
            }
            waitForTimer();
            const auto now = std::chrono::steady_clock::now();
            client.handleTimeout(now);
            server.handleTimeout(now);
        }
        return false;
    }

    dtls::DtlsAssociation client;
    dtls::DtlsAssociation server;

private:
    bool carry(dtls::DtlsAssociation& from,
               dtls::DtlsAssociation& to,
               bool fromClient,
               const Loss& lose) {
        bool any = false;
        std::array<std::byte, dtls::DtlsAssociation::kMtu> datagram;
        while (const std::size_t size = from.takeOutgoing(datagram)) {
            any = true;
            if (!lose || !lose(fromClient, ++sent_[fromClient ? 0 : 1])) {
                to.feed(std::span(datagram).first(size), std::chrono::steady_clock::now());
            }
        }
        return any;
    }

    /// The retransmission timer is OpenSSL's own, on the real clock.
    void waitForTimer() {
        const auto now = std::chrono::steady_clock::now();
        auto due = now + std::chrono::milliseconds(20);
        for (const auto* end : {&client, &server}) {
            if (const auto timer = end->nextTimeout(now)) {
                due = std::min(due, *timer);
            }
        }
        std::this_thread::sleep_until(due);
    }

    std::array<int, 2> sent_{};
};

}  // namespace mcu::test
