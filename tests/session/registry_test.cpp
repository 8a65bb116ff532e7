// SPDX-License-Identifier: GPL-3.0-or-later
// The register of sites: what offices send as lists, and names as people type them (C.3).
#include "session/registry.h"

#include <chrono>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/fold.h"
#include "fakes/manual_loop.h"
#include "session/fake_conferences.h"
#include "session/session_service.h"

namespace mcu::session {
namespace {

const Levels kLevels;

std::string sampleCsv() {
    std::ostringstream text;
    text << std::ifstream(MCU_SOURCE_DIR "/config/sonla-registry.csv", std::ios::binary).rdbuf();
    return text.str();
}

Registry sample() {
    auto read = readRegistry(sampleCsv(), "sonla-registry.csv", kLevels);
    EXPECT_TRUE(read) << read.error().message;
    auto registry = Registry::of(std::move(read->sites));
    EXPECT_TRUE(registry) << registry.error().message;
    return std::move(*registry);
}

std::string problemsOf(const std::string& csv) {
    const auto read = readRegistry(csv, "l.csv", kLevels);
    return read ? "accepted" : read.error().message;
}

std::vector<const SiteEntry*> pointersTo(const std::vector<SiteEntry>& sites) {
    std::vector<const SiteEntry*> all;
    for (const auto& site : sites) {
        all.push_back(&site);
    }
    return all;
}

std::string idOf(const Registry& registry, const std::string& word) {
    const auto found = registry.resolve(word);
    return found ? (*found)->id : found.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

TEST(Registry, SampleHasTwelveDistrictsAndAll204Communes) {
    const auto registry = sample();
    EXPECT_EQ(registry.sorted(kLevels, {"district", "", "", "", ""}).size(), 12U);
    EXPECT_EQ(registry.sorted(kLevels, {"commune", "", "", "", ""}).size(), 204U);
    EXPECT_EQ(registry.sorted(kLevels, {"", "vnpt", "", "", ""}).size(), 119U + 7U);
    EXPECT_EQ(registry.sorted(kLevels, {"commune", "", "", "", "h.123"}).size(), 15U);
}

/// C.3: every commune is found by its id, full name, alias and kind with name, in NFC and NFD.
TEST(Registry, FindsAll204CommunesByEveryExactName) {
    const auto registry = sample();
    for (const auto* site : registry.sorted(kLevels, {"commune", "", "", "", ""})) {
        EXPECT_EQ(idOf(registry, site->id), site->id);
        EXPECT_EQ(idOf(registry, site->name), site->id);
        ASSERT_FALSE(site->aliases.empty());
        EXPECT_EQ(idOf(registry, site->aliases.front()), site->id);
        EXPECT_EQ(idOf(registry, site->kind + " " + site->shortName), site->id) << site->name;
    }
    EXPECT_EQ(idOf(registry, "Mu\xCC\x9Bo\xCC\x9B\xCC\x80ng Ba\xCC\x86\xCC\x80ng"), "x.04111");
    EXPECT_EQ(idOf(registry, "xã liên hoà"), idOf(registry, "Liên Hòa"));
    EXPECT_EQ(idOf(registry, "chieng son"), "x.03985");
    EXPECT_EQ(idOf(registry, "CHIỀNG SƠN"), "x.03985");
}

/// C.3: the seven pairs that fold equal are refused with both candidates, and each of them is found
/// when its accents are typed.
TEST(Registry, RefusesTheSevenPairsThatFoldEqual) {
    const auto registry = sample();
    const std::vector<std::pair<std::string, std::string>> pairs = {{"Chiềng An", "Chiềng Ân"},
                                                                    {"Chiềng Đông", "Chiềng Dong"},
                                                                    {"Chiềng Hắc", "Chiềng Hặc"},
                                                                    {"Chiềng Ơn", "Chiềng On"},
                                                                    {"Mường Bang", "Mường Bằng"},
                                                                    {"Mường Sại", "Mường Sai"}};
    for (const auto& [one, other] : pairs) {
        const auto refused = registry.resolve(fold(one));
        ASSERT_FALSE(refused) << one;
        EXPECT_EQ(refused.error().code, ErrorCode::ambiguous);
        EXPECT_NE(refused.error().message.find("1. "), std::string::npos);
        EXPECT_NE(refused.error().message.find("2. "), std::string::npos);
        const auto first = registry.resolve(one);
        const auto second = registry.resolve(other);
        ASSERT_TRUE(first && second) << one << other;
        EXPECT_EQ((*first)->shortName, one);
        EXPECT_EQ((*second)->shortName, other);
    }
    const auto hatLot = registry.resolve("Hát Lót");
    ASSERT_FALSE(hatLot);
    EXPECT_EQ(hatLot.error().code, ErrorCode::ambiguous);
    EXPECT_NE(idOf(registry, "thị trấn Hát Lót"), idOf(registry, "xã Hát Lót"));
}

/// "Mộc Châu" is a district and a township.
TEST(Registry, RefusesNamesOfTwoLevels) {
    const auto registry = sample();
    for (const char* name : {"Thuận Châu",
                             "Bắc Yên",
                             "Phù Yên",
                             "Mộc Châu",
                             "Yên Châu",
                             "Sông Mã",
                             "Sốp Cộp",
                             "Vân Hồ"}) {
        const auto found = registry.resolve(name);
        ASSERT_FALSE(found) << name;
        EXPECT_EQ(found.error().code, ErrorCode::ambiguous);
    }
    EXPECT_EQ(idOf(registry, "huyện Mộc Châu"), "h.123");
}

TEST(Registry, ADistanceSuggestsAndNeverActs) {
    const auto registry = sample();
    const auto found = registry.resolve("Chiềng Sơm");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::notFound);
    EXPECT_NE(found.error().advice.find("Chiềng Sơn"), std::string::npos);
}

TEST(Registry, SortsByLevelThenInVietnameseOrder) {
    const auto registry = sample();
    const auto sorted = registry.sorted(kLevels, {"", "", "", "", "h.124"});
    std::vector<std::string> names;
    for (const auto* site : sorted) {
        names.push_back(site->shortName);
    }
    ASSERT_EQ(names.size(), 15U);
    EXPECT_EQ(names[0], "Chiềng Đông");
    EXPECT_EQ(names.back(), "Yên Sơn");
    EXPECT_LT(vietnameseCompare("Chiềng Đông", "Chiềng Hặc"), 0);
}

TEST(Registry, ComesBackAsItWasWritten) {
    const auto registry = sample();
    const auto all = pointersTo(registry.sites());
    for (const char separator : {',', ';'}) {
        for (const bool mark : {false, true}) {
            const auto again =
                readRegistry(writeRegistry(all, separator, mark), "again.csv", kLevels);
            ASSERT_TRUE(again) << again.error().message;
            EXPECT_EQ(again->sites, registry.sites());
        }
    }
}

TEST(Registry, TakesTheListHoweverASpreadsheetSavedIt) {
    const auto expected = sample().sites();
    const std::string csv = sampleCsv();
    for (const auto& text : {"\xEF\xBB\xBF" + csv,
                             replaced(csv, "\r\n", "\n"),
                             writeRegistry(pointersTo(expected), ';'),
                             writeRegistry(pointersTo(expected), ';', true)}) {
        const auto read = readRegistry(text, "l.csv", kLevels);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->sites, expected);
    }
}

TEST(Registry, MendsDirtyNames) {
    const auto read = readRegistry(
        "id,name,level\nx.1,\" Điểm cầu  Co\xCC\x80  Nòi \",commune\n", "l.csv", kLevels);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->sites[0].name, "Điểm cầu Cò Nòi");
}

