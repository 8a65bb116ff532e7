// SPDX-License-Identifier: GPL-3.0-or-later
// Octet 0 picks the suite; the rest is records of a 2 octet length and a packet. Each packet goes
// to a receiver as it is, and once more after a sender of the same key protected it: what is sealed
// must open to the same octets.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "transport/srtp/srtp_context.h"

namespace {

using mcu::srtp::SrtpReceiver;
using mcu::srtp::SrtpSender;
using Octets = std::vector<std::byte>;

template <typename T>
T orAbort(mcu::Result<T> result) {
    if (!result) {
        std::abort();
    }
    return std::move(*result);
}

struct Ends {
    SrtpSender sender;
    SrtpReceiver receiver;
    SrtpReceiver attacked;

    explicit Ends(mcu::media::SrtpSuite suite, const Octets& key)
        : sender(orAbort(SrtpSender::create(suite, key))),
          receiver(orAbort(SrtpReceiver::create(suite, key))),
          attacked(orAbort(SrtpReceiver::create(suite, key))) {}

    void takeRaw(const Octets& packet) {
        std::size_t length = 0;
        attacked.authenticateRtp(packet);
        Octets rtp = packet;
        attacked.unprotectRtp(rtp, length);
        Octets rtcp = packet;
        attacked.unprotectRtcp(rtcp, length);
    }

    void passThrough(const Octets& clear, bool rtcp) {
        Octets packet = clear;
        std::size_t length = packet.size();
        packet.resize(length + SrtpSender::kMaxTrailer);
        if (!(rtcp ? sender.protectRtcp(packet, length) : sender.protectRtp(packet, length))) {
            return;
        }
        packet.resize(length);
        const auto verdict =
            rtcp ? receiver.unprotectRtcp(packet, length) : receiver.unprotectRtp(packet, length);
        if (verdict == SrtpReceiver::Verdict::ok &&
            (length != clear.size() || !std::equal(clear.begin(), clear.end(), packet.begin()))) {
            std::abort();
        }
        if (verdict == SrtpReceiver::Verdict::malformed) {
            std::abort();
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto suite = static_cast<mcu::media::SrtpSuite>(data[0] % 3);
    Ends ends(suite, Octets(mcu::media::keyLengthOf(suite), std::byte{0x42}));
    std::size_t at = 1;
    while (size - at >= 2) {
        const std::size_t length = std::min<std::size_t>(
            (static_cast<std::size_t>(data[at]) << 8 | data[at + 1]) % 2048, size - at - 2);
        const auto* begin = reinterpret_cast<const std::byte*>(data) + at + 2;
        const Octets packet(begin, begin + length);
        ends.takeRaw(packet);
        ends.passThrough(packet, false);
        ends.passThrough(packet, true);
        at += 2 + length;
    }
    return 0;
}
