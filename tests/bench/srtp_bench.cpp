// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time per packet of the SRTP contexts, in microseconds of this thread. Packets of 1202 and 172
// octets: a full video packet and 20 ms of G.711. One JSON line for each figure.
#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "transport/srtp/srtp_context.h"

namespace {

using mcu::media::SrtpSuite;
using Octets = std::vector<std::byte>;

constexpr int kPackets = 60000;  // fewer than a roll-over, so one context sees each index once

double threadMicroseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

const char* shortNameOf(SrtpSuite suite) {
    switch (suite) {
        case SrtpSuite::aesCm128HmacSha1_80:
            return "sha1";
        case SrtpSuite::aeadAes128Gcm:
            return "gcm128";
        case SrtpSuite::aeadAes256Gcm:
            return "gcm256";
    }
    return "other";
}

void setSequence(Octets& packet, int sequence) {
    packet[2] = static_cast<std::byte>(sequence >> 8);
    packet[3] = static_cast<std::byte>(sequence);
}

bool measure(SrtpSuite suite, std::size_t size) {
    const Octets key(mcu::media::keyLengthOf(suite), std::byte{7});
    auto sender = mcu::srtp::SrtpSender::create(suite, key);
    auto authenticator = mcu::srtp::SrtpReceiver::create(suite, key);
    auto opener = mcu::srtp::SrtpReceiver::create(suite, key);
    if (!sender || !authenticator || !opener) {
        return false;
    }
    std::vector<Octets> sealed(256, Octets(size + mcu::srtp::SrtpSender::kMaxTrailer));
    double protectCost = 0;
    double authenticateCost = 0;
    double unprotectCost = 0;
    bool right = true;
    std::size_t length = 0;
    for (int base = 0; base < kPackets;
         base += 256) {  // batches that stay in the cache, as on the wire
        const auto timed = [&](double& cost, auto&& work) {
            const double start = threadMicroseconds();
            for (int i = 0; i < 256; ++i) {
                work(sealed[static_cast<std::size_t>(i)]);
            }
            cost += threadMicroseconds() - start;
        };
        for (int i = 0; i < 256; ++i) {
            sealed[static_cast<std::size_t>(i)][0] = std::byte{0x80};
            setSequence(sealed[static_cast<std::size_t>(i)], base + i);
        }
        timed(protectCost, [&](Octets& packet) {
            length = size;
            right &= sender->protectRtp(packet, length);
        });
        const std::size_t protectedLength = length;
        using Verdict = mcu::srtp::SrtpReceiver::Verdict;
        timed(authenticateCost, [&](Octets& packet) {
            right &=
                authenticator->authenticateRtp({packet.data(), protectedLength}) == Verdict::ok;
        });
        timed(unprotectCost, [&](Octets& packet) {
            right &= opener->unprotectRtp({packet.data(), protectedLength}, length) == Verdict::ok;
        });
    }
    const double packets = (kPackets + 255) / 256 * 256;
    const auto print = [&](const char* operation, double cost) {
        std::printf(
            "{\"name\": \"srtp_%s_%zu_%s\", \"value\": %.3f, \"unit\": \"us\", "
            "\"limit\": null, \"pass\": %s}\n",
            operation,
            size,
            shortNameOf(suite),
            cost / packets,
            right ? "true" : "false");
    };
    print("protect", protectCost);
    print("authenticate", authenticateCost);
    print("unprotect", unprotectCost);
    return right;
}

}  // namespace

int main() {
    bool right = true;
    for (const auto suite :
         {SrtpSuite::aesCm128HmacSha1_80, SrtpSuite::aeadAes128Gcm, SrtpSuite::aeadAes256Gcm}) {
        right &= measure(suite, 1202);
        right &= measure(suite, 172);
    }
    return right ? 0 : 1;
}
