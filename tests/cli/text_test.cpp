// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/text.h"

#include <vector>

#include <gtest/gtest.h>

#include "cli/certificate_patterns.h"
#include "cli/json.h"
#include "cli/probe_patterns.h"
#include "cli/request_patterns.h"
#include "cli/server_patterns.h"
#include "cli/server_text.h"
#include "cli/session_patterns.h"
#include "cli/width.h"
#include "mcu/control.pb.h"

namespace mcu::cli {
namespace {

TEST(Width, CountsColumnsNotBytes) {
    EXPECT_EQ(widthOf("Mường Bằng"), 10U);
    EXPECT_EQ(widthOf("Mu\xCC\x9Bo\xCC\x9B\xCC\x80ng"), 5U);  // decomposed
    EXPECT_EQ(widthOf("山羅"), 4U);
    EXPECT_EQ(widthOf("\xFF\xFE"), 2U);
}

TEST(Width, CutsBetweenCharacters) {
    EXPECT_EQ(cut("Mường Bằng", 6), "Mường…");
    EXPECT_EQ(cut("山羅省", 4), "山…");
    EXPECT_EQ(padded("Mường", 8), "Mường   ");
    EXPECT_EQ(widthOf(padded("山羅省會", 6)), 6U);
}

TEST(Width, TakesTheTeethOutOfTerminalControls) {
    EXPECT_EQ(printable("a\x1B[2Jb\nc\x7F"), "a?[2Jb?c?");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
              "?31m");
    EXPECT_EQ(printable("a\xE2\x80\xAE"
                        "b"),
              "a?b");
    EXPECT_EQ(printable("\xFF"), "?");
}

TEST(Text, FillsHoles) {
    EXPECT_EQ(fill("{a} and {b}, {c} {", {{"a", "1"}, {"b", "{a}"}}), "1 and {a}, {c} {");
}

TEST(ServerText, SaysServerSentencesInVietnamese) {
    setLanguage("vi");
    EXPECT_EQ(serverText("Mường Bằng (commune, x.04111) is not connected", "vi"),
              "Mường Bằng (xã, x.04111) chưa kết nối");
    EXPECT_EQ(serverText("X (x.1) left: no-answer", "vi"),
              "X (x.1) đã rời phiên họp: không trả lời");
    EXPECT_EQ(serverText("something new", "vi"), "something new");
    EXPECT_EQ(serverText("X is not connected", "en"), "X is not connected");
}

/// A pattern must be told from those before it, else it never speaks.
TEST(ServerText, EveryPatternIsReachedAndTranslated) {
    setLanguage("vi");
    std::vector<const char*> patterns(certificatePatterns().begin(), certificatePatterns().end());
    patterns.insert(patterns.end(), requestPatterns().begin(), requestPatterns().end());
    patterns.insert(patterns.end(), probePatterns().begin(), probePatterns().end());
    patterns.insert(patterns.end(), sessionPatterns().begin(), sessionPatterns().end());
    patterns.insert(patterns.end(), serverPatterns().begin(), serverPatterns().end());
    for (const char* pattern : patterns) {
        std::string sentence = pattern;
        for (auto at = sentence.find('{'); at != std::string::npos; at = sentence.find('{')) {
            sentence.replace(at, sentence.find('}', at) - at + 1, "7");
        }
        std::string expected = tr(pattern);
        if (std::string_view(pattern) != "{site}: {cause}") {
            EXPECT_NE(expected, pattern);
        }
        for (auto at = expected.find('{'); at != std::string::npos; at = expected.find('{')) {
            expected.replace(at, expected.find('}', at) - at + 1, "7");
        }
        EXPECT_EQ(serverText(sentence, "vi"), expected) << pattern;
    }
}

TEST(Json, WritesEveryFieldWithShortEnumerators) {
    hnth::mcu::v1::SiteStatus site;
    site.set_id("x.1");
    site.set_name("a\"\\\n\x7F");
    site.set_state(hnth::mcu::v1::SITE_STATE_CONNECTED);
    const auto json = toJson(site);
    EXPECT_NE(json.find(R"("name":"a\"\\\u000a\u007f")"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("state":"connected")"), std::string::npos);
    EXPECT_NE(json.find(R"("streams":[])"), std::string::npos);
    hnth::mcu::v1::ServerStatus status;
    (*status.mutable_counters())["b"] = 5000000000;
    (*status.mutable_counters())["a"] = 1;
    EXPECT_NE(toJson(status).find(R"("counters":{"a":1,"b":5000000000})"), std::string::npos);
    hnth::mcu::v1::CommandReply reply;
    reply.set_png("\x89PNG");
    reply.set_error_code(hnth::mcu::v1::ERROR_CODE_NOT_FOUND);
    EXPECT_EQ(toJson(reply).find("png"), std::string::npos);
    EXPECT_NE(toJson(reply).find(R"("error_code":"not-found")"), std::string::npos);
}

}  // namespace
}  // namespace mcu::cli
