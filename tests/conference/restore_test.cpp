// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

namespace mcu::conference {
namespace {

/// A journal in memory that says done only when the test lets it.
class HeldJournal final : public Journal {
public:
    Result<StoredState> load() override {
        StoredState state;
        for (const auto& [id, conference] : conferences) {
            state.conferences.push_back(conference);
        }
        state.sites = sites;
        return state;
    }

    void saveConference(StoredConference conference, Done done) override {
        conferences.insert_or_assign(conference.spec.conference, std::move(conference));
        finish(std::move(done));
    }

    void eraseConference(const ConferenceId& conference, Done done) override {
        conferences.erase(conference);
        finish(std::move(done));
    }

    void saveSite(StoredSiteRecord site, Done done) override {
        sites.push_back(std::move(site));
        finish(std::move(done));
    }

    void saveRequest(RequestStatus request, Done done) override {
        requests.push_back(std::move(request));
        done({});
    }

    std::vector<RequestStatus> requests;

    void release() {
        hold = false;
        for (const auto& done : std::exchange(waiting, {})) {
            done({});
        }
    }

    std::map<ConferenceId, StoredConference> conferences;
    std::vector<StoredSiteRecord> sites;
    std::vector<Done> waiting;
    bool hold = false;

private:
    void finish(Done done) {
        if (hold) {
            waiting.push_back(std::move(done));
        } else {
            done({});
        }
    }
};

const ConferenceId kC{"c"};

TEST(Journal, HoldsTheAnswerOfACommandButNotTheCut) {
    HeldJournal journal;
    Stage stage({}, &journal);
    stage.createConference({"s1", "s2"});
    stage.join("s1");
    stage.join("s2");
    journal.hold = true;
    auto& done = stage.begin(Show{kC, "s2"});
    stage.settle();
    EXPECT_EQ(stage.sees("s1"), (std::vector<std::string>{"s2"}));
    EXPECT_TRUE(stage.isDecodedForSound("s2"));
    EXPECT_FALSE(done.has_value());
    journal.release();
    ASSERT_TRUE(done.has_value());
    EXPECT_TRUE(*done);
}

TEST(Restore, BringsBackConferencesAndCallsTheSitesThatWereWanted) {
    HeldJournal journal;
    {
        Stage before({}, &journal);
        before.createConference({"s1", "s2", "s3", "s4"});
        ASSERT_TRUE(before.run(PutSite{before.listed("s5", "Chiềng Sơn")}));
        ASSERT_TRUE(before.run(SetChair{kC, "s2"}));
        ASSERT_TRUE(before.run(CallSites{kC, {"s1"}}));
        before.join("s3");
        ASSERT_TRUE(before.run(LockConference{kC, true}));
        ASSERT_TRUE(before.run(SetLayout{kC, {}, "1+5", {"s2"}}));
        ASSERT_TRUE(before.run(SetLayout{kC, {ViewName::Kind::site, "s4"}, "1+1", {"s1"}}));
        ASSERT_TRUE(before.run(SetChannel{kC, Channel::microphone, true, {"s1"}, false}));
        ASSERT_TRUE(before.run(SetVolume{kC, "s1", -6}));
    }
    Stage after({}, &journal);
    for (const char* site : {"s1", "s2", "s3", "s4"}) {
        ASSERT_TRUE(after.service.putSites({after.listed(site)}));
    }
    ASSERT_TRUE(after.service.restore());
    after.advance(std::chrono::seconds(1));
    const auto status = after.status().conferences.at(0);
    EXPECT_TRUE(status.locked);
    EXPECT_EQ(status.chair.value, "s2");
    EXPECT_EQ(after.view(kProgramme)->layout, "1+5");
    EXPECT_TRUE(after.site("s1").microphoneOn);
    EXPECT_EQ(after.site("s1").volumeDb, -6);
    std::set<std::string> called;
    for (const auto call : after.sip.dialled) {
        called.insert(after.sip.calls.at(call).target.uri);
    }
    EXPECT_EQ(called, (std::set<std::string>{"sip:s1@192.0.2.7", "sip:s3@192.0.2.7"}));
    after.join("s4");
    EXPECT_EQ(after.view("site:s4")->layout, "1+1");
    EXPECT_EQ(after.service.sites().size(), 5U);
}

TEST(Restore, ForgetsClosedConferencesAndDeletedSites) {
    HeldJournal journal;
    {
        Stage before({}, &journal);
        before.createConference({"s1"});
        ASSERT_TRUE(before.run(CloseConference{kC}));
        ASSERT_TRUE(before.run(DeleteSite{"s1"}));
    }
    Stage after({}, &journal);
    ASSERT_TRUE(after.service.putSites({after.listed("s1")}));
    ASSERT_TRUE(after.service.restore());
    EXPECT_TRUE(after.status().conferences.empty());
    EXPECT_TRUE(after.service.sites().empty());
}

}  // namespace
}  // namespace mcu::conference
