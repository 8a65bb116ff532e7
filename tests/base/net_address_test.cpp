// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net_address.h"

#include <gtest/gtest.h>

namespace mcu {
namespace {

TEST(NetAddress, ParsesAndPrintsBothFamilies) {
    const auto v4 = NetAddress::parseHostPort("192.0.2.1:5060");
    ASSERT_TRUE(v4);
    EXPECT_EQ(v4->toString(), "192.0.2.1:5060");
    const auto v6 = NetAddress::parseHostPort("[2001:db8::1]:5061");
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->toString(), "[2001:db8::1]:5061");
    EXPECT_FALSE(*v4 == *v6);
}

TEST(NetAddress, RefusesWhatIsNotAddressAndPort) {
    for (const char* wrong : {"",
                              ":5060",
                              "host:5060",
                              "192.0.2.1",
                              "192.0.2.1:",
                              "192.0.2.1:99999",
                              "2001:db8::1:5",
                              "1.2.3.4:5x"}) {
        EXPECT_FALSE(NetAddress::parseHostPort(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace mcu