TEST(Registry, NamesEveryProblemAtItsLine) {
    const std::string text = problemsOf(
        "id,name,level,line,rate_kbps,parent,protocol,relay,credential,alias,phon\n"
        "x.1,A,commune,private,2048,,sip,,,a,\n"
        "x.1,B,comune,leased,fast,x.9,isdn,loop,geheim,a,\n"
        "\"x 2\",,commune,,,,,,,,\n"
        "x.3,A,district,,,x.1,,,,,,,too many\n"
        "x.4,\"C\nD\",commune,,,,,,,,\n"
        "x.5,\xFF,commune,,,,,,,,\n"
        "x.6,\"E,commune,,,,,,,,\n");
    for (const char* expected :
         {"l.csv:1:1: phon: unknown column; did you mean \"phone\"?",
          "l.csv:3:1: id: \"x.1\" is taken by the site of line 2",
          "l.csv:3:1: level: expected government, province, district or commune, found \"comune\"",
          "l.csv:3:1: line: expected private, vpn or internet, found \"leased\"",
          "l.csv:3:1: rate_kbps: expected a whole number from 64 to 50000, found \"fast\"",
          "l.csv:3:1: parent: no site of the list has the id \"x.9\"",
          "l.csv:3:1: protocol: expected sip or h323, found \"isdn\"",
          "l.csv:3:1: relay: expected none, matrix, software or upstream, found \"loop\"",
          "l.csv:3:1: credential: expected a reference such as vault:NAME, never the secret itself",
          "l.csv:3:1: alias: \"a\" already names the site of line 2",
          "l.csv:4:1: id: expected up to 64 letters, digits",
          "l.csv:4:1: name: a site needs a name",
          "l.csv:5:1: more fields than the header names",
          "l.csv:5:1: name: \"A\" is also the name of line 2",
          "l.csv:5:1: parent: \"x.1\" is not of a higher level than \"district\"",
          "l.csv:8:1: name: is not UTF-8",
          "l.csv:9:1: the quote that opens here is never closed"}) {
        EXPECT_NE(text.find(expected), std::string::npos) << expected << "\nin\n" << text;
    }
    EXPECT_EQ(text.find("geheim"), std::string::npos) << "a secret must not be repeated";
    EXPECT_EQ(problemsOf(""), "l.csv:1:1: the list is empty; its first line names the columns");
    EXPECT_EQ(problemsOf("name,level\nA,commune\n"), "l.csv:1:1: the column \"id\" is missing");
}

