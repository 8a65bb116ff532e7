// SPDX-License-Identifier: GPL-3.0-or-later
// Call signalling of an untrusted peer against a call out and a call in: packets with two length
// octets before each. Whatever comes, what we send can be encoded.
#include <cstddef>
#include <cstdint>

#include "h323/h225/call.h"

namespace {

using namespace mcu::h323;

void sendAll(h225::Signals& out) {
    for (const auto& signal : out) {
        if (!h225::encodeSignal(signal)) {
            __builtin_trap();
        }
    }
    out.clear();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    h225::Call in(h225::CallSettings{});
    h225::Call out(h225::CallSettings{});
    h225::Signals sent;
    mcu::SteadyTime now{};
    h225::CallIdentity id;
    id.reference = 7;
    id.callIdentifier.assign(16, 1);
    id.conferenceIdentifier.assign(16, 2);
    h225::SetupContent content;
    content.to = {"100"};
    content.peer = *mcu::NetAddress::parse("127.0.0.1", 1720);
    out.dial(id, content, now, sent);
    sendAll(sent);
    for (std::size_t at = 0; at + 2 <= size;) {
        const std::size_t length = static_cast<std::size_t>(data[at]) << 8U | data[at + 1];
        at += 2;
        const auto count = std::min(length, size - at);
        bool unreadable = false;
        const auto signal = h225::parseSignal(std::span(data + at, count), &unreadable);
        at += count;
        if (!signal) {
            continue;
        }
        for (auto* call : {&in, &out}) {
            call->onSignal(*signal, now, sent);
            call->sendControl({1, 2, 3}, sent);
            sendAll(sent);
            (void)call->takeEvents();
        }
        in.answer(content.peer, {}, sent);
        sendAll(sent);
        now += std::chrono::seconds(1);
    }
    in.release({}, sent);
    sendAll(sent);
    return 0;
}
