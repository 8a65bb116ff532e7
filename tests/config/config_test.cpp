// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "config/load.h"

namespace mcu::config {
namespace {

Result<std::string> noFiles(const std::string& path) {
    return Error(ErrorCode::notFound, "cannot read " + path);
}

Result<Config> parsed(const std::string& rest, const FileReader& files = noFiles) {
    return parse("schema: hnth-mcu/1\n" + rest, "t.yaml", files);
}

std::string problemsOf(const std::string& rest) {
    const auto config = parsed(rest);
    return config ? "accepted" : config.error().message;
}

std::string contentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(Config, TakesTheAnnotatedSampleWithoutAWarning) {
    const auto config = load(MCU_SOURCE_DIR "/config/mcud.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_TRUE(config->warnings.empty());
    EXPECT_EQ(config->mcu.id, "mcu.tinh");
    ASSERT_EQ(config->sites.size(), 2U);
    EXPECT_EQ(config->sites[1].aliases, std::vector<std::string>{"mocchau/chiengson"});
    ASSERT_EQ(config->conferences.size(), 1U);
    EXPECT_EQ(config->conferences[0].width, 1280);
    EXPECT_EQ(config->sip.listeners.size(), 2U);
}

/// The sample is the reference: what it states as default must be the default.
TEST(Config, SampleStatesTheDefaults) {
    const auto sample = load(MCU_SOURCE_DIR "/config/mcud.yaml");
    ASSERT_TRUE(sample);
    const Config defaults;
    EXPECT_EQ(sample->sip.sessionExpires, defaults.sip.sessionExpires);
    EXPECT_EQ(sample->sip.optionsInterval, defaults.sip.optionsInterval);
    EXPECT_EQ(sample->media.firstPort, defaults.media.firstPort);
    EXPECT_EQ(sample->media.lastPort, defaults.media.lastPort);
    EXPECT_EQ(sample->media.timeout, defaults.media.timeout);
    EXPECT_EQ(sample->video.preset, defaults.video.preset);
    EXPECT_FALSE(sample->h323.listen.isSet());
    EXPECT_EQ(sample->h323.maxPduBytes, defaults.h323.maxPduBytes);
    EXPECT_EQ(sample->h323.silence, defaults.h323.silence);
    EXPECT_EQ(sample->h323.keyLife, defaults.h323.keyLife);
    EXPECT_EQ(sample->h323.roundTrip, defaults.h323.roundTrip);
    EXPECT_EQ(sample->redial.attempts, defaults.redial.attempts);
    EXPECT_EQ(sample->sites[0].maxKbps, defaults.sites.empty() ? 2000U : 0U);
}

TEST(Config, ReadsH323) {
    const auto off = parse("schema: hnth-mcu/1\n", "t.yaml", nullptr);
    ASSERT_TRUE(off);
    EXPECT_FALSE(off->h323.listen.isSet()) << "off unless configured";
    const auto read = parse(R"(schema: hnth-mcu/1
h323:
  listen: "127.0.0.1:1720"
  aliases: [mcu.tinh, "100"]
  tunnelling: false
  h245_ports: "30000-30999"
  max_calls: 50
  connections_per_address: 4
  max_pdu_bytes: 4096
  silence_seconds: 3
  media_key_seconds: 600
  round_trip_seconds: 0
sites:
  - {id: x.1, uri: "h323:x.1@10.0.0.5"}
)",
                            "t.yaml",
                            nullptr);
    ASSERT_TRUE(read) << read.error().message;
    const auto& h323 = read->h323;
    EXPECT_EQ(h323.listen.toString(), "127.0.0.1:1720");
    EXPECT_EQ(h323.aliases, (std::vector<std::string>{"mcu.tinh", "100"}));
    EXPECT_FALSE(h323.tunnelling);
    EXPECT_EQ(h323.firstH245Port, 30000);
    EXPECT_EQ(h323.lastH245Port, 30999);
    EXPECT_EQ(h323.maxCalls, 50U);
    EXPECT_EQ(h323.connectionsPerAddress, 4U);
    EXPECT_EQ(h323.maxPduBytes, 4096U);
    EXPECT_EQ(h323.silence, std::chrono::seconds(3));
    EXPECT_EQ(h323.keyLife, std::chrono::seconds(600));
    EXPECT_EQ(h323.roundTrip, std::chrono::seconds(0));
    EXPECT_EQ(read->sites[0].uri, "h323:x.1@10.0.0.5");
}

TEST(Config, EachKeyOfH323WrongOnceIsNamed) {
    const auto problems = problemsOf(
        "h323:\n  listen: nowhere\n  aliases: [\"\"]\n  tunnelling: maybe\n"
        "  h245_ports: \"5-2\"\n  max_calls: 0\n  connections_per_address: 0\n"
        "  max_pdu_bytes: 100\n  silence_seconds: 0\n  round_trip_seconds: -1\n  port: 1720\n");
    for (const auto* key : {"h323.listen",
                            "h323.aliases",
                            "h323.tunnelling",
                            "h323.h245_ports",
                            "h323.max_calls",
                            "h323.connections_per_address",
                            "h323.max_pdu_bytes",
                            "h323.silence_seconds",
                            "h323.round_trip_seconds",
                            "h323.port"}) {
        EXPECT_NE(problems.find(key), std::string::npos) << key << " in " << problems;
    }
    EXPECT_NE(problemsOf("sites: [{id: a, uri: \"tel:1\"}]").find("h323:..."), std::string::npos);
}

TEST(Config, ReadsACascadeOfMasterAndSlave) {
    const auto master = load(MCU_SOURCE_DIR "/config/master.yaml");
    ASSERT_TRUE(master) << master.error().message;
    ASSERT_EQ(master->cascade.slaves.size(), 2U);
    EXPECT_EQ(master->cascade.slaves[0].mcu, "mcu.vnpt");
    EXPECT_EQ(master->cascade.slaves[0].uplinks, 2);
    const auto slave = load(MCU_SOURCE_DIR "/config/slave-vnpt.yaml");
    ASSERT_TRUE(slave) << slave.error().message;
    ASSERT_TRUE(slave->cascade.master);
    EXPECT_EQ(slave->cascade.master->address, "192.0.2.1:5052");
    EXPECT_EQ(slave->cascade.master->policy, CascadePolicy::automatic);
    EXPECT_FALSE(load(MCU_SOURCE_DIR "/config/mcud.yaml")->cascade.enabled());
}

TEST(Config, RefusesALinkWithoutCertificatesOrToItself) {
    const auto wrong = parse(
        "schema: hnth-mcu/1\n"
        "mcu: {id: mcu.a}\n"
        "cascade:\n"
        "  master: {mcu: mcu.a, address: \"here\", conference: c, uplinks: 9}\n",
        "x.yaml",
        noFiles);
    ASSERT_FALSE(wrong);
    for (const char* fault : {"x.yaml:4",
                              "cascade.master.address",
                              "cascade.master.uplinks",
                              "cascade.certificate",
                              "its own master"}) {
        EXPECT_NE(wrong.error().message.find(fault), std::string::npos)
            << fault << " in " << wrong.error().message;
    }
}

TEST(Config, KnowsRoomsBehindForeignMcus) {
    const std::string sites =
        "schema: hnth-mcu/1\nsites:\n"
        "  - {id: mcu.h, manual_mcu: true, phone: \"0900 000 001\"}\n"
        "  - {id: x1, via: mcu.h}\n";
    const auto right = parse(sites, "x.yaml", noFiles);
    ASSERT_TRUE(right) << right.error().message;
    EXPECT_EQ(right->sites[1].via, "mcu.h");
    const auto wrong = parse(sites + "  - {id: x2, via: x1}\n", "x.yaml", noFiles);
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("is no foreign MCU"), std::string::npos);
}

/// The commented section of the sample must be one that can be uncommented.
TEST(Config, TheSamplesCascadeIsOneThatIsAccepted) {
    std::istringstream sample(contentOf(MCU_SOURCE_DIR "/config/mcud.yaml"));
    std::string section;
    for (std::string line; std::getline(sample, line);) {
        const bool inside = line.starts_with("# cascade:") || line.starts_with("#   ");
        if (inside && (!section.empty() || line.starts_with("# cascade:"))) {
            section += line.substr(2) + "\n";
        } else if (!section.empty()) {
            break;
        }
    }
    const auto config = parsed(section);
    ASSERT_TRUE(config) << config.error().message << "\n" << section;
    EXPECT_TRUE(config->cascade.enabled());
    ASSERT_EQ(config->cascade.slaves.size(), 1U);
    ASSERT_TRUE(config->cascade.master);
    const CascadeSlave defaults;
    EXPECT_EQ(config->cascade.slaves[0].uplinks, defaults.uplinks);
    EXPECT_EQ(config->cascade.slaves[0].maxKbps, defaults.maxKbps);
    EXPECT_EQ(config->cascade.maxDepth, Cascade().maxDepth);
}

TEST(Config, TheSamplesGatekeepersAreOnesThatAreAccepted) {
    std::istringstream sample(contentOf(MCU_SOURCE_DIR "/config/mcud.yaml"));
    std::string section;
    for (std::string line; std::getline(sample, line);) {
        if (line.starts_with("h323:")) {
            section = "h323:\n  listen: \"0.0.0.0:1720\"\n";
        } else if (!section.empty() && line.starts_with("  # ")) {
            section += "  " + line.substr(4) + "\n";
        } else if (!section.empty() && line.empty()) {
            break;
        }
    }
    const auto config = parsed(section);
    ASSERT_TRUE(config) << config.error().message << "\n" << section;
    ASSERT_TRUE(config->h323.gatekeeper && config->h323.builtInGatekeeper);
    EXPECT_EQ(config->h323.gatekeeper->addresses.front().toString(), "192.0.2.5:1719");
    // What the sample says of defaults is so.
    const H323BuiltInGatekeeper defaults;
    const auto& own = *config->h323.builtInGatekeeper;
    EXPECT_EQ(own.listen.toString(), "0.0.0.0:1719");
    EXPECT_EQ(own.id, defaults.id);
    EXPECT_EQ(own.timeToLive, defaults.timeToLive);
    EXPECT_EQ(own.clockTolerance, defaults.clockTolerance);
    EXPECT_EQ(own.maxRegistrations, defaults.maxRegistrations);
    EXPECT_EQ(own.maxPerAddress, defaults.maxPerAddress);
    EXPECT_FALSE(load(MCU_SOURCE_DIR "/config/mcud.yaml")->h323.builtInGatekeeper);
}

TEST(Config, GatekeeperFaultsAreNamedWithTheirLines) {
    const auto wrong = parse(
        "schema: hnth-mcu/1\n"
        "h323:\n"
        "  gatekeeper:\n"
        "    addresses: [\"gk:1719\", \"192.0.2.5:1719\", \"192.0.2.5:1719\"]\n"
        "    names: [\"Mcu\", \"mcu\"]\n"
        "    user: lan\n"
        "    time_to_live: 5\n"
        "  built_in_gatekeeper:\n"
        "    rooms: any\n"
        "    passwords: required\n"
        "    listn: \"0.0.0.0:1719\"\n",
        "x.yaml",
        noFiles);
    ASSERT_FALSE(wrong);
    for (const char* fault : {"x.yaml:4",
                              "192.0.2.5:1719 stands twice",
                              "\"mcu\" stands twice",
                              "x.yaml:6",
                              "a user needs password",
                              "x.yaml:7",
                              "x.yaml:10",
                              "only rooms of the site list have one",
                              "give h323.listen",
                              "did you mean \"listen\"?"}) {
        EXPECT_NE(wrong.error().message.find(fault), std::string::npos)
            << fault << " in " << wrong.error().message;
    }
    const auto port = parse(
        "schema: hnth-mcu/1\n"
        "h323:\n"
        "  listen: \"127.0.0.1:1720\"\n"
        "  gatekeeper: {listen: \"127.0.0.1:1719\"}\n"
        "  built_in_gatekeeper: {}\n",
        "x.yaml",
        noFiles);
    ASSERT_FALSE(port);
    EXPECT_NE(port.error().message.find("give another one"), std::string::npos);
}

TEST(Config, NamesEveryProblemAtOnceWithItsPlace) {
    const std::string broken = contentOf(MCU_SOURCE_DIR "/tests/golden/config-broken.yaml");
    const auto config = parse(broken, "config-broken.yaml", noFiles);
    ASSERT_FALSE(config);
    const std::string path = MCU_SOURCE_DIR "/tests/golden/config-broken.txt";
    if (std::getenv("MCU_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << config.error().message << "\n";
    }
    EXPECT_EQ(config.error().message + "\n", contentOf(path));
}

TEST(Config, SuggestsTheKeyThatWasMeant) {
    EXPECT_EQ(problemsOf("sip: {listners: []}"),
              "t.yaml:2:7: sip.listners: unknown key; did you mean \"listeners\"?");
    EXPECT_EQ(problemsOf("zzzzqqq: 1"), "t.yaml:2:1: zzzzqqq: unknown key");
}

TEST(Config, RefusesUnquotedWordsThatYamlTakesForSomethingElse) {
    EXPECT_EQ(problemsOf("sites: [{id: 03985}]"),
              "t.yaml:2:14: sites[0].id: expected text, found a number: write \"03985\" in quotes");
    EXPECT_EQ(
        problemsOf("sites: [{id: \"1\", name: no}]"),
        "t.yaml:2:25: sites[0].name: expected text, found a truth value: write \"no\" in quotes");
    EXPECT_EQ(problemsOf("sites: [{id: \"03985\", name: \"no\"}]"), "accepted");
}

TEST(Config, ResolvesReferences) {
    EXPECT_EQ(problemsOf("sites: [{id: a.1}]\nconferences: [{id: c, sites: [a.2], chair: b}]"),
              "t.yaml:3:30: conferences[0].sites: there is no site \"a.2\"; did you mean \"a.1\"?\n"
              "t.yaml:3:44: conferences[0].chair: there is no site \"b\"");
}

TEST(Config, WarnsOfNamesThatDifferInAccentsOnly) {
    const auto config = parsed("sites: [{id: a, name: Mường Bang}, {id: b, name: Mường Bằng}]");
    ASSERT_TRUE(config);
    ASSERT_EQ(config->warnings.size(), 1U);
    EXPECT_NE(config->warnings[0].find("differ at most in accents"), std::string::npos);
}

TEST(Config, RefusesDuplicates) {
    EXPECT_NE(problemsOf("sites: [{id: a}, {id: a}]").find("is taken by another site"),
              std::string::npos);
    EXPECT_NE(problemsOf("mcu: {id: a, id: b}").find("given twice"), std::string::npos);
    EXPECT_NE(problemsOf("sites: [{id: a, alias: [x]}, {id: b, alias: [X]}]")
                  .find("already names another site"),
              std::string::npos);
}

TEST(Config, ReadsSitesFromASpreadsheet) {
    const auto config =
        parsed("sites_file: list.csv", [](const std::string&) -> Result<std::string> {
            return std::string(
                "\xEF\xBB\xBFid;name;alias;level\r\nx.1;\"Xã \"\"A\"\"; "
                "B\";a|b;commune\r\n\r\nx.2;Xã C;;commune\r\n");
        });
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_EQ(config->sites.size(), 2U);
    EXPECT_EQ(config->sites[0].name, "Xã \"A\"; B");
    EXPECT_EQ(config->sites[0].aliases, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(config->sites[1].level, "commune");
}

TEST(Config, NamesTheLineOfAWrongSiteList) {
    const auto config =
        parsed("sites_file: list.csv", [](const std::string&) -> Result<std::string> {
            return std::string("id,nam\nx.1,A\nx 2,B\n");
        });
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().message,
              "list.csv:1:1: nam: unknown column; did you mean \"name\"?\n"
              "list.csv:3:1: id: expected up to 64 letters, digits, \".\", \"-\", \"_\"");
}

TEST(Config, NeverPrintsAPassword) {
    const auto config = parsed("sites: [{id: a, password: \"geheim\", home: x}]");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->sites[0].password.reveal(), "geheim");
    EXPECT_EQ(problemsOf("sites: [{id: a b, password: \"geheim\"}]").find("geheim"),
              std::string::npos);
}

TEST(Config, RefusesWhatIsNoYaml) {
    EXPECT_NE(problemsOf("sip: [").find("no valid YAML"), std::string::npos);
    EXPECT_NE(problemsOf(std::string(2000, '[')).find("t.yaml"), std::string::npos);
    EXPECT_FALSE(parse(std::string((1 << 20) + 1, ' '), "big", noFiles));
    EXPECT_FALSE(parse("", "empty", noFiles));
    EXPECT_FALSE(load("/nonexistent/mcud.yaml"));
}

TEST(Config, NamesPeople) {
    const auto config = parsed(
        "access:\n  people:\n    - {name: lan, role: admin, unix: lan}\n"
        "    - {name: hanh, role: slave-operator, organisation: vnpt, certificate: {cn: hanh.vnpt, "
        "o: "
        "VNPT}, mcus: [mcu.vnpt]}\n");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_TRUE(config->access.named);
    ASSERT_EQ(config->access.people.size(), 2U);
    EXPECT_EQ(config->access.people[0].unixUser, "lan");
    EXPECT_EQ(config->access.people[1].commonName, "hanh.vnpt");
    EXPECT_EQ(config->access.people[1].certificateOrganisation, "VNPT");
    EXPECT_FALSE(parsed("mcu: {id: a}\n")->access.named);
}

TEST(Config, RefusesPeopleWhoCannotBeToldApartOrNobodyCouldGovern) {
    const auto wrong = [](const std::string& people) {
        return problemsOf("access:\n  people:\n" + people);
    };
    const std::string admin = "    - {name: lan, role: admin, unix: lan}\n";
    EXPECT_EQ(wrong(admin), "accepted");
    EXPECT_NE(
        wrong("    - {name: an, role: monitor, unix: an}\n").find("nobody has the role admin"),
        std::string::npos);
    EXPECT_NE(
        wrong(admin + "    - {name: an, role: monitor, unix: lan}\n").find("is another person"),
        std::string::npos);
    EXPECT_NE(wrong(admin + "    - {name: an, role: monitor}\n").find("not known by anything"),
              std::string::npos);
    EXPECT_NE(
        wrong(admin + "    - {name: an, role: root, unix: an}\n").find("access.people[1].role"),
        std::string::npos);
    EXPECT_NE(wrong(admin + "    - {name: an, role: room, unix: an}\n").find("needs its site"),
              std::string::npos);
    EXPECT_NE(problemsOf("access: {}\n"), "accepted");
}

TEST(Config, ControlOverTcpNeedsClientCertificates) {
    EXPECT_NE(
        problemsOf("control: {listen: \"0.0.0.0:5051\", certificate: a, key: b}").find("client_ca"),
        std::string::npos);
}

}  // namespace
}  // namespace mcu::config
