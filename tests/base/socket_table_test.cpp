// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/socket_table.h"

#include <algorithm>
#include <unistd.h>

#include <gtest/gtest.h>

namespace mcu {
namespace {

constexpr const char* kHead =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode\n";

std::string row(const std::string& local,
                const std::string& remote,
                const std::string& state,
                const std::string& inode) {
    return "   0: " + local + " " + remote + " " + state +
           " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 2 0 0\n";
}

TEST(SocketTable, TellsOurListeningSocketsAlone) {
    const std::string table = kHead + row("0100007F:13C4", "00000000:0000", "0A", "11") +
                              row("00000000:13C5", "00000000:0000", "0A", "12") +
                              row("0100007F:13C6", "0100007F:1234", "01", "11") +
                              row("0100007F:13C7", "00000000:0000", "06", "11") +
                              row("0100007F:13C8", "00000000:0000", "0A", "99");
    const auto open = readSocketTable(table, true, {"11", "12"});
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].address.toString(), "127.0.0.1:5060");
    EXPECT_EQ(open[1].address.toString(), "0.0.0.0:5061");
    EXPECT_TRUE(open[0].tcp);
}

TEST(SocketTable, ReadsBothFamiliesAndLeavesOutWhatItCannotRead) {
    const std::string six = "00000000000000000000000001000000";
    const std::string table = kHead +
                              row(six + ":4E20", std::string(32, '0') + ":0000", "07", "5") +
                              "nonsense\n\n" + row("0100007F", "00000000:0000", "07", "5") +
                              row("zz00007F:0001", "00000000:0000", "07", "5") +
                              row("0100007F:99999", "00000000:0000", "07", "5") +
                              "   1: 0100007F:4E21 00000000:0000 07\n";
    const auto open = readSocketTable(table, false, {"5"});
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].address.toString(), "[::1]:20000");
}

TEST(SocketTable, FindsASocketOfThisProcess) {
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    const auto has = [port = ntohs(address.sin_port)] {
        return std::ranges::any_of(openSockets(), [port](const OpenSocket& open) {
            return !open.tcp && open.address.port() == port && open.address.host() == "127.0.0.1";
        });
    };
    EXPECT_TRUE(has());
    close(fd);
    EXPECT_FALSE(has());
}

}  // namespace
}  // namespace mcu
