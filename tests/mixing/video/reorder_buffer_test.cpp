// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/reorder_buffer.h"

#include <string>

#include <gtest/gtest.h>

namespace mcu::mixing {
namespace {

using std::chrono::milliseconds;

class Reorder : public ::testing::Test {
protected:
    void arrives(std::uint64_t sequence, int atMs) {
        Packet packet;
        packet.sequence = sequence;
        buffer.push(packet, at(atMs));
        buffer.expire(at(atMs));
    }

    void passes(int untilMs) { buffer.expire(at(untilMs)); }

    static SteadyTime at(int ms) { return SteadyTime{} + std::chrono::hours(1) + milliseconds(ms); }

    std::string out;  ///< the numbers as they come out, "!" before one that follows a loss
    ReorderBuffer buffer{milliseconds(40), [this](const Packet& packet, bool loss) {
                             out += (loss ? "!" : "") + std::to_string(packet.sequence) + " ";
                         }};
};

TEST_F(Reorder, PassesInOrderAtOnceAndPutsOthersInOrder) {
    arrives(1, 0);
    arrives(2, 1);
    arrives(4, 2);
    EXPECT_EQ(out, "!1 2 ");
    arrives(3, 10);
    EXPECT_EQ(out, "!1 2 3 4 ");
    EXPECT_EQ(buffer.wait(), milliseconds(40)) << "it was soon enough";
}

TEST_F(Reorder, GivesAGapUpAfterTheWait) {
    arrives(1, 0);
    arrives(3, 10);
    passes(49);
    EXPECT_EQ(out, "!1 ");
    passes(50);
    EXPECT_EQ(out, "!1 !3 ");
    arrives(4, 60);
    EXPECT_EQ(out, "!1 !3 4 ");
}

TEST_F(Reorder, WaitsLongerWherePacketsComeLater) {
    arrives(1, 0);
    arrives(3, 10);
    passes(50);
    arrives(2, 66);  // 56 ms after the packet behind it
    EXPECT_EQ(out, "!1 !3 ") << "a packet never goes back";
    EXPECT_EQ(buffer.wait(), milliseconds(70));
    arrives(5, 100);
    passes(165);
    arrives(4, 168);
    EXPECT_EQ(out, "!1 !3 4 5 ") << "the next one is waited for";
}

TEST_F(Reorder, WaitsNoLongerThanTheMost) {
    arrives(1, 0);
    arrives(3, 10);
    passes(50);
    arrives(2, 2000);
    EXPECT_EQ(buffer.wait(), ReorderBuffer::kMostWait);
}

TEST_F(Reorder, GoesBackWhenTheLineIsCalm) {
    arrives(1, 0);
    arrives(3, 10);
    passes(50);
    arrives(2, 130);
    const auto most = buffer.wait();
    EXPECT_EQ(most, milliseconds(150));
    std::uint64_t sequence = 4;
    for (int ms = 200; ms < 120'000; ms += 20) {
        arrives(sequence++, ms);
    }
    EXPECT_EQ(buffer.wait(), milliseconds(40));
}

TEST_F(Reorder, LearnsNothingFromDoubledPackets) {
    arrives(1, 0);
    arrives(2, 10);
    arrives(1, 500);
    arrives(2, 500);
    EXPECT_EQ(out, "!1 2 ");
    EXPECT_EQ(buffer.wait(), milliseconds(40));
}

}  // namespace
}  // namespace mcu::mixing
