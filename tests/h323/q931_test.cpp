// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/q931/q931.h"

#include <gtest/gtest.h>

#include "h323/hex.h"
#include "h323/q931/tpkt.h"

namespace mcu::h323 {
namespace {

TEST(Tpkt, PutsSplitPacketsTogetherAndTakesJoinedOnesApart) {
    const auto stream = fromHex("030000050103000004030000060203");
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        TpktReader reader;
        std::string got;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            ASSERT_TRUE(
                reader.feed(std::span(stream).subspan(at, std::min(step, stream.size() - at))));
            while (auto packet = reader.next()) {
                got += toHex(*packet) + ";";
            }
        }
        // The empty one in the middle is a keep-alive.
        EXPECT_EQ(got, "01;0203;") << step;
        EXPECT_EQ(reader.held(), 0U);
    }
}

TEST(Tpkt, LosesTheStreamAtABadHeader) {
    for (const auto* hex : {"47", "0300000300", "0300ffff"}) {
        TpktReader reader(1000);
        EXPECT_FALSE(reader.feed(fromHex(hex))) << hex;
        EXPECT_FALSE(reader.next());
        EXPECT_FALSE(reader.feed(fromHex("0300000501")));
    }
    TpktReader reader(1000);
    ASSERT_TRUE(reader.feed(fromHex("030000050147")));
    EXPECT_EQ(toHex(*reader.next()), "01");
    EXPECT_FALSE(reader.feed(fromHex("00")));
}

TEST(Q931, ReadsWhatAsteriskSends) {
    // Setup with bearer capability, display with a NUL and a called number.
    const auto message =
        parseQ931(fromHex("08020001050403"
                          "8090a3"
                          "2805617374410070048135"
                          "3535"));
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->type, Q931Type::setup);
    EXPECT_EQ(message->callReference, 1);
    EXPECT_FALSE(message->fromDestination);
    EXPECT_EQ(message->display(), "astA");
    EXPECT_EQ(message->number(Ie::calledNumber), "555");
}

TEST(Q931, WritesElementsInRisingOrder) {
    Q931Message message;
    message.callReference = 0x1234;
    message.fromDestination = true;
    message.type = Q931Type::releaseComplete;
    message.add(Ie::userUser, {1, 2});
    message.add(Ie::cause, causeElement(17));
    const auto octets = encodeQ931(message);
    EXPECT_EQ(toHex(octets), "080292345a080280917e0003050102");
    const auto back = parseQ931(octets);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->cause(), 17);
    EXPECT_EQ(toHex(*back->find(Ie::userUser)), "0102");
    EXPECT_TRUE(back->fromDestination);
}

TEST(Q931, SkipsShiftedAndSingleOctetElements) {
    const auto message = parseQ931(fromHex("0802000162a196280141280142"));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->display(), "B");
}

TEST(Q931, RefusesWhatEndsEarly) {
    for (const auto* hex : {"",
                            "08",
                            "0802000105"
                            "04",
                            "0802000105"
                            "0405aa",
                            "0802000105"
                            "7e00",
                            "0802000105"
                            "7effff05",
                            "07020001050401aa",
                            "0801000105"}) {
        EXPECT_FALSE(parseQ931(fromHex(hex))) << hex;
    }
}

}  // namespace
}  // namespace mcu::h323
