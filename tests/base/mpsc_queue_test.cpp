// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mpsc_queue.h"

#include <array>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/spsc_ring.h"

namespace mcu {
namespace {

TEST(MpscQueue, KeepsEachProducersOrderAndLosesNothing) {
    constexpr int kProducers = 4;
    constexpr int kEach = 20000;
    MpscQueue<std::pair<int, int>> queue;
    std::vector<std::thread> producers;
    for (int p = 0; p < kProducers; ++p) {
        producers.emplace_back([&queue, p] {
            for (int i = 0; i < kEach; ++i) {
                queue.push({p, i});
            }
        });
    }
    std::array<int, kProducers> next{};
    int received = 0;
    while (received < kProducers * kEach) {
        if (const auto item = queue.pop()) {
            ASSERT_EQ(item->second, next.at(item->first));
            ++next.at(item->first);
            ++received;
        } else {
            std::this_thread::yield();
        }
    }
    for (auto& producer : producers) {
        producer.join();
    }
    EXPECT_FALSE(queue.pop().has_value());
}

TEST(SpscRing, RefusesWhenFullAndPassesInOrder) {
    SpscRing<int> ring(3);  // rounded up to 4
    for (int i = 0; i < 4; ++i) {
        int* slot = ring.beginPush();
        ASSERT_NE(slot, nullptr);
        *slot = i;
        ring.commitPush();
    }
    EXPECT_EQ(ring.beginPush(), nullptr);
    for (int i = 0; i < 4; ++i) {
        ASSERT_NE(ring.front(), nullptr);
        EXPECT_EQ(*ring.front(), i);
        ring.popFront();
    }
    EXPECT_EQ(ring.front(), nullptr);
}

}  // namespace
}  // namespace mcu
