// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/layout.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace mcu::conference {
namespace {

TEST(Layout, ReadsNamePanesFractionsAndComments) {
    const auto layout = parseLayout(
        "# two\nlayout pair\npane 0 0 1/2 1\n\npane 0.5 0 0.5 1 # right\n", "pair.layout");
    ASSERT_TRUE(layout);
    EXPECT_EQ(layout->name, "pair");
    ASSERT_EQ(layout->panes.size(), 2U);
    EXPECT_EQ(layout->panes[0], (media::Rect{0, 0, 0.5, 1}));
    EXPECT_EQ(layout->panes[1], (media::Rect{0.5, 0, 0.5, 1}));
}

TEST(Layout, RefusesWithFileAndLine) {
    const std::pair<const char*, const char*> cases[] = {
        {"layout a\npane 0 0 1", "f:2: "},
        {"layout a\npane 0 0 2 1", "f:2: "},
        {"layout a\npane 0.6 0 0.5 1", "f:2: "},
        {"layout a\npane 0 0 0 1", "f:2: "},
        {"layout a\npane x 0 1 1", "f:2: "},
        {"layout a\npane 1/0 0 1 1", "f:2: "},
        {"layout a\nlayout b\n", "f:2: "},
        {"layout a\nfoo\n", "f:2: "},
        {"pane 0 0 1 1\n", "f:1: "},
        {"", "f:0: "},
        {"layout a\npane nan 0 1 1", "f:2: "},
    };
    for (const auto& [text, where] : cases) {
        const auto layout = parseLayout(text, "f");
        ASSERT_FALSE(layout) << text;
        EXPECT_EQ(layout.error().message.rfind(where, 0), 0U) << layout.error().message;
    }
    std::string many = "layout many\n";
    for (int i = 0; i < 37; ++i) {
        many += "pane 0 0 1 1\n";
    }
    EXPECT_FALSE(parseLayout(many, "f"));
}

TEST(LayoutBook, ShipsTheSameLayoutsBuiltInAndAsFiles) {
    const LayoutBook builtIn;
    EXPECT_EQ(builtIn.names().size(), 8U);
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(MCU_LAYOUTS)) {
        const std::ifstream in(entry.path());
        std::ostringstream text;
        text << in.rdbuf();
        const auto layout = parseLayout(text.str(), entry.path());
        ASSERT_TRUE(layout) << layout.error().message;
        const auto* same = builtIn.find(layout->name);
        ASSERT_NE(same, nullptr) << layout->name;
        EXPECT_EQ(same->panes, layout->panes);
        ++files;
    }
    EXPECT_EQ(files, 8);
    LayoutBook read;
    EXPECT_TRUE(read.addFolder(MCU_LAYOUTS));
    EXPECT_FALSE(read.addFolder(std::string(MCU_LAYOUTS) + "/none"));
}

}  // namespace
}  // namespace mcu::conference
