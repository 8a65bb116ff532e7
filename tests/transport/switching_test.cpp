// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_peer.h"
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;

TEST_F(TransportTest, KeepsOneContinuousStreamWhileFeedsAreSwitched) {
    const auto pair = connect();
    const auto sink = sinkOn(pair.b.session, Kind::video);
    const auto first = transport_->createFeed(media::Codec::h264);
    const auto second = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(pair.a.session, Kind::video, first.id);
    settle();
    first.sink->push(frame(1000000, true, 2, std::byte{1}));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 2; }));
    transport_->subscribe(pair.a.session, Kind::video, second.id);
    settle();
    second.sink->push(frame(77, false, 2, std::byte{2}));      // not a keyframe: not yet
    first.sink->push(frame(1003000, false, 2, std::byte{1}));  // the old one goes on
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 4; }));
    second.sink->push(frame(3077, true, 2, std::byte{2}));
    first.sink->push(frame(1006000, true, 2, std::byte{1}));  // left
    second.sink->push(frame(6077, false, 2, std::byte{2}));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 8; }));
    const auto packets = sink->packets();
    for (std::size_t i = 1; i < packets.size(); ++i) {
        EXPECT_EQ(packets[i].sequence, packets[0].sequence + i);
        EXPECT_EQ(packets[i].ssrc, packets[0].ssrc);
        EXPECT_EQ(packets[i].payload[2], i < 4 ? std::byte{1} : std::byte{2});
        const auto ahead =
            static_cast<std::int32_t>(packets[i].timestamp - packets[i - 1].timestamp);
        EXPECT_EQ(ahead > 0, i % 2 == 0);
    }
    EXPECT_EQ(packets[6].timestamp - packets[4].timestamp, 3000U);
    EXPECT_TRUE(loop_.runUntil([&] { return listener_.isSubscribed(pair.a.session, second.id); }));
}

TEST_F(TransportTest, ForwardsFromTheNextKeyframeWithoutDecoding) {
    const auto source = connect();   // b receives what is forwarded
    const auto watcher = connect();  // a sends it on, b sees it
    const auto encoder = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(source.a.session, Kind::video, encoder.id);
    const auto forwarded = transport_->createFeed(media::Codec::h264);
    transport_->forward(source.b.session, Kind::video, forwarded.id);
    transport_->subscribe(watcher.a.session, Kind::video, forwarded.id);
    const auto sink = sinkOn(watcher.b.session, Kind::video);
    settle();
    encoder.sink->push(frame(0, true, 1, std::byte{9}));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() >= 1; }));
    encoder.sink->push(frame(3000, false, 5, std::byte{9}));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 6; }));
    const auto packets = sink->packets();
    for (std::size_t i = 1; i < packets.size(); ++i) {
        EXPECT_EQ(packets[i].sequence, packets[0].sequence + i);
    }
    EXPECT_EQ(packets[1].timestamp - packets[0].timestamp, 3000U);
    EXPECT_EQ(packets[0].ssrc, watcher.a.streams[1].ssrc);
    EXPECT_TRUE(packets.back().marker);
    EXPECT_TRUE(
        loop_.runUntil([&] { return listener_.isSubscribed(watcher.a.session, forwarded.id); }));
    // Asked for at the source, by PLI; the source's own feed then is asked by us.
    EXPECT_GE(figures().of(source.b.session, Kind::video).keyframesAsked, 1U);
}

