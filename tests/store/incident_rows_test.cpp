// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "store/sqlite_journal.h"

namespace mcu::store {
namespace {

using std::chrono::seconds;

incident::StoredIncident sample(const std::string& origin, std::uint64_t number) {
    incident::StoredIncident stored;
    auto& incident = stored.incident;
    incident.id = {{origin}, number};
    incident.version = 2;
    incident.kind = "drop";
    incident.severity = "error";
    incident.conference = {"hop"};
    incident.site = {"x.04246"};
    incident.siteName = "Điểm cầu UBND xã Mường Lạn (Sốp Cộp)";
    incident.owner = "viettel";
    incident.contact = "Mai";
    incident.phone = "0900000003";
    incident.onAir = true;
    incident.opened = WallTime(seconds(1'663'225'822 + static_cast<long>(number)));
    incident.cause = "media-timeout";
    incident.redials = 2;
    incident.entries = {
        {{"mcu.tinh"}, 4, WallTime(seconds(1'663'225'900)), "note", "lan", "vp-ubnd", "đã gọi"}};
    stored.told = {true, false};
    return stored;
}

class IncidentRows : public testing::Test {
protected:
    IncidentRows() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "mcu-store-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }

    ~IncidentRows() override {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }

    /// Written by a journal that is closed again, as after a crash of the program.
    void write(const std::vector<incident::StoredIncident>& all) {
        auto journal = SqliteJournal::open(directory_, loop_);
        ASSERT_TRUE(journal) << journal.error().message;
        for (const auto& each : all) {
            (*journal)->saveIncident(each, [](const Status& written) { EXPECT_TRUE(written); });
        }
        journal->reset();
        loop_.drain();
    }

    std::vector<incident::StoredIncident> read(std::size_t atMost = 100) {
        auto journal = SqliteJournal::open(directory_, loop_);
        return *(*journal)->loadIncidents(atMost);
    }

    fakes::ManualLoop loop_;
    std::string directory_;
};

TEST_F(IncidentRows, ComeBackAsTheyWere) {
    auto closed = sample("mcu.vnpt", 1);
    closed.incident.closed = closed.incident.opened + seconds(9);
    closed.incident.healed = "connected again";
    closed.told.closed = true;
    const auto open = sample("mcu.tinh", 1);
    write({open, closed});
    const auto all = read();
    ASSERT_EQ(all.size(), 2U);
    for (const auto& each : all) {
        const auto& expected = each.incident.id.origin.value == "mcu.tinh" ? open : closed;
        EXPECT_EQ(each.incident, expected.incident);
        EXPECT_EQ(each.told, expected.told);
    }
}

TEST_F(IncidentRows, TheNewestAreReadOldestFirstAndAChangeReplaces) {
    std::vector<incident::StoredIncident> all;
    for (std::uint64_t number = 1; number <= 5; ++number) {
        all.push_back(sample("mcu.tinh", number));
    }
    write(all);
    all[4].incident.version = 3;
    all[4].incident.entries.push_back(
        {{"mcu.vnpt"}, 1, WallTime(seconds(1'663'225'901)), "closed", "hung", "", ""});
    write({all[4]});
    const auto newest = read(2);
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].incident.id.number, 4U);
    EXPECT_EQ(newest[1].incident, all[4].incident);
}

}  // namespace
}  // namespace mcu::store
