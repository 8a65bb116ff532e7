// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "sip/impl/digest.h"
#include "sip/raw_peer.h"
#include "sip/sip_phone.h"

namespace mcu::sip::test {

namespace {

using call::CauseCode;
using testing::HasSubstr;
using testing::StartsWith;

SipSettings withUser() {
    auto out = onUdp();
    out.credentials["x.03985"] = Secret<std::string>("tuyết");
    return out;
}

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const auto from = text.find(before);
    if (from == std::string::npos) {
        return {};
    }
    const auto start = from + before.size();
    return text.substr(start, text.find(after, start) - start);
}

std::string authorization(const std::string& nonce,
                          const std::string& password,
                          const char* count) {
    DigestParameters given = {{"username", "x.03985"},
                              {"realm", "hnth-mcu"},
                              {"nonce", nonce},
                              {"uri", "sip:hnth"},
                              {"qop", "auth"},
                              {"nc", count},
                              {"cnonce", "c"}};
    return "Authorization: Digest username=\"x.03985\", realm=\"hnth-mcu\", nonce=\"" + nonce +
           "\", uri=\"sip:hnth\", qop=auth, nc=" + count + ", cnonce=\"c\", response=\"" +
           digestResponse(given, password, "REGISTER") + "\"\r\n";
}

}  // namespace

TEST(SipRegistrar, RegistersARoomAndTakesItBack) {
    Phone server(withUser());
    Phone room(onUdp());
    RegisterTarget target{"x.03985",
                          "sip:" + server.address(),
                          Secret<std::string>("tuyết"),
                          std::chrono::seconds(300)};
    int answers = 0;
    bool good = false;
    room.onLoop([&] {
        room.endpoint().registerAt(target, [&](const std::string& user, const Status& status) {
            room.notify([&] {
                good = user == "x.03985" && status.has_value();
                ++answers;
            });
        });
    });
    ASSERT_TRUE(room.waitFor([&](auto&) { return answers == 1; }));
    EXPECT_TRUE(good);
    ASSERT_TRUE(server.waitRegistered("x.03985", true));
    const auto [contact, expires] = server.registered().at("x.03985");
    EXPECT_EQ(expires, std::chrono::seconds(300));
    EXPECT_THAT(contact, HasSubstr(room.address()));
    EXPECT_EQ(server.endpoint().counters().registeredUsers, 1U);
    // The contact can be called.
    const auto out = server.dial(contact);
    ASSERT_TRUE(server.waitConnected(out));
    EXPECT_EQ(room.seen(room.incoming()).incoming.toUser, "x.03985");
    room.onLoop([&] { room.endpoint().unregisterAt("x.03985"); });
    ASSERT_TRUE(server.waitRegistered("x.03985", false));
    EXPECT_EQ(server.endpoint().counters().registeredUsers, 0U);
}

TEST(SipRegistrar, RefusesUnlistedUsersAndWrongPasswords) {
    Phone server(withUser());
    RawPeer raw;
    raw.send(server.address(), raw.request("REGISTER", server.address(), "nobody"));
    EXPECT_THAT(raw.receive(), StartsWith("SIP/2.0 403"));
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985"));
    const auto challenge = raw.receive();
    EXPECT_THAT(challenge, StartsWith("SIP/2.0 401"));
    const auto nonce = between(challenge, "nonce=\"", "\"");
    raw.send(
        server.address(),
        raw.request(
            "REGISTER", server.address(), "x.03985", authorization(nonce, "wrong", "00000001")));
    EXPECT_THAT(raw.receive(), StartsWith("SIP/2.0 403"));
    EXPECT_EQ(server.endpoint().counters().authFailures, 2U);
    EXPECT_TRUE(server.registered().empty());
}

