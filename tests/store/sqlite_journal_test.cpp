// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite_journal.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/asio_loop.h"

namespace mcu::store {
namespace {

using conference::StoredConference;
using conference::StoredState;

class SqliteJournalTest : public ::testing::Test {
protected:
    SqliteJournalTest() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "mcu-store-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }

    ~SqliteJournalTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }

    static StoredConference example(const std::string& id) {
        StoredConference stored;
        stored.spec.conference = ConferenceId{id};
        stored.spec.title = "Họp giao ban";
        stored.spec.encryption = media::Encryption::required;
        stored.spec.layout = "1+5";
        stored.spec.maxOwnViews = 2;
        stored.spec.captions = false;
        stored.spec.tally = true;
        stored.locked = true;
        stored.voiceSwitching = true;
        stored.voiceHold = std::chrono::milliseconds(1500);
        stored.chair = SiteId{"s2"};
        stored.broadcast = SiteId{"s1"};
        stored.sites = {{SiteId{"s2"},
                         "sip:s2@192.0.2.1",
                         "sip:s2@192.0.2.9",
                         true,
                         false,
                         true,
                         false,
                         false,
                         -3.5F,
                         true},
                        {SiteId{"s1"}, {}, {}}};
        stored.views = {{"programme", "1x1", {SiteId{"s1"}, SiteId{}}}, {"site:s2", "2x2", {}}};
        stored.banners = {{"programme", {"Họp lúc 19 giờ", true, false}},
                          {"site:s2", {"Chờ gọi", false, true}}};
        return stored;
    }

    /// The state a new journal of the same directory finds.
    StoredState reopened() {
        AsioLoop loop("control");
        auto journal = SqliteJournal::open(directory_, loop);
        EXPECT_TRUE(journal);
        auto state = (*journal)->load();
        EXPECT_TRUE(state);
        return state ? *state : StoredState{};
    }

