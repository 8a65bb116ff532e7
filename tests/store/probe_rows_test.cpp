// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/probe_rows.h"

#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "store/schema.h"
#include "store/sqlite_journal.h"

namespace mcu::store {
namespace {

using std::chrono::seconds;

conference::ProbeReport sample(const std::string& target, int at) {
    conference::ProbeReport report;
    report.target = target;
    report.site = {"x.04246"};
    report.siteName = "Điểm cầu UBND xã Mường Lạn (Sốp Cộp)";
    report.address = "h323:192.0.2.9";
    report.conference = {"hop"};
    report.at = WallTime(seconds(1'663'225'822 + at));
    report.actor = "lan";
    report.connected = true;
    report.cause = "normal";
    report.connectSeconds = 0.75;
    report.protocol = "H.323";
    report.peer = {"Room/7",
                   "Cisco (181/0/18)",
                   {{call::Ability::Kind::video, "H264", "level 3.1", {"AES_CBC_256", "DES_CBC"}},
                    {call::Ability::Kind::userInput, "dtmf", "", {}}},
                   {"no round trip requests: it stops"}};
    report.streams = {
        {media::Kind::audio, "PCMA", "", media::Direction::sendReceive, 64, "", true, true},
        {media::Kind::video, "", "", media::Direction::inactive, 0, "", false, false}};
    return report;
}

class ProbeRows : public testing::Test {
protected:
    ProbeRows() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "mcu-store-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }

    ~ProbeRows() override {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }

    /// Written by a journal that is closed again, as after a crash of the program.
    void write(const std::vector<conference::ProbeReport>& all) {
        auto journal = SqliteJournal::open(directory_, loop_);
        ASSERT_TRUE(journal) << journal.error().message;
        for (const auto& each : all) {
            (*journal)->saveProbe(each, [](const Status& written) { EXPECT_TRUE(written); });
        }
        journal->reset();
        loop_.drain();
    }

    std::vector<conference::ProbeReport> read() {
        auto journal = SqliteJournal::open(directory_, loop_);
        EXPECT_TRUE(journal);
        auto all = (*journal)->loadProbes();
        EXPECT_TRUE(all);
        return all ? *all : std::vector<conference::ProbeReport>{};
    }

    mcu::fakes::ManualLoop loop_;
    std::string directory_;
};

TEST_F(ProbeRows, ComeBackAsTheyWere) {
    const auto one = sample("x.04246", 1);
    auto other = sample("sip:somebody@192.0.2.4", 0);
    other.site = {};
    other.connected = false;
    other.peer = {};
    other.streams.clear();
    write({one, other});
    EXPECT_EQ(read(), (std::vector{other, one})) << "oldest first";
}

TEST_F(ProbeRows, TheLastOfARoomReplacesTheOneBefore) {
    auto later = sample("x.04246", 9);
    later.peer.abilities.pop_back();
    write({sample("x.04246", 1)});
    write({later});
    EXPECT_EQ(read(), std::vector{later});
}

TEST_F(ProbeRows, TheOldestGoWhenThereAreTooMany) {
    SQLite::Database database(directory_ + "/mcu.sqlite",
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ASSERT_TRUE(prepareSchema(database));
    for (int i = 0; i < 5; ++i) {
        writeProbe(database, sample("x." + std::to_string(i), i), 3);
    }
    const auto left = readProbes(database);
    ASSERT_EQ(left.size(), 3U);
    EXPECT_EQ(left.front().target, "x.2");
    EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM probe_line").getInt(), 15);
}

/// A state of the version before has no such tables yet.
TEST_F(ProbeRows, AreAddedToAnOlderState) {
    {
        SQLite::Database database(directory_ + "/mcu.sqlite",
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        ASSERT_TRUE(prepareSchema(database));
        database.exec(
            "ALTER TABLE site DROP COLUMN backup_uri; DROP TABLE probe_line; DROP TABLE probe; "
            "PRAGMA user_version=6");
    }
    write({sample("x.04246", 1)});
    EXPECT_EQ(read().size(), 1U);
}

}  // namespace
}  // namespace mcu::store