TEST(SipRegistrar, RefusesReplayedCredentials) {
    Phone server(withUser());
    RawPeer raw;
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985"));
    const auto nonce = between(raw.receive(), "nonce=\"", "\"");
    const auto good = authorization(nonce, "tuyết", "00000001");
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985", good));
    const auto accepted = raw.receive();
    EXPECT_THAT(accepted, StartsWith("SIP/2.0 200"));
    EXPECT_THAT(accepted, HasSubstr("expires="));
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985", good));
    const auto replayed = raw.receive();
    EXPECT_THAT(replayed, StartsWith("SIP/2.0 401"));
    EXPECT_THAT(replayed, HasSubstr("stale=true"));
    raw.send(
        server.address(),
        raw.request(
            "REGISTER", server.address(), "x.03985", authorization(nonce, "tuyết", "00000002")));
    EXPECT_THAT(raw.receive(), StartsWith("SIP/2.0 200"));
}

TEST(SipRegistrar, ForgetsUsersTakenOffTheList) {
    Phone server(withUser());
    RawPeer raw;
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985"));
    const auto nonce = between(raw.receive(), "nonce=\"", "\"");
    raw.send(
        server.address(),
        raw.request(
            "REGISTER", server.address(), "x.03985", authorization(nonce, "tuyết", "00000001")));
    ASSERT_TRUE(server.waitRegistered("x.03985", true));
    server.onLoop([&] { server.endpoint().setCredentials({}); });
    ASSERT_TRUE(server.waitRegistered("x.03985", false));
    raw.receive();
    raw.send(server.address(), raw.request("REGISTER", server.address(), "x.03985"));
    EXPECT_THAT(raw.receive(), StartsWith("SIP/2.0 403"));
}

TEST(SipRegistrar, ChallengesCallsOfUsersWithAPassword) {
    Phone server(withUser());
    Phone room(onUdp());
    call::DialTarget target;
    target.uri = "sip:class@" + server.address();
    target.fromUser = "x.03985";
    target.authUser = "x.03985";
    target.authPassword = Secret<std::string>("tuyết");
    const auto good = room.dial(target);
    ASSERT_TRUE(room.waitConnected(good));
    EXPECT_EQ(server.seen(server.incoming()).incoming.authenticatedUser, "x.03985");
    target.authPassword = Secret<std::string>("wrong");
    const auto wrong = room.dial(target);
    ASSERT_TRUE(room.waitEnded(wrong));
    EXPECT_EQ(room.seen(wrong).cause.code, CauseCode::forbidden);
    target.authUser.clear();
    const auto none = room.dial(target);
    ASSERT_TRUE(room.waitEnded(none));
    EXPECT_EQ(room.seen(none).cause.code, CauseCode::forbidden);
    EXPECT_EQ(room.seen(none).ends, 1);
}

TEST(DigestGate, RefusesForeignAndOldNonces) {
    DigestGate gate("r");
    const Credentials users = {{"a", Secret<std::string>("p")}};
    const auto now = SteadyTime{} + std::chrono::hours(1);
    const auto nonce = between(gate.challenge(now, false), "nonce=\"", "\"");
    DigestParameters given = {{"username", "a"},
                              {"realm", "r"},
                              {"nonce", nonce},
                              {"uri", "sip:r"},
                              {"qop", "auth"},
                              {"nc", "00000001"},
                              {"cnonce", "c"}};
    given["response"] = digestResponse(given, "p", "INVITE");
    EXPECT_EQ(gate.check(given, "INVITE", users, now + std::chrono::minutes(6)),
              DigestGate::Verdict::stale);
    EXPECT_EQ(gate.check(given, "REGISTER", users, now), DigestGate::Verdict::forbidden);
    EXPECT_EQ(gate.check(given, "INVITE", users, now), DigestGate::Verdict::accepted);
    EXPECT_EQ(gate.check(given, "INVITE", users, now), DigestGate::Verdict::stale);
    given["nonce"] = std::string(64, '0');
    EXPECT_EQ(gate.check(given, "INVITE", users, now), DigestGate::Verdict::challenge);
    EXPECT_EQ(gate.check({}, "INVITE", users, now), DigestGate::Verdict::challenge);
}

}  // namespace mcu::sip::test