    std::string directory_;
};

TEST_F(SqliteJournalTest, TellsOfASlowCommit) {
    AsioLoop loop("control");
    auto journal = SqliteJournal::open(directory_, loop);
    ASSERT_TRUE(journal);
    ASSERT_TRUE((*journal)->load());
    EXPECT_EQ((*journal)->underWay().count(), 0);
    (*journal)->setSlowLimit(std::chrono::milliseconds(0));  // each commit is slow now
    int told = 0;
    (*journal)->onSlow([&](std::chrono::milliseconds took) {
        ++told;
        EXPECT_GE(took.count(), 0);
    });
    loop.post([&] {
        (*journal)->saveConference(example("c1"), [&](const Status& status) {
            EXPECT_TRUE(status);
            loop.stop();
        });
    });
    loop.run();
    EXPECT_EQ(told, 1);
}

TEST_F(SqliteJournalTest, BringsBackWhatItReportedDone) {
    AsioLoop loop("control");
    auto journal = SqliteJournal::open(directory_, loop);
    ASSERT_TRUE(journal);
    ASSERT_TRUE((*journal)->load());
    conference::SiteRecord record;
    record.id = SiteId{"x.1"};
    record.name = "Chiềng Sơn";
    record.aliases = {"a", "b"};
    record.password = Secret<std::string>("p");
    record.maxKbps = 512;
    loop.post([&] {
        const auto ok = [](const Status& status) { EXPECT_TRUE(status); };
        (*journal)->saveConference(example("c1"), ok);
        (*journal)->saveConference(example("c2"), ok);
        (*journal)->saveSite({record, false}, ok);
        auto changed = example("c1");
        changed.locked = false;
        changed.sites.pop_back();
        (*journal)->saveConference(changed, ok);
        (*journal)->eraseConference(ConferenceId{"c2"}, [&](const Status& status) {
            EXPECT_TRUE(status);
            loop.stop();
        });
    });
    loop.run();
    journal->reset();
    const auto state = reopened();
    ASSERT_EQ(state.conferences.size(), 1U);
    const auto& stored = state.conferences[0];
    const auto expected = example("c1");
    EXPECT_EQ(stored.spec.title, expected.spec.title);
    EXPECT_EQ(stored.spec.encryption, media::Encryption::required);
    EXPECT_EQ(stored.spec.maxOwnViews, 2);
    EXPECT_FALSE(stored.spec.captions);
    EXPECT_TRUE(stored.spec.tally);
    EXPECT_FALSE(stored.locked);
    EXPECT_EQ(stored.voiceHold, expected.voiceHold);
    EXPECT_EQ(stored.chair, expected.chair);
    ASSERT_EQ(stored.sites.size(), 1U);
    EXPECT_EQ(stored.sites[0], expected.sites[0]);
    EXPECT_EQ(stored.views, expected.views);
    EXPECT_EQ(stored.banners, expected.banners);
    ASSERT_EQ(state.sites.size(), 1U);
    EXPECT_EQ(state.sites[0].record.aliases, record.aliases);
    EXPECT_EQ(state.sites[0].record.password, record.password);
    EXPECT_EQ(state.sites[0].record.maxKbps, 512U);
}

TEST_F(SqliteJournalTest, KeepsWhatItReportedDoneWhenTheProcessIsKilled) {
    const pid_t child = ::fork();
    if (child == 0) {
        AsioLoop loop("control");
        auto journal = SqliteJournal::open(directory_, loop);
        if (!journal || !(*journal)->load()) {
            ::_exit(1);
        }
        loop.post([&] {
            (*journal)->saveConference(example("c1"),
                                       [](const Status&) { ::kill(::getpid(), SIGKILL); });
        });
        loop.run();
        ::_exit(1);
    }
    int how = 0;
    ASSERT_EQ(::waitpid(child, &how, 0), child);
    ASSERT_TRUE(WIFSIGNALED(how));
    EXPECT_EQ(reopened().conferences.size(), 1U);
}

TEST_F(SqliteJournalTest, HidesItsFileFromOthers) {
    reopened();
    struct stat figures{};
    ASSERT_EQ(::stat((directory_ + "/mcu.sqlite").c_str(), &figures), 0);
    EXPECT_EQ(figures.st_mode & 0077U, 0U);
}

TEST_F(SqliteJournalTest, RefusesAFileThatIsNotADatabaseOrOfANewerSchema) {
    AsioLoop loop("control");
    {
        std::ofstream(directory_ + "/mcu.sqlite")
            << "this is not a database, it only looks like a file of that name";
    }
    EXPECT_FALSE(SqliteJournal::open(directory_, loop));
    EXPECT_FALSE(SqliteJournal::open("/proc/none", loop));
}

TEST_F(SqliteJournalTest, KeepsTheRegisterPlansAndRecordsOfSessions) {
    session::SessionChange first;
    first.registry = "id,name\r\n";
    first.plans = {{"S-1",
                    1,
                    "abc",
                    "schema: hnth-plan/1\n",
                    "id\r\n",
                    WallTime{} + std::chrono::seconds(5),
                    "lan"}};
    first.records = {{"S-1",
                      1,
                      WallTime{} + std::chrono::seconds(6),
                      "plan.imported",
                      "lan",
                      "vp-ubnd",
                      "1",
                      "Lời",
                      {{"version", "1"}, {"hash", "abc"}}}};
    session::SessionChange second;
    second.registry = "id,name\r\nx.1,A\r\n";
    second.records = {
        {"S-1", 2, WallTime{} + std::chrono::seconds(7), "note", "hung", "", "", "", {}}};
    {
        AsioLoop loop("test");
        auto journal = SqliteJournal::open(directory_, loop);
        ASSERT_TRUE(journal) << journal.error().message;
        ASSERT_TRUE((*journal)->loadSessions());
        int written = 0;
        const auto count = [&](const Status& status) {
            EXPECT_TRUE(status);
            if (++written == 2) {
                loop.stop();
            }
        };
        loop.post([&] {
            (*journal)->saveSessions(first, count);
            (*journal)->saveSessions(second, count);
        });
        loop.run();
    }
    AsioLoop loop("test");
    auto journal = SqliteJournal::open(directory_, loop);
    const auto stored = (*journal)->loadSessions();
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->registry, *second.registry);
    ASSERT_EQ(stored->plans.size(), 1U);
    EXPECT_EQ(stored->plans[0].text, first.plans[0].text);
    EXPECT_EQ(stored->plans[0].at, first.plans[0].at);
    ASSERT_EQ(stored->records.size(), 2U);
    EXPECT_EQ(stored->records[0].fields, first.records[0].fields);
    EXPECT_EQ(stored->records[0].text, "Lời");
    EXPECT_EQ(stored->records[0].organisation, "vp-ubnd");
    EXPECT_EQ(stored->records[1].number, 2U);
    EXPECT_EQ(stored->records[1].at, second.records[0].at);
}

}  // namespace
}  // namespace mcu::store
