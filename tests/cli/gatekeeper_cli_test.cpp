// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/width.h"
#include "control/fake_service.h"

namespace mcu::cli {
namespace {

class GatekeeperCli : public testing::Test {
protected:
    Ran list(std::vector<std::string> more = {}) {
        std::vector<std::string> line = {"--server", server_.address(), "gatekeeper", "list"};
        line.insert(line.end(), more.begin(), more.end());
        return runLine(line);
    }

    static call::GatekeeperStatus sample() {
        call::GatekeeperStatus status;
        status.client = true;
        status.state = "waiting";
        status.address = "192.0.2.5:1719";
        status.cause = "the gatekeeper refuses the registration: securityDenial";
        status.builtIn = true;
        status.ownId = "hnth-mcu";
        status.ownAddress = "0.0.0.0:1719";
        status.ownCalls = 2;
        call::RegisteredRoom room;
        room.names = {"x.03985", "9203985"};
        room.site = {"x.03985"};
        room.siteName = "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)";
        room.address = "198.51.100.85:1720";
        room.product = "Room 500 2.1";
        room.kind = "terminal";
        room.leftSeconds = 200;
        room.authenticated = true;
        status.rooms.push_back(room);
        room.site = {};
        room.siteName.clear();
        room.names = {"khách\x1B[2J"};
        status.rooms.push_back(room);
        return status;
    }

    fakes::ControlledServer server_;
};

TEST_F(GatekeeperCli, SaysWhereWeAreAndWhoIsHere) {
    server_.onControl([&] { server_.gatekeeper = sample(); });
    const auto ran = list({"--lang", "en"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    for (const char* part : {"outside gatekeeper 192.0.2.5:1719  NOT REGISTERED",
                             "own gatekeeper hnth-mcu at 0.0.0.0:1719: rooms 2, calls 2",
                             "UBND xã Chiềng Sơn",
                             "x.03985, 9203985",
                             "198.51.100.85:1720",
                             "(not in the site list)"}) {
        EXPECT_NE(ran.out.find(part), std::string::npos) << part << " in\n" << ran.out;
    }
    EXPECT_EQ(ran.out.find('\x1B'), std::string::npos);
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(widthOf(line), 80U) << line;
    }
    const auto vietnamese = list({"--lang", "vi"});
    EXPECT_NE(vietnamese.out.find("CHƯA ĐĂNG KÝ"), std::string::npos) << vietnamese.out;
    const auto json = list({"--json"});
    EXPECT_NE(json.out.find(R"("names":["x.03985","9203985"])"), std::string::npos) << json.out;
    EXPECT_NE(json.out.find(R"("authenticated":true)"), std::string::npos);
}

TEST_F(GatekeeperCli, SaysWhenThereIsNone) {
    const auto ran = list({"--lang", "en"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find("no gatekeeper is configured"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace mcu::cli