TEST(Registry, WarnsOfNamesThatDifferByAccentsOnly) {
    const auto read = readRegistry(
        "id,name,level\nx.1,Mường Bang,commune\nx.2,Mường Bằng,commune\n", "l.csv", kLevels);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->warnings,
              std::vector<std::string>{"l.csv:3:1: name: \"Mường Bằng\" differs from line 2 by "
                                       "accents only: say the full name"});
}

std::string manySites(std::size_t count) {
    std::string csv = "id,name,level,parent,mcu,alias\nh.1,District,district,,,\n";
    for (std::size_t i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        csv += "x." + n + ",Điểm cầu UBND xã số " + n + ",commune,h.1,mcu.vnpt,so/" + n + "\n";
    }
    return csv;
}

TEST(Registry, HoldsFiveThousandSitesAndNoMore) {
    const auto begin = std::chrono::steady_clock::now();
    auto read = readRegistry(manySites(kMostSites - 1), "l.csv", kLevels);
    ASSERT_TRUE(read) << read.error().message;
    const auto registry = Registry::of(std::move(read->sites));
    ASSERT_TRUE(registry);
    EXPECT_EQ(idOf(*registry, "diem cau ubnd xa so 4321"), "x.4321");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    EXPECT_NE(problemsOf(manySites(kMostSites)).find("more than 5000 sites"), std::string::npos);
    EXPECT_NE(problemsOf(std::string(kMostCsvBytes + 1, 'x')).find("4 MiB"), std::string::npos);
}

struct Bench {
    std::string import(const std::string& csv, bool dryRun = false, bool merge = false) {
        std::string said = "not answered";
        service.execute({"lan", "unix", "vp-ubnd"},
                        ImportRegistry{csv, "l.csv", dryRun, merge},
                        [&](const Result<Outcome>& outcome) {
                            said = outcome ? outcome->message : outcome.error().message;
                        });
        return said;
    }

    mcu::fakes::ManualLoop loop;
    fakes::FakeJournal journal;
    fakes::FakeConferences conferences;
    fakes::FakeSender sender;
    SessionService service{{loop, journal, conferences, sender, nullptr}, {}};
};

TEST(RegistryImport, NothingIsHalfImported) {
    Bench bench;
    EXPECT_EQ(bench.import("id,name,level\nx.1,A,commune\nx.2,B,commune\n"),
              "imported 2 sites: 2 new, 0 changed, 0 removed, 0 as before");
    const auto before = bench.service.registry().sites();
    EXPECT_NE(bench.import("id,name,level\nx.3,C,commune\nx.3,D,commune\n").find("l.csv:3:1"),
              std::string::npos);
    EXPECT_EQ(bench.service.registry().sites(), before);
    EXPECT_EQ(bench.journal.stored.registry.find("x.3"), std::string::npos);
}

TEST(RegistryImport, ADryRunSaysWhatWouldChangeAndChangesNothing) {
    Bench bench;
    bench.import("id,name,level\nx.1,A,commune\nx.2,B,commune\n");
    EXPECT_EQ(bench.import("id,name,level\nx.1,A2,commune\nx.3,C,commune\n", true),
              "nothing imported, it would be 2 sites: 1 new, 1 changed, 1 removed, 0 as before");
    EXPECT_EQ(bench.service.registry().sites().front().name, "A");
    EXPECT_EQ(bench.import("id,name,level\nx.3,C,commune\n", false, true),
              "imported 3 sites: 1 new, 0 changed, 0 removed, 2 as before");
}

TEST(RegistryImport, IsToldDoneOnceItIsOnDisk) {
    Bench bench;
    bench.journal.held = true;
    bool answered = false;
    bench.service.execute({"lan", "unix", ""},
                          ImportRegistry{"id,name,level\nx.1,A,commune\n", "l.csv", false, false},
                          [&](const Result<Outcome>&) { answered = true; });
    EXPECT_FALSE(answered);
    bench.journal.flush();
    EXPECT_TRUE(answered);

    Bench after;
    after.journal.stored = bench.journal.stored;
    ASSERT_TRUE(after.service.restore());
    EXPECT_EQ(after.service.registry().sites(), bench.service.registry().sites());
}

TEST(RegistryDocuments, ListAndShowSpeakBothLanguages) {
    Bench bench;
    bench.import(sampleCsv());
    const auto list =
        bench.service.read({"registry", "", true, "text", false, ',', {{"parent", "h.127"}}});
    ASSERT_TRUE(list);
    EXPECT_NE(list->find("8 điểm cầu · cấp xã 8"), std::string::npos) << *list;
    const auto show =
        bench.service.read({"site", "", false, "text", false, ',', {{"site", "chieng son"}}});
    ASSERT_TRUE(show);
    EXPECT_NE(show->find("Điểm cầu UBND huyện Mộc Châu"), std::string::npos);
    const auto json =
        bench.service.read({"site", "", false, "json", false, ',', {{"site", "chieng son"}}});
    EXPECT_NE(json->find("\"level\":\"commune\""), std::string::npos) << *json;
    EXPECT_EQ(bench.service.read({"nothing", "", false, "", false, ',', {}}).error().id,
              "session.no-document");
}

}  // namespace
}  // namespace mcu::session
