// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;

TEST_F(TransportTest, CarriesFramesOfAFeedToASink) {
    const auto pair = connect();
    const auto sink = sinkOn(pair.b.session, Kind::video);
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(pair.a.session, Kind::video, feed.id);
    settle();
    feed.sink->push(frame(3000, true, 7));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 7; }));
    const auto packets = sink->packets();
    for (std::size_t i = 0; i < packets.size(); ++i) {
        EXPECT_EQ(packets[i].sequence, packets[0].sequence + i);
        EXPECT_EQ(packets[i].timestamp, packets[0].timestamp);
        EXPECT_EQ(packets[i].ssrc, pair.a.streams[1].ssrc);
        EXPECT_EQ(packets[i].payloadType, kVideoPt);
        EXPECT_EQ(packets[i].marker, i == 6);
        EXPECT_EQ(packets[i].payload.size(), i == 6 ? 900U : 1000U);
    }
    EXPECT_TRUE(loop_.runUntil([&] {
        return listener_.isSubscribed(pair.a.session, feed.id) &&
               listener_.ups.contains({pair.b.session.value, Kind::video});
    }));
    const auto sent = figures();
    EXPECT_EQ(sent.of(pair.a.session, Kind::video).sent.packets, 7U);
    EXPECT_EQ(sent.of(pair.b.session, Kind::video).received.packets, 7U);
    EXPECT_EQ(sent.of(pair.b.session, Kind::video).received.bytes, 6900U);
    EXPECT_EQ(sent.totals.sendFailures, 0U);
    EXPECT_EQ(sent.totals.sessions, 2);
}

TEST_F(TransportTest, AsksForAKeyframeAndWaitsForItBeforeItSendsVideo) {
    const auto pair = connect();
    const auto sink = sinkOn(pair.b.session, Kind::video);
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(pair.a.session, Kind::video, feed.id);
    EXPECT_TRUE(loop_.runUntil([&] { return listener_.keyframesWanted.contains(feed.id); }));
    feed.sink->push(frame(0, false));
    feed.sink->push(frame(3000, true, 2));
    feed.sink->push(frame(6000, false, 1));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 3; }));
    EXPECT_EQ(sink->packets()[2].timestamp - sink->packets()[0].timestamp, 3000U);
}

TEST_F(TransportTest, SendsNothingWhileOnHold) {
    const auto pair = connect();
    const auto sink = sinkOn(pair.b.session, Kind::audio);
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(pair.a.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 1; }));
    auto held = agreedWith(pair.b);
    held.streams[0].direction = media::Direction::receiveOnly;
    transport_->apply(pair.a.session, held);
    settle();
    feed.sink->push(frame(160));
    settle();
    transport_->apply(pair.a.session, agreedWith(pair.b));
    settle();
    feed.sink->push(frame(320));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 2; }));
    const auto packets = sink->packets();
    EXPECT_EQ(packets[1].sequence, packets[0].sequence + 1);
    EXPECT_EQ(packets[1].timestamp - packets[0].timestamp, 320U);
}

}  // namespace
}  // namespace mcu::transport