TEST_F(TransportTest, SpreadsAFeedOverThreads) {
    TransportSettings settings;
    settings.threads = 2;
    start(settings);
    const auto pair = connect();
    const auto sinkA = sinkOn(pair.a.session, Kind::audio);
    const auto sinkB = sinkOn(pair.b.session, Kind::audio);
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(pair.a.session, Kind::audio, feed.id);
    transport_->subscribe(pair.b.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    EXPECT_TRUE(loop_.runUntil([&] { return sinkA->size() == 1 && sinkB->size() == 1; }));
    EXPECT_EQ(figures().totals.threads, 2);
}

TEST_F(TransportTest, SwallowsFramesAfterAFeedOrTheTransportIsGone) {
    const auto pair = connect();
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(pair.a.session, Kind::audio, feed.id);
    settle();
    transport_->destroyFeed(feed.id);
    feed.sink->push(frame(0));
    settle();
    EXPECT_EQ(figures().totals.packetsSent, 0U);
    transport_.reset();
    feed.sink->push(frame(160));
}

/// A trunk: a names whom it sends, b takes what it expects.
class TrunkTest : public TransportTest {
protected:
    void SetUp() override {
        TransportTest::SetUp();
        pair = connect();
        sink = sinkOn(pair.b.session, Kind::video);
        for (auto* feed : {&first, &second}) {
            *feed = transport_->createFeed(media::Codec::h264);
        }
    }

    void send(const media::Transport::Feed& feed, std::uint32_t contributor) {
        transport_->subscribe(pair.a.session, Kind::video, feed.id, contributor);
        settle();
    }

    void expect(std::optional<std::uint32_t> contributor) {
        transport_->expect(pair.b.session, Kind::video, contributor);
        settle();
    }

    Pair pair;
    std::shared_ptr<RecordingSink> sink;
    media::Transport::Feed first;
    media::Transport::Feed second;
};

TEST_F(TrunkTest, TakesOnlyThePacketsOfTheSiteItExpects) {
    send(first, 71);
    expect(72);
    first.sink->push(frame(0, true, 2, std::byte{1}));
    ASSERT_TRUE(loop_.runUntil(
        [&] { return figures().of(pair.b.session, Kind::video).otherContributor == 2; }));
    EXPECT_EQ(sink->size(), 0U);
    EXPECT_TRUE(listener_.contributors.empty());
    send(second, 72);
    first.sink->push(frame(3000, false, 1, std::byte{1}));
    second.sink->push(frame(77, true, 2, std::byte{2}));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 2; }));
    EXPECT_EQ(sink->packets()[0].payload[2], std::byte{2});
    ASSERT_TRUE(loop_.runUntil([&] { return !listener_.contributors.empty(); }));
    EXPECT_EQ(listener_.contributors, (std::vector<std::uint32_t>{72}));
    expect(0);
    second.sink->push(frame(3077, false, 1, std::byte{2}));
    ASSERT_TRUE(loop_.runUntil(
        [&] { return figures().of(pair.b.session, Kind::video).otherContributor == 4; }));
    EXPECT_EQ(sink->size(), 2U);
    expect(72);
    second.sink->push(frame(6077, false, 1, std::byte{2}));
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.contributors.size() == 2; }))
        << "each expectation is answered";
}

TEST_F(TrunkTest, ForwardsAnotherSiteFromItsKeyframeOnAndDropsTheName) {
    const auto watcher = connect();
    const auto seen = sinkOn(watcher.b.session, Kind::video);
    const auto forwarded = transport_->createFeed(media::Codec::h264);
    transport_->forward(pair.b.session, Kind::video, forwarded.id);
    transport_->subscribe(watcher.a.session, Kind::video, forwarded.id);
    transport_->expect(watcher.b.session, Kind::video, std::nullopt);
    expect(71);
    send(first, 71);
    first.sink->push(frame(0, true, 1, std::byte{1}));
    ASSERT_TRUE(loop_.runUntil([&] { return seen->size() == 1; }));
    expect(72);
    send(second, 72);
    second.sink->push(frame(50, true, 1, std::byte{2}));
    second.sink->push(frame(3050, false, 2, std::byte{2}));
    ASSERT_TRUE(loop_.runUntil([&] { return seen->size() == 4; }));
    const auto packets = seen->packets();
    for (std::size_t i = 1; i < packets.size(); ++i) {
        EXPECT_EQ(packets[i].sequence, packets[0].sequence + i);
    }
    EXPECT_EQ(packets[1].payload[2], std::byte{2});
    EXPECT_EQ(figures().of(watcher.b.session, Kind::video).received.bytes, 900U * 2 + 1900U);
}

}  // namespace
}  // namespace mcu::transport
