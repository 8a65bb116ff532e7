// SPDX-License-Identifier: GPL-3.0-or-later
// Q.931 messages of an untrusted peer.
#include <cstddef>
#include <cstdint>

#include "h323/q931/q931.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mcu::h323;
    const auto message = parseQ931(std::span(data, size));
    if (!message) {
        return 0;
    }
    (void)message->display();
    (void)message->number(Ie::calledNumber);
    (void)message->number(Ie::callingNumber);
    (void)message->cause();
    const auto again = parseQ931(encodeQ931(*message));
    if (!again || again->type != message->type ||
        again->elements.size() != message->elements.size()) {
        __builtin_trap();
    }
    return 0;
}
