// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clean_text.h"

#include <gtest/gtest.h>

namespace mcu {
namespace {

TEST(CleanText, OfAnOldRoom) {
    EXPECT_EQ(cleanText("Điểm cầu"), "Điểm cầu");
    EXPECT_EQ(cleanText(std::string_view("astA\0tail", 9)), "astA");
    EXPECT_EQ(cleanText("S\xE3o\x01 Paulo"), "S?o Paulo") << "a code page, a control character";
    EXPECT_EQ(cleanText("\xC0\x80\xED\xA0\x80\xF5"), "??????") << "overlong, surrogate, beyond";
    EXPECT_EQ(cleanText("\xE1\xBB"), "??") << "cut";
}

}  // namespace
}  // namespace mcu
