// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/port_use.h"

#include <gtest/gtest.h>

namespace mcu::control {
namespace {

OpenSocket at(bool tcp, const std::string& address) {
    return {tcp, *NetAddress::parseHostPort(address)};
}

TEST(PortUse, ComparesWhatIsOpenWithWhatShouldBe) {
    const std::vector<ExpectedPort> expected = {
        {false, "192.0.2.1", 5060, 5060, "sip udp", "sip.listen", false},
        {true, "", 5061, 5061, "sip tls", "sip.listen", false},
        {false, "", 20000, 29999, "media", "media.ports", true},
        {true, "", 30000, 30100, "h245", "h323.h245_ports", true}};
    const auto uses = comparePorts(expected,
                                   {at(false, "192.0.2.1:5060"),
                                    at(false, "192.0.2.1:20000"),
                                    at(false, "192.0.2.1:20001"),
                                    at(true, "192.0.2.1:5060"),
                                    at(false, "127.0.0.1:5060")});
    ASSERT_EQ(uses.size(), 6U);
    EXPECT_STREQ(nameOf(uses[0].state), "open");
    EXPECT_STREQ(nameOf(uses[1].state), "closed");
    EXPECT_STREQ(nameOf(uses[2].state), "open");
    EXPECT_EQ(uses[2].sockets, 2);
    EXPECT_STREQ(nameOf(uses[3].state), "idle");
    for (const auto& other : {uses[4], uses[5]}) {
        EXPECT_STREQ(nameOf(other.state), "unexpected");
        EXPECT_EQ(other.port.first, 5060);
        EXPECT_TRUE(other.port.key.empty());
    }
}

TEST(PortUse, AnAddressMappedToIpv6IsTheOneThatWasConfigured) {
    const std::vector<ExpectedPort> expected = {
        {true, "192.0.2.1", 7443, 7443, "cascade", "cascade.listen", false}};
    const auto uses = comparePorts(expected, {at(true, "[::ffff:192.0.2.1]:7443")});
    ASSERT_EQ(uses.size(), 1U);
    EXPECT_STREQ(nameOf(uses[0].state), "open");
}

}  // namespace
}  // namespace mcu::control
