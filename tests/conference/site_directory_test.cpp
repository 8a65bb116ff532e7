// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/site_directory.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "base/fold.h"

namespace mcu::conference {
namespace {

struct Unit {
    std::string code;
    std::string level;
    std::string kind;
    std::string name;
    std::string parent;
};

std::vector<Unit> units() {
    std::ifstream in(std::string(MCU_CONFERENCE_TEST_DATA) + "/sonla-units.csv");
    std::vector<Unit> result;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        Unit unit;
        std::getline(fields, unit.code, ',');
        std::getline(fields, unit.level, ',');
        std::getline(fields, unit.kind, ',');
        std::getline(fields, unit.name, ',');
        std::getline(fields, unit.parent, ',');
        result.push_back(unit);
    }
    return result;
}

SiteRecord record(const std::string& id,
                  const std::string& name,
                  const std::string& level = "commune") {
    SiteRecord result;
    result.id = SiteId{id};
    result.name = name;
    result.level = level;
    return result;
}

/// All 204 communes under their bare names.
SiteDirectory communes() {
    SiteDirectory directory;
    for (const auto& unit : units()) {
        if (unit.level == "commune") {
            EXPECT_TRUE(directory.put(record("x." + unit.code, unit.name)));
        }
    }
    return directory;
}

// Requirement C.3, acceptance test E.1 number 10.
TEST(SiteDirectory, ResolvesEveryCommuneByItsIdAndUniqueNamesToThemselves) {
    const auto directory = communes();
    std::map<std::string, std::set<std::string>> exact;
    std::map<std::string, std::set<std::string>> folded;
    int count = 0;
    for (const auto& unit : units()) {
        if (unit.level == "commune") {
            ++count;
            exact[exactKey(unit.name)].insert("x." + unit.code);
            folded[fold(unit.name)].insert("x." + unit.code);
        }
    }
    EXPECT_EQ(count, 204);
    for (const auto& unit : units()) {
        if (unit.level != "commune") {
            continue;
        }
        const std::string id = "x." + unit.code;
        EXPECT_EQ(directory.resolve(id)->value, id);
        const auto byName = directory.resolve(unit.name);
        if (exact.at(exactKey(unit.name)).size() == 1) {
            ASSERT_TRUE(byName) << unit.name;
            EXPECT_EQ(byName->value, id);
        } else {
            EXPECT_EQ(byName.error().code, ErrorCode::ambiguous) << unit.name;
        }
        const auto byFolded = directory.resolve(fold(unit.name));
        if (folded.at(fold(unit.name)).size() == 1) {
            ASSERT_TRUE(byFolded) << unit.name;
            EXPECT_EQ(byFolded->value, id);
        } else {
            EXPECT_EQ(byFolded.error().code, ErrorCode::ambiguous) << unit.name;
        }
    }
}

TEST(SiteDirectory, RefusesTheSevenPairsThatFoldEqualAndNumbersTheCandidates) {
    const auto directory = communes();
    for (const char* word : {"chieng an",
                             "Chieng Dong",
                             "CHIENG HAC",
                             "chieng on",
                             "hat lot",
                             "muong bang",
                             "muong sai"}) {
        const auto found = directory.resolve(word);
        ASSERT_FALSE(found) << word;
        EXPECT_EQ(found.error().code, ErrorCode::ambiguous) << word;
        EXPECT_NE(found.error().message.find("1. "), std::string::npos);
        EXPECT_NE(found.error().message.find("2. "), std::string::npos);
    }
}

TEST(SiteDirectory, TakesBothNormalFormsBothTonePlacementsAnyCaseAndSpaces) {
    SiteDirectory directory;
    ASSERT_TRUE(directory.put(record("x.1", "Liên Hoà")));
    ASSERT_TRUE(directory.put(record("x.2", "Cò  Nòi")));
    ASSERT_TRUE(directory.put(record("x.3", "Đá Đỏ")));
    EXPECT_EQ(directory.find(SiteId{"x.2"})->name, "Cò Nòi");
    EXPECT_EQ(directory.resolve("Liên Hòa")->value, "x.1");
    EXPECT_EQ(directory.resolve("LIÊN HOÀ")->value, "x.1");
    EXPECT_EQ(directory.resolve("Lie\u0302n Hoa\u0300")->value, "x.1");
    EXPECT_EQ(directory.resolve(" cò nòi ")->value, "x.2");
    EXPECT_EQ(directory.resolve("đá đỏ")->value, "x.3");
    EXPECT_EQ(directory.resolve("da do")->value, "x.3");
}

TEST(SiteDirectory, NeverActsOnANearNameButAdvisesIt) {
    SiteDirectory directory;
    ASSERT_TRUE(directory.put(record("x.1", "Chiềng Sơn")));
    const auto found = directory.resolve("Chiềng Sơm");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::notFound);
    EXPECT_NE(found.error().advice.find("Chiềng Sơn"), std::string::npos);
}

