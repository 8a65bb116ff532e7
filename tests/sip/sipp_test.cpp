// SPDX-License-Identifier: GPL-3.0-or-later
// sipp as the peer: a foreign SIP stack that checks our messages by the scenarios in sipp/.
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "sip/raw_peer.h"
#include "sip/sip_phone.h"

namespace mcu::sip::test {

namespace {

using call::CauseCode;

/// Runs a scenario; 0 when every message was as it says.
int runSipp(const std::string& scenario, const std::string& remote, std::uint16_t port = 0) {
    const std::string folder = MCU_SIPP_SCENARIOS;
    const auto errors = std::filesystem::temp_directory_path() /
                        ("sipp-" + scenario + "-" + std::to_string(getpid()) + ".log");
    std::string command = "sipp " + remote + " -sf " + folder + "/" + scenario +
                          ".xml -i 127.0.0.1 -m 1 -nostdin -timeout 100 -timeout_error"
                          " -trace_err -error_file " +
                          errors.string();
    if (port != 0) {
        command += " -p " + std::to_string(port);
    }
    const int result = std::system((command + " >/dev/null 2>&1 </dev/null").c_str());
    if (result != 0) {
        (void)!std::system(("cat " + errors.string() + " >&2").c_str());
    }
    std::filesystem::remove(errors);
    return result;
}

}  // namespace

TEST(SippPeer, ReinvitesHoldsUpdatesAndAsksForKeyframes) {
    Phone server(onUdp());
    EXPECT_EQ(runSipp("reinvite_update_info", server.address()), 0);
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitEnded(in));
    const auto seen = server.seen(in);
    ASSERT_EQ(seen.media.size(), 3U);
    EXPECT_FALSE(seen.media[0].heldByRemote);
    EXPECT_TRUE(seen.media[1].heldByRemote);
    EXPECT_FALSE(seen.media[2].heldByRemote);
    EXPECT_EQ(seen.fastUpdates, 1);
    EXPECT_EQ(seen.product, "sipp");
    EXPECT_EQ(seen.cause.code, CauseCode::normal);
}

TEST(SippPeer, SendsItsOfferInOurAnswersPlace) {
    Phone server(onUdp());
    EXPECT_EQ(runSipp("delayed_offer", server.address()), 0);
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitEnded(in));
    const auto seen = server.seen(in);
    ASSERT_EQ(seen.media.size(), 2U);
    EXPECT_EQ(seen.media[0].find(media::Kind::audio)->send.payloadType, 96);
    EXPECT_EQ(seen.media[0].find(media::Kind::audio)->receive.at(0).payloadType, 111);
    EXPECT_EQ(seen.media[1].find(media::Kind::video)->send.h264.packetizationMode, 0);
}

TEST(SippPeer, CancelsACallWeHaveNotAnswered) {
    Phone server(onUdp(), false);
    EXPECT_EQ(runSipp("cancel", server.address()), 0);
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitEnded(in));
    EXPECT_FALSE(server.seen(in).connected);
    EXPECT_EQ(server.seen(in).cause.code, CauseCode::normal);
    EXPECT_TRUE(server.seen(in).cause.byRemote);
}

TEST(SippPeer, IsRefusedInClearWhenEncryptionIsRequired) {
    Phone server(onUdp());
    server.demand(media::Encryption::required);
    EXPECT_EQ(runSipp("clear_offer_refused", server.address()), 0);
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitEnded(in));
    EXPECT_EQ(server.seen(in).cause.code, CauseCode::encryptionRequired);
    EXPECT_TRUE(server.seen(in).media.empty());
}

TEST(SippPeer, IsToldWhichBodyWeTake) {
    Phone server(onUdp());
    EXPECT_EQ(runSipp("wrong_body", server.address()), 0);
}

TEST(SippPeer, MayRequireReliableResponses) {
    Phone server(onUdp());
    EXPECT_EQ(runSipp("requires_100rel", server.address()), 0);
    ASSERT_TRUE(server.waitEnded(server.incoming()));
}

TEST(SippPeer, IsHungUpWhenItMissesItsSessionRefresh) {
    auto settings = onUdp();
    settings.minSessionExpires = std::chrono::seconds(1);
    settings.sessionExpires = std::chrono::seconds(3);
    Phone server(settings);
    EXPECT_EQ(runSipp("session_expires", server.address()), 0);
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitEnded(in));
    EXPECT_EQ(server.seen(in).cause.code, CauseCode::sessionExpired);
}

TEST(SippPeer, IsBusy) {
    Phone server(onUdp());
    const auto port = freeUdpPort();
    std::thread peer([port] { EXPECT_EQ(runSipp("uas_busy", "127.0.0.1:9", port), 0); });
    EXPECT_TRUE(waitForUdpPort(port));
    const auto out = server.dial("sip:room@127.0.0.1:" + std::to_string(port));
    EXPECT_TRUE(server.waitEnded(out));
    peer.join();
    EXPECT_TRUE(server.seen(out).ringing);
    EXPECT_EQ(server.seen(out).cause.code, CauseCode::busy);
    EXPECT_EQ(server.seen(out).cause.protocolStatus, 486);
}

TEST(SippPeer, AnswersOurCallWithModeZeroAndGetsOurKeyframeRequest) {
    Phone server(onUdp());
    const auto port = freeUdpPort();
    std::thread peer([port] { EXPECT_EQ(runSipp("uas_answers", "127.0.0.1:9", port), 0); });
    EXPECT_TRUE(waitForUdpPort(port));
    const auto out = server.dial("sip:room@127.0.0.1:" + std::to_string(port));
    EXPECT_TRUE(server.waitConnected(out));
    server.onLoop([&] {
        server.endpoint().requestFastUpdate(out);
        server.endpoint().requestFastUpdate(out);
        server.endpoint().hangUp(out, {});
    });
    EXPECT_TRUE(server.waitEnded(out));
    peer.join();
    const auto seen = server.seen(out);
    EXPECT_EQ(seen.product, "sipp-room");
    ASSERT_EQ(seen.media.size(), 1U);
    EXPECT_FALSE(seen.media[0].streams[0].encrypted());
    EXPECT_EQ(seen.media[0].find(media::Kind::video)->send.h264.packetizationMode, 0);
}

}  // namespace mcu::sip::test
