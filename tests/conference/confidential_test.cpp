// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "conference/stage.h"

namespace mcu::conference {
namespace {

/// A conference that is open and asks for no encryption, until it is confidential.
class Confidential : public testing::Test {
protected:
    Confidential() {
        stage_.service.confidentialBy(
            [this](const ConferenceId& conference) { return held_ && conference.value == "c"; });
        auto open = Stage::defaults();
        open.open = true;
        open.encryption = media::Encryption::disabled;
        stage_.createConference({"s1", "s2"}, open);
    }

    Stage stage_;
    bool held_ = false;
};

// GEN-03, SEC-09.
TEST_F(Confidential, LetsNobodyUnlistedInThoughItIsOpen) {
    held_ = true;
    const auto stranger = stage_.ring("nobody", "c");
    EXPECT_EQ(stage_.sip.rejected.at(stranger).code, call::CauseCode::forbidden);
    const auto byAddress =
        stage_.run(AddSite{ConferenceId{"c"}, "guest", "sip:guest@192.0.2.9", true});
    ASSERT_FALSE(byAddress);
    EXPECT_EQ(byAddress.error().id, "conference.confidential");
}

TEST_F(Confidential, AsksForEncryptionWhateverItWasMadeWith) {
    EXPECT_EQ(stage_.status().conferences.at(0).encryption, media::Encryption::disabled);
    held_ = true;
    EXPECT_EQ(stage_.status().conferences.at(0).encryption, media::Encryption::required);
    const auto call = stage_.ring("s1");
    RoomKind clear;
    clear.encrypted = false;
    stage_.answerWith(call, clear);
    EXPECT_EQ(stage_.site("s1").cause, "encryption-required");
    RoomKind encrypted;
    encrypted.encrypted = true;
    stage_.join("s2", encrypted);
    EXPECT_EQ(stage_.site("s2").state, SiteState::connected);
}

TEST_F(Confidential, NoPictureIsTaken) {
    held_ = true;
    const auto taken = stage_.run(Snapshot{ConferenceId{"c"}, {}, false});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().id, "conference.confidential");
}

TEST_F(Confidential, HangsUpWhomItDoesNotLetInWhenItBecomesSo) {
    RoomKind encrypted;
    encrypted.encrypted = true;
    stage_.join("s1");
    stage_.join("s2", encrypted);
    const auto guest = stage_.ring("nobody", "c");
    stage_.answerWith(guest, encrypted);
    stage_.mediaUp(guest);
    held_ = true;
    stage_.advance(std::chrono::seconds(2));
    EXPECT_NE(stage_.site("s1").state, SiteState::connected);
    EXPECT_EQ(stage_.site("s2").state, SiteState::connected);
    EXPECT_EQ(stage_.count("site.refused"), 2);
}

}  // namespace
}  // namespace mcu::conference
