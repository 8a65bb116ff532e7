// SPDX-License-Identifier: GPL-3.0-or-later
// Faults that begin and faults that are over, from how sites stand.
#include "incident/watch.h"

#include <gtest/gtest.h>

namespace mcu::incident {
namespace {

using conference::SiteState;
using std::chrono::seconds;

/// One conference of one site, looked at each second.
class Watching : public testing::Test {
protected:
    Watching() {
        hall_.id = {"hop"};
        site_.id = {"x.1"};
        site_.name = "Một";
        site_.encrypted = true;
    }

    std::vector<Finding> look(SiteState state, const std::string& cause = "") {
        at_ += seconds(1);
        site_.state = state;
        site_.cause = cause;
        hall_.sites = {site_};
        return watch_.look({hall_}, at_);
    }

    std::vector<Finding> lose(double percent) {
        site_.streams.resize(1);
        site_.streams[0].received.lossPercent = percent;
        std::vector<Finding> all;
        for (int i = 0; i < 12; ++i) {
            for (auto& each : look(SiteState::connected)) {
                all.push_back(each);
            }
        }
        return all;
    }

    SiteWatch watch_{Profile()};
    conference::ConferenceStatus hall_;
    conference::SiteStatus site_;
    SteadyTime at_{};
};

TEST_F(Watching, ADroppedCallBeginsOnceAndHealsWhenItIsBack) {
    EXPECT_TRUE(look(SiteState::dialling).empty()) << "not yet connected is no fault";
    EXPECT_TRUE(look(SiteState::failed, "no-answer").empty());
    EXPECT_TRUE(look(SiteState::connected).empty());
    const auto lost = look(SiteState::lost);
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].what, Finding::What::begins);
    EXPECT_EQ(lost[0].kind, "drop");
    EXPECT_EQ(lost[0].text, "media-timeout");
    EXPECT_TRUE(look(SiteState::waiting, "media-timeout").empty()) << "the same one";
    EXPECT_TRUE(look(SiteState::dialling, "media-timeout").empty());
    const auto back = look(SiteState::connected);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].what, Finding::What::heals);
}

TEST_F(Watching, AFailedCallIsADropAndAFarewellIsNone) {
    (void)look(SiteState::connected);
    EXPECT_EQ(look(SiteState::waiting, "unreachable: 503").size(), 1U);
    (void)look(SiteState::connected);
    EXPECT_TRUE(look(SiteState::absent).empty()) << "our technician hung up";
    (void)look(SiteState::connected);
    EXPECT_EQ(look(SiteState::absent, "unreachable").size(), 1U);
    (void)look(SiteState::connected);
    EXPECT_TRUE(look(SiteState::waiting, "normal").empty());
}

TEST_F(Watching, HangingUpEndsADrop) {
    (void)look(SiteState::connected);
    (void)look(SiteState::lost);
    const auto ended = look(SiteState::absent, "local-shutdown");
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].text, "hung up");
}

TEST_F(Watching, ABadLineBeginsWorsensAndHeals) {
    EXPECT_TRUE(lose(0.2).empty());
    const auto begins = lose(2);
    ASSERT_EQ(begins.size(), 1U);
    EXPECT_EQ(begins[0].severity, "warning");
    EXPECT_EQ(begins[0].text, "loss 2.0 %");
    const auto worse = lose(6);
    ASSERT_EQ(worse.size(), 1U);
    EXPECT_EQ(worse[0].what, Finding::What::worse);
    EXPECT_EQ(worse[0].severity, "error");
    EXPECT_EQ(watch_.verdictOf({"hop"}, {"x.1"}).grade, Grade::bad);
    const auto heals = lose(0.1);
    ASSERT_EQ(heals.size(), 1U);
    EXPECT_EQ(heals[0].what, Finding::What::heals);
}

TEST_F(Watching, ClearMediaWhereEncryptionIsDemanded) {
    (void)look(SiteState::connected);
    site_.encrypted = false;
    EXPECT_TRUE(look(SiteState::connected).empty());
    hall_.encryption = media::Encryption::required;
    const auto clear = look(SiteState::connected);
    ASSERT_EQ(clear.size(), 1U);
    EXPECT_EQ(clear[0].kind, "security");
    site_.encrypted = true;
    EXPECT_EQ(look(SiteState::connected)[0].what, Finding::What::heals);
}

TEST_F(Watching, RoomsOfOthersAndTrunksAreNotOurs) {
    site_.owner = {"mcu.vnpt"};
    (void)look(SiteState::connected);
    EXPECT_TRUE(look(SiteState::lost).empty());
    site_.owner = {};
    site_.trunk = true;
    (void)look(SiteState::connected);
    EXPECT_TRUE(look(SiteState::lost).empty());
}

TEST_F(Watching, WhatTheRunBeforeLeftOpenHeals) {
    Incident open;
    open.kind = "drop";
    open.conference = {"hop"};
    open.site = {"x.1"};
    watch_.adopt(open);
    EXPECT_TRUE(look(SiteState::absent).empty()) << "it was not called yet";
    EXPECT_TRUE(look(SiteState::dialling, "media-timeout").empty());
    EXPECT_EQ(look(SiteState::connected).size(), 1U);
}

TEST_F(Watching, ASiteThatIsTakenOutEndsItsFaults) {
    (void)lose(6);
    const auto gone = watch_.look({}, at_ + seconds(1));
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone[0].kind, "quality");
    EXPECT_EQ(gone[0].what, Finding::What::heals);
}

}  // namespace
}  // namespace mcu::incident
