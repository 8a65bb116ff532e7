// SPDX-License-Identifier: GPL-3.0-or-later
// A TCP stream of an untrusted peer, cut into segments in two ways: the packets are the same.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "h323/q931/tpkt.h"

namespace {

std::vector<mcu::h323::Octets> packetsOf(const std::uint8_t* data,
                                         std::size_t size,
                                         std::size_t segment) {
    mcu::h323::TpktReader reader(4096);
    std::vector<mcu::h323::Octets> out;
    for (std::size_t at = 0; at < size; at += segment) {
        const auto count = std::min(segment, size - at);
        const auto fed = reader.feed(std::span(data + at, count));
        while (const auto packet = reader.next()) {
            out.push_back(*packet);
        }
        if (!fed) {
            break;
        }
        if (reader.held() > 4096 + segment) {
            __builtin_trap();
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::size_t segment = data[0] % 64 + 1;
    if (packetsOf(data + 1, size - 1, segment) != packetsOf(data + 1, size - 1, 1)) {
        __builtin_trap();
    }
    return 0;
}
