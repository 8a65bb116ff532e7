// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;

class DtlsStream : public TransportTest, public ::testing::WithParamInterface<bool> {};

TEST_P(DtlsStream, CarriesSoundBothWaysAfterTheHandshake) {
    media::Transport::SessionSpec spec;
    spec.video = false;
    spec.ice = GetParam();
    const auto a = open(spec);
    const auto b = open(spec);
    ASSERT_EQ(a.streams.size(), 1U);
    ASSERT_FALSE(a.dtlsFingerprint.empty());
    const auto apply =
        [&](const media::LocalMedia& local, const media::LocalMedia& remote, bool client) {
            auto agreed = agreedWith(remote, true);
            agreed.streams[0].keying = media::DtlsPeer{"sha-256", remote.dtlsFingerprint, client};
            agreed.streams[0].ice = remote.streams[0].ice;
            transport_->apply(local.session, agreed);
        };
    apply(a, b, true);
    apply(b, a, false);
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.secured.size() == 2; }));
    const auto sinkA = sinkOn(a.session, Kind::audio);
    const auto sinkB = sinkOn(b.session, Kind::audio);
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(a.session, Kind::audio, feed.id);
    transport_->subscribe(b.session, Kind::audio, feed.id);
    settle();
    std::uint32_t timestamp = 0;
    ASSERT_TRUE(loop_.runUntil([&] {
        feed.sink->push(frame(timestamp += 160));
        return sinkA->size() > 3 && sinkB->size() > 3;
    }));
    EXPECT_TRUE(figures().of(a.session, Kind::audio).secured);
    EXPECT_EQ(figures().of(a.session, Kind::audio).badAuth, 0U);
    EXPECT_TRUE(listener_.securityFailed.empty());
    // A re-INVITE that changes nothing keeps the keys.
    apply(a, b, true);
    settle();
    EXPECT_TRUE(figures().of(a.session, Kind::audio).secured);
}

INSTANTIATE_TEST_SUITE_P(Ways, DtlsStream, ::testing::Bool(), [](const auto& instance) {
    return instance.param ? std::string("Ice") : std::string("Plain");
});

TEST_F(TransportTest, ReportsAPeerWhoseCertificateIsNotTheOneSignalled) {
    media::Transport::SessionSpec spec;
    spec.video = false;
    const auto a = open(spec);
    const auto b = open(spec);
    auto wrong = a.dtlsFingerprint;
    wrong[0] = wrong[0] == 'A' ? 'B' : 'A';
    auto toB = agreedWith(b, true);
    toB.streams[0].keying = media::DtlsPeer{"sha-256", wrong, true};
    auto toA = agreedWith(a, true);
    toA.streams[0].keying = media::DtlsPeer{"sha-256", b.dtlsFingerprint, false};
    transport_->apply(a.session, toB);
    transport_->apply(b.session, toA);
    ASSERT_TRUE(loop_.runUntil(
        [&] { return listener_.securityFailed.contains({a.session.value, Kind::audio}); }));
    EXPECT_FALSE(figures().of(a.session, Kind::audio).secured);
}

}  // namespace
}  // namespace mcu::transport
