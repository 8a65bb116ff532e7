// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/sample_status.h"
#include "cli/width.h"
#include "control/fake_service.h"

namespace mcu::cli {
namespace {

std::vector<std::string> linesOf(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

class StatusView : public testing::Test {
protected:
    StatusView() {
        server_.onControl([&] { server_.service.state = sampleStatus(); });
    }

    Ran status(std::vector<std::string> more = {}) {
        std::vector<std::string> line = {"--server", server_.address(), "status"};
        line.insert(line.end(), more.begin(), more.end());
        return runLine(line);
    }

    fakes::ControlledServer server_;
};

TEST_F(StatusView, FitsTheScreenWithThePrompt) {
    for (const char* language : {"vi", "en"}) {
        const auto ran = status({"--lang", language});
        ASSERT_EQ(ran.code, 0) << ran.err;
        const auto lines = linesOf(ran.out);
        EXPECT_EQ(lines.size(), 23U);
        for (const auto& line : lines) {
            EXPECT_LE(widthOf(line), 80U) << line;
            EXPECT_EQ(line.find('\x1B'), std::string::npos);
        }
    }
}

TEST_F(StatusView, PutsProblemsFirstThenWhatIsOnAir) {
    const auto lines = linesOf(status().out);
    auto place = [&](const std::string& id) {
        for (std::size_t i = 8; i < lines.size(); ++i) {
            if (lines[i].find(id) != std::string::npos) {
                return i;
            }
        }
        return lines.size() + 1;
    };
    EXPECT_LT(place("x.00004"), place("x.00009"));  // lost, then not encrypted
    EXPECT_LT(place("x.00009"), place("x.00005"));  // then failed
    EXPECT_LT(place("x.00005"), place("x.00006"));  // then waiting
    EXPECT_LT(place("x.00006"), place("x.00007"));  // then lossy
    EXPECT_LT(place("x.00007"), place("x.00002"));  // then on air
}

TEST_F(StatusView, AllListsEverySite) {
    EXPECT_GE(linesOf(status({"--all"}).out).size(), 240U);
}

TEST_F(StatusView, ManyConferencesStillFit) {
    server_.onControl([&] {
        auto& conferences = server_.service.state.conferences;
        for (int i = 0; i < 30; ++i) {
            conferences.push_back(conferences.front());
            conferences.back().id = {"c" + std::to_string(i)};
        }
    });
    EXPECT_EQ(linesOf(status().out).size(), 23U);
    EXPECT_EQ(linesOf(status({"--conference", "c3"}).out).size(), 23U);
    EXPECT_EQ(status({"--conference", "nosuch"}).code, 1);
}

}  // namespace
}  // namespace mcu::cli
