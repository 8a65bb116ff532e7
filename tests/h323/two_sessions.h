// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "h323/h245/messages.h"
#include "h323/h245/session.h"
#include "h323/per/per.h"

namespace mcu::h323::test {

inline NetAddress loopback(std::uint16_t port = 0) {
    return *NetAddress::parse("127.0.0.1", port);
}

inline media::LocalMedia localMedia(std::uint16_t port, bool video = true) {
    media::LocalMedia out;
    for (int i = 0; i < (video ? 2 : 1); ++i) {
        media::LocalStream stream;
        stream.kind = i == 0 ? media::Kind::audio : media::Kind::video;
        stream.rtp = loopback(static_cast<std::uint16_t>(port + 2 * i));
        stream.rtcp = loopback(static_cast<std::uint16_t>(port + 2 * i + 1));
        out.streams.push_back(stream);
    }
    return out;
}

/// Not inline: GCC 12 sees uninitialized memory in the lists of MediaPolicy then.
call::MediaPolicy policyOf(std::vector<media::Codec> audio = {media::Codec::pcma,
                                                              media::Codec::pcmu},
                           std::uint8_t mode = 1);

inline std::string nameOf(const Value& message) {
    const auto group = message.chosen();
    return std::string(message.chosen(group));
}

/// As it arrives at the far end.
inline Value overTheWire(const Value& message) {
    const auto octets = encodePer(message);
    EXPECT_TRUE(octets) << (octets ? "" : octets.error().message) << print(message);
    auto decoded = decodePer(h245::kMessage, *octets);
    EXPECT_TRUE(decoded);
    return *decoded;
}

/// One side of an H.245 session with what it sent and told.
struct Side {
    explicit Side(int terminalType,
                  std::uint16_t port,
                  call::MediaPolicy policy = policyOf(),
                  bool video = true,
                  std::function<std::uint32_t()> draw = {},
                  std::shared_ptr<const security::KeyAgreement> keys = {},
                  Duration keyLife = std::chrono::hours(1))
        : session(settingsOf(
                      terminalType,
                      draw ? std::move(draw) : [port] { return port; },
                      std::move(keys),
                      keyLife),
                  localMedia(port, video),
                  std::move(policy)) {}

    static h245::SessionSettings settingsOf(int terminalType,
                                            std::function<std::uint32_t()> draw,
                                            std::shared_ptr<const security::KeyAgreement> keys = {},
                                            Duration keyLife = std::chrono::hours(1)) {
        h245::SessionSettings settings;
        settings.terminalType = terminalType;
        settings.draw = std::move(draw);
        settings.terminalNumber = 7;
        settings.keys = std::move(keys);
        settings.keyLife = keyLife;
        return settings;
    }

    int told(h245::SessionEvent::Kind kind) {
        collect();
        int count = 0;
        for (const auto& event : events) {
            count += event.kind == kind ? 1 : 0;
        }
        return count;
    }

    void collect() {
        for (auto& event : session.takeEvents()) {
            events.push_back(event);
        }
    }

    int sent(const std::string& name) const {
        int count = 0;
        for (const auto& each : log) {
            count += each == name ? 1 : 0;
        }
        return count;
    }

    h245::Session session;
    h245::Pdus out;
    std::vector<h245::SessionEvent> events;
    std::vector<std::string> log;  ///< names of messages sent
    std::vector<Value> values;     ///< and the messages
};

/// Two sides and a clock; exchange() carries messages until there are none.
struct Pair {
    Pair(Side left, Side right) : a(std::move(left)), b(std::move(right)) {}

    void start() {
        a.session.start(now, a.out);
        b.session.start(now, b.out);
        exchange();
    }

    void carry(Side& from, Side& to) {
        for (const auto& message : std::exchange(from.out, {})) {
            from.log.push_back(nameOf(message));
            from.values.push_back(message);
            to.session.onPdu(overTheWire(message), now, to.out);
        }
    }

    void exchange() {
        for (int i = 0; i < 100 && (!a.out.empty() || !b.out.empty()); ++i) {
            carry(a, b);
            carry(b, a);
        }
        EXPECT_TRUE(a.out.empty() && b.out.empty()) << "they talk without end";
        a.collect();
        b.collect();
    }

    Side a;
    Side b;
    SteadyTime now = SteadyTime{} + std::chrono::hours(1);
};

}  // namespace mcu::h323::test