TEST(SiteDirectory, PrefersIdThenAliasThenNameThenFolded) {
    SiteDirectory directory;
    auto district = record("h.123", "Huyện Mộc Châu", "district");
    district.aliases = {"mocchau"};
    ASSERT_TRUE(directory.put(district));
    auto town = record("x.1", "Mộc Châu");
    ASSERT_TRUE(directory.put(town));
    EXPECT_EQ(directory.resolve("mocchau")->value, "h.123");
    EXPECT_EQ(directory.resolve("Mộc Châu")->value, "x.1");
    EXPECT_EQ(directory.resolve("moc chau")->value, "x.1");
    EXPECT_EQ(directory.resolve("h.123")->value, "h.123");
}

TEST(SiteDirectory, RefusesAnAliasOrUserOfAnotherSite) {
    SiteDirectory directory;
    auto first = record("x.1", "One");
    first.aliases = {"one"};
    first.user = "room1";
    ASSERT_TRUE(directory.put(first));
    auto second = record("x.2", "Two");
    second.aliases = {"ONE"};
    EXPECT_EQ(directory.put(second).error().code, ErrorCode::alreadyExists);
    second.aliases = {};
    second.user = "room1";
    EXPECT_EQ(directory.put(second).error().code, ErrorCode::alreadyExists);
    second.user = "";
    EXPECT_TRUE(directory.put(second));
    EXPECT_EQ(directory.findByUser("room1")->id.value, "x.1");
    EXPECT_EQ(directory.findByUser("x.2")->id.value, "x.2");
}

TEST(SiteDirectory, ForgetsOldWordsWhenASiteIsPutAgainOrErased) {
    SiteDirectory directory;
    ASSERT_TRUE(directory.put(record("x.1", "Old Name")));
    ASSERT_TRUE(directory.put(record("x.1", "New Name")));
    EXPECT_FALSE(directory.resolve("Old Name"));
    EXPECT_TRUE(directory.resolve("New Name"));
    EXPECT_TRUE(directory.erase(SiteId{"x.1"}));
    EXPECT_FALSE(directory.resolve("New Name"));
    EXPECT_FALSE(directory.erase(SiteId{"x.1"}));
}

TEST(SiteDirectory, ListsInVietnameseOrder) {
    SiteDirectory directory;
    for (const char* name : {"Đá Đỏ", "Yên Sơn", "Dồm Cang", "Ít Ong", "Chiềng An"}) {
        ASSERT_TRUE(directory.put(record(std::string("x.") + fold(name), name)));
    }
    std::vector<std::string> names;
    for (const auto& site : directory.listed()) {
        names.push_back(site.name);
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"Chiềng An", "Dồm Cang", "Đá Đỏ", "Ít Ong", "Yên Sơn"}));
}

TEST(Fold, SurvivesBytesThatAreNotUtf8) {
    const std::string junk = "\xff\xfe\xc3(\xe1\xbb";
    EXPECT_FALSE(fold(junk).empty());
    EXPECT_FALSE(exactKey(junk).empty());
    EXPECT_FALSE(toNfc(junk).empty());
    EXPECT_EQ(fold(""), "");
}

}  // namespace
}  // namespace mcu::conference
