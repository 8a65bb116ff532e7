// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/asio_loop.h"

#include <future>
#include <thread>

#include <gtest/gtest.h>

namespace mcu {
namespace {

TEST(AsioLoop, RunsPostedTasksInOrderOnItsThread) {
    AsioLoop loop("test");
    std::vector<int> order;
    bool onLoop = false;
    loop.post([&] { order.push_back(1); });
    loop.post([&] {
        order.push_back(2);
        onLoop = loop.role().isHere();
        loop.stop();
    });
    std::thread thread([&] { loop.run(); });
    thread.join();
    EXPECT_EQ(order, (std::vector<int>{1, 2}));
    EXPECT_TRUE(onLoop);
    EXPECT_FALSE(loop.post([] {}));
}

TEST(AsioLoop, RunsTimersOnceAndForgetsCancelledOnes) {
    AsioLoop loop("test");
    int cancelledRan = 0;
    int ran = 0;
    loop.post([&] {
        const auto timer = loop.after(std::chrono::milliseconds(1), [&] { ++cancelledRan; });
        loop.cancel(timer);
        loop.after(std::chrono::milliseconds(5), [&] {
            ++ran;
            loop.stop();
        });
    });
    std::thread thread([&] { loop.run(); });
    thread.join();
    EXPECT_EQ(cancelledRan, 0);
    EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace mcu
