// SPDX-License-Identifier: GPL-3.0-or-later
// Octet 0: role of the attacked end and how many honest datagrams it gets first; the rest is
// records of a 2 octet length and a datagram, put in its way. It may fail or go on waiting; keys
// without the honest peer's certificate would be a break-in.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "transport/dtls/dtls_association.h"

namespace {

using mcu::dtls::DtlsAssociation;
using mcu::dtls::DtlsIdentity;

const DtlsIdentity& identity() {
    static const DtlsIdentity made = [] {
        auto result = DtlsIdentity::generate();
        if (!result) {
            std::abort();
        }
        return std::move(*result);
    }();
    return made;
}

DtlsAssociation association(bool client, mcu::SteadyTime now) {
    auto made = DtlsAssociation::create(identity(),
                                        {.fingerprintAlgorithm = "sha-256",
                                         .fingerprint = identity().fingerprint(),
                                         .weAreClient = client},
                                        now);
    if (!made) {
        std::abort();
    }
    return std::move(*made);
}

/// Carries up to `count` datagrams between the ends.
void handshake(DtlsAssociation& one, DtlsAssociation& other, int count, mcu::SteadyTime now) {
    std::array<std::byte, DtlsAssociation::kMtu> datagram;
    for (int round = 0; round < 4; ++round) {
        for (auto [from, to] : {std::pair(&one, &other), std::pair(&other, &one)}) {
            while (count > 0) {
                const std::size_t size = from->takeOutgoing(datagram);
                if (size == 0) {
                    break;
                }
                to->feed(std::span(datagram).first(size), now);
                --count;
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const mcu::SteadyTime now = std::chrono::steady_clock::now();
    const int honest = (data[0] >> 1) % 8;
    DtlsAssociation attacked = association((data[0] & 1) != 0, now);
    if (honest > 0) {
        DtlsAssociation peer = association((data[0] & 1) == 0, now);
        handshake(attacked, peer, honest, now);
    }
    const bool doneBefore = attacked.state() == DtlsAssociation::State::done;
    std::size_t at = 1;
    std::array<std::byte, DtlsAssociation::kMtu> out;
    while (size - at >= 2) {
        const std::size_t length = std::min<std::size_t>(
            (static_cast<std::size_t>(data[at]) << 8 | data[at + 1]) % 2048, size - at - 2);
        attacked.feed({reinterpret_cast<const std::byte*>(data) + at + 2, length}, now);
        while (attacked.takeOutgoing(out) > 0) {
        }
        at += 2 + length;
    }
    if (!doneBefore && attacked.state() == DtlsAssociation::State::done) {
        std::abort();
    }
    attacked.handleTimeout(now + DtlsAssociation::kHandshakeLimit);
    return 0;
}
