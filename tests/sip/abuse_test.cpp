// SPDX-License-Identifier: GPL-3.0-or-later
// Malformed messages, floods of calls: the endpoint goes on.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>

#include "sip/offers.h"
#include "sip/raw_peer.h"
#include "sip/sip_phone.h"

namespace mcu::sip::test {

namespace {

using call::CauseCode;
using testing::StartsWith;

std::vector<std::string> garbage(RawPeer& raw, const std::string& to) {
    const auto good = raw.request("OPTIONS", to, "class");
    std::vector<std::string> out = {
        "",
        "\r\n\r\n",
        std::string(4, '\0'),
        std::string(60000, 'A'),
        "INVITE\r\n\r\n",
        "SIP/2.0 200 OK\r\n\r\n",
        "SIP/2.0 999999999999999 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:1\r\n\r\n",
        "INVITE sip:%00@%ff SIP/2.0\r\nVia: x\r\nFrom: y\r\nTo: z\r\nCall-ID: \r\nCSeq: a "
        "b\r\n\r\n",
        raw.request("INVITE", to, "class", "Content-Length: 99999\r\n"),
        raw.request("INVITE", to, "class", "Content-Length: -1\r\n"),
        raw.request("INVITE", to, std::string(3000, 'u')),
        raw.request(
            "INVITE", to, "class", "Content-Type: application/sdp\r\n", "v=0\r\nm=audio\r\n"),
        raw.request("INVITE", to, "class", "Content-Type: application/sdp\r\n", "\xff\xfe\x00\x01"),
        raw.request("INVITE", to, "class", "Session-Expires: 0;refresher=who\r\nMin-SE: x\r\n"),
        raw.request("INVITE", to, "class", "Contact: *\r\nRecord-Route: <>\r\nRoute: ,,,\r\n"),
        raw.request("REGISTER", to, "class", "Authorization: Digest ,=,\"\r\nExpires: -9\r\n"),
        raw.request(
            "REGISTER", to, "class", "Contact: *\r\nContact: <sip:a>;expires=9999999999\r\n"),
        raw.request("BYE", to, "class"),
        raw.request("ACK", to, "class"),
        raw.request("CANCEL", to, "class"),
        raw.request("PRACK", to, "class", "RAck: 1 1 INVITE\r\n"),
        raw.request("UPDATE", to, "class"),
        raw.request("REFER", to, "class", "Refer-To: <sip:b@127.0.0.1>\r\n"),
        raw.request("SUBSCRIBE", to, "class", "Event: presence\r\n"),
        raw.request("NOTIFY", to, "class", "Event: x\r\nSubscription-State: active\r\n"),
        raw.request("MESSAGE", to, "class", "Content-Type: text/plain\r\n", "hello"),
        raw.request("PUBLISH", to, "class", "Event: presence\r\n"),
        raw.request("INFO", to, "class"),
        raw.request("OPTIONS", to, "class", "X: " + std::string(20000, 'y') + "\r\n"),
        raw.request("BLAH", to, "class"),
    };
    for (std::size_t cut = 1; cut < good.size(); cut += 23) {
        out.push_back(good.substr(0, cut));
    }
    std::uint32_t state = 12345;
    for (int i = 0; i < 300; ++i) {
        auto text = raw.request(i % 2 == 0 ? "INVITE" : "OPTIONS",
                                to,
                                "class",
                                "Content-Type: application/sdp\r\n",
                                kBaresip);
        for (int k = 0; k < 4; ++k) {
            state = state * 1664525U + 1013904223U;
            text[state % text.size()] = static_cast<char>(state >> 24U);
        }
        out.push_back(std::move(text));
    }
    return out;
}

long residentKb() {
    std::ifstream in("/proc/self/statm");
    long total = 0;
    long resident = 0;
    in >> total >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

}  // namespace

TEST(SipAbuse, GoesOnWithACallWhileGarbageComesIn) {
    Phone server(onUdp());
    Phone room(onUdp());
    const auto out = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitConnected(out));
    RawPeer raw;
    for (const auto& message : garbage(raw, server.address())) {
        raw.send(server.address(), message);
    }
    // The socket's buffer may have overflowed: ask until there is an answer.
    RawPeer other;
    std::string answer;
    for (int i = 0; i < 60 && answer.empty(); ++i) {
        other.send(server.address(), other.request("OPTIONS", server.address(), "class"));
        answer = other.receive(1000);
    }
    EXPECT_THAT(answer, StartsWith("SIP/2.0 200"));
    server.onLoop([&] { server.endpoint().setHold(server.incoming(), true); });
    EXPECT_TRUE(room.waitCall(out, [](const Seen& s) { return s.media.size() == 2; }));
    EXPECT_EQ(room.seen(out).ends, 0);
    EXPECT_GE(server.endpoint().counters().malformed, 1U);
}

TEST(SipAbuse, RefusesCallsOverTheLimit) {
    auto settings = onUdp();
    settings.maxCalls = 2;
    Phone server(settings);
    Phone room(onUdp());
    const auto first = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitConnected(first));
    ASSERT_TRUE(room.waitConnected(room.dial("sip:class@" + server.address())));
    const auto third = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitEnded(third));
    EXPECT_EQ(room.seen(third).cause.protocolStatus, 503);
    room.onLoop([&] { room.endpoint().hangUp(first, {}); });
    ASSERT_TRUE(server.waitEnded(server.incoming()));
    EXPECT_TRUE(room.waitConnected(room.dial("sip:class@" + server.address())));
}

TEST(SipAbuse, ReleasesEveryCall) {
    Phone server(onUdp());
    Phone room(onUdp());
    // A soak: MCU_SIP_SOAK_ROUNDS=400 makes 10,000 calls.
    const char* soak = std::getenv("MCU_SIP_SOAK_ROUNDS");
    const int rounds = soak != nullptr ? std::atoi(soak) : 12;
    long afterFirst = 0;
    const auto start = std::chrono::steady_clock::now();
    constexpr int kCalls = 25;
    for (int round = 0; round < rounds; ++round) {
        std::vector<CallId> calls;
        for (int i = 0; i < kCalls; ++i) {
            calls.push_back(room.dial("sip:class@" + server.address(), "r" + std::to_string(i)));
        }
        for (const auto id : calls) {
            ASSERT_TRUE(room.waitConnected(id));
        }
        for (const auto id : calls) {
            room.onLoop([&] { room.endpoint().hangUp(id, {}); });
        }
        ASSERT_TRUE(server.waitFor([&](auto& seen) {
            int ended = 0;
            for (const auto& [id, call] : seen) {
                ended += call.ends;
            }
            return ended == kCalls;
        }));
        server.forgetCalls();
        room.forgetCalls();
        if (round == 39) {
            afterFirst = residentKb();
        }
    }
    const auto counters = server.endpoint().counters();
    EXPECT_EQ(counters.activeCalls, 0U);
    // An ACK may be lost in a full socket, and the BYE come first.
    EXPECT_EQ(room.endpoint().counters().connectedCalls,
              static_cast<std::uint64_t>(rounds * kCalls));
    if (soak != nullptr) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        std::printf("calls/s %.0f, KiB after 1000 calls %ld, at the end %ld\n",
                    rounds * kCalls / took.count(),
                    afterFirst,
                    residentKb());
    }
}

}  // namespace mcu::sip::test
