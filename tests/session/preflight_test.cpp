// SPDX-License-Identifier: GPL-3.0-or-later
// The look at security before a session (PL3-05; D.5, 9).
#include "session/preflight.h"

#include "session/hall.h"

namespace mcu::session {
namespace {

using State = PreflightItem::State;

conference::SiteStatus site(const std::string& id, bool encrypted) {
    conference::SiteStatus made;
    made.id = {id};
    made.state = SiteState::connected;
    made.encrypted = encrypted;
    return made;
}

SecurityFacts secure() {
    SecurityFacts facts;
    facts.policy = "required";
    facts.counted = {"x.1", "x.2"};
    facts.conference.encryption = media::Encryption::required;
    facts.conference.sites = {site("x.1", true), site("x.2", true), site("guest", false)};
    cascade::LinkStatus link;
    link.mcu = {"mcu.vnpt"};
    link.state = cascade::LinkState::up;
    link.certificateId = "mcu.vnpt";
    link.certificateDays = 300;
    link.clockOffsetMs = -3;
    link.trunks.resize(1);
    link.trunks[0].encrypted = true;
    facts.links = {link};
    facts.certificates = {{"cascade", 211.5}};
    return facts;
}

PreflightItem item(const SecurityFacts& facts, const std::string& name) {
    for (const auto& each : judge(facts)) {
        if (each.name == name) {
            return each;
        }
    }
    ADD_FAILURE() << name;
    return {};
}

TEST(Preflight, PassesWhatIsSecure) {
    const auto items = judge(secure());
    for (const auto& each : items) {
        EXPECT_EQ(each.state, State::passed) << each.name;
    }
    EXPECT_EQ(item(secure(), "media").value, "2/2") << "a guest is none of the plan's sites";
    EXPECT_EQ(item(secure(), "certificates").value, "2 cascade 211");
    EXPECT_EQ(preflightOf(textOf(items)), items);
}

TEST(Preflight, AnItemIsWhatTheFactsSay) {
    auto facts = secure();
    facts.conference.sites[1].encrypted = false;
    EXPECT_EQ(item(facts, "media"), (PreflightItem{"media", State::failed, "1/2 x.2"}));
    facts.policy = "preferred";
    EXPECT_EQ(item(facts, "media").state, State::warned);
    facts.policy = "disabled";
    EXPECT_EQ(item(facts, "media").state, State::passed);

    facts = secure();
    facts.conference.encryption = media::Encryption::preferred;
    EXPECT_EQ(item(facts, "policy"),
              (PreflightItem{"policy", State::failed, "required preferred"}));

    facts = secure();
    facts.links[0].trunks[0].encrypted = false;
    EXPECT_EQ(item(facts, "links"), (PreflightItem{"links", State::failed, "0/1 mcu.vnpt"}));

    facts = secure();
    facts.certificates.push_back({"sip", 12.9});
    EXPECT_EQ(item(facts, "certificates"),
              (PreflightItem{"certificates", State::warned, "3 sip 12"}));
    facts.links[0].certificateDays = -0.5;
    EXPECT_EQ(item(facts, "certificates"),
              (PreflightItem{"certificates", State::failed, "3 mcu.vnpt -1"}));

    facts = secure();
    facts.links[0].clockOffsetMs = -1500;
    EXPECT_EQ(item(facts, "clock"), (PreflightItem{"clock", State::warned, "1500"}));
    facts.refusedAccess = 2;
    EXPECT_EQ(item(facts, "access"), (PreflightItem{"access", State::warned, "2"}));
}

TEST(Preflight, ManyClearSitesAreNotAllNamed) {
    auto facts = secure();
    facts.counted.clear();
    facts.conference.sites.clear();
    for (int i = 0; i < 200; ++i) {
        facts.counted.push_back("x." + std::to_string(i));
        facts.conference.sites.push_back(site(facts.counted.back(), false));
    }
    const auto value = item(facts, "media").value;
    EXPECT_TRUE(value.starts_with("0/200 x.0 x.1 "));
    EXPECT_TRUE(value.ends_with(" ..."));
    EXPECT_LT(value.size(), 200U);
}

TEST(Preflight, AFileThatIsNoCertificateIsOver) {
    const auto read = certificatesOf({{"sip", "/nonexistent.pem"}}, WallTime{});
    ASSERT_EQ(read.size(), 1U);
    EXPECT_LT(read[0].days, 0);
}

TEST(Preflight, TheMachineIsLookedAtWhereItWasSeen) {
    auto facts = secure();
    facts.host = HostFacts{};
    facts.host->diskFreePercent = 55.4;
    facts.host->software = "0.1.0 build 17c25d546f69";
    for (const auto& each : judge(facts)) {
        EXPECT_EQ(each.state, State::passed) << each.name;
    }
    EXPECT_EQ(item(facts, "software").value, "0.1.0 build 17c25d546f69");
    facts.host->diskFreePercent = 19;
    EXPECT_EQ(item(facts, "disk"), (PreflightItem{"disk", State::warned, "19"}));
    facts.host->diskFreePercent = 9;
    EXPECT_EQ(item(facts, "disk").state, State::failed);
    facts.host->clockKept = false;
    EXPECT_EQ(item(facts, "time"), (PreflightItem{"time", State::warned, "not-kept"}));
    facts.host->wrongPorts = {"udp *:5090-unexpected"};
    EXPECT_EQ(item(facts, "ports"),
              (PreflightItem{"ports", State::failed, "1 udp *:5090-unexpected"}));
    EXPECT_EQ(preflightOf(textOf(judge(facts))), judge(facts));
}

/// A hall that is ready but for its security: the plan demands encryption, the conference does not.
void beginInClear(Hall& hall, const std::string& plan = kPlan) {
    hall.begin();
    hall.plan(plan);
    hall.agreeAll();
    hall.connectAll();
    hall.cascade.set("mcu.vnpt", cascade::LinkState::up);
    hall.conferences.all.front().encryption = media::Encryption::preferred;
    for (auto& each : hall.conferences.all.front().sites) {
        each.encrypted = false;
    }
}

/// Decision 0302.
TEST(Preflight, AFaultMakesReadinessAmberWithItsReason) {
    Hall hall;
    beginInClear(hall);
    EXPECT_EQ(hall.act(CheckReadiness{}),
              "session S-1 is NOT READY (amber): 4 of 4 sites connected");
    EXPECT_EQ(hall.warnings,
              (std::vector<std::string>{
                  "the look at security found faults, see: mcuctl session readiness"}));
    const auto text = hall.read("readiness", false);
    EXPECT_NE(text.find("required preferred"), std::string::npos) << text;
    EXPECT_NE(text.find("0/4 t.ubnd"), std::string::npos) << text;
    EXPECT_NE(text.find("security: Sites encrypted"), std::string::npos) << text;
    EXPECT_NE(hall.read("readiness").find("an toàn thông tin chưa đạt"), std::string::npos);
    hall.conferences.all.front().encryption = media::Encryption::required;
    for (auto& each : hall.conferences.all.front().sites) {
        each.encrypted = true;
    }
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is READY (green): 4 of 4 sites connected");
    EXPECT_TRUE(hall.warnings.empty());
    EXPECT_EQ(hall.read("readiness", false).find("FAIL"), std::string::npos);
}

TEST(Preflight, AFaultIsRedWhereThePlanSaysSo) {
    Hall hall;
    beginInClear(
        hall, with(kPlan, "organisations:\n", "policy: {security_fault: red}\norganisations:\n"));
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is NOT READY (red): 4 of 4 sites connected");
}

TEST(Preflight, FaultsOfTheMachineCountToo) {
    Hall hall;
    beginInClear(
        hall, with(kPlan, "organisations:\n", "policy: {encryption: disabled}\norganisations:\n"));
    CheckReadiness act;
    act.host = HostFacts{};
    act.host->wrongPorts = {"tcp *:23-unexpected"};
    EXPECT_EQ(hall.act(act), "session S-1 is NOT READY (amber): 4 of 4 sites connected");
    EXPECT_NE(hall.read("readiness", false).find("Ports not as configured"), std::string::npos);
}

TEST(SecurityReport, NamesWhatEachLineIsEvidenceFor) {
    Hall hall;
    hall.begin();
    Query query{"sec-report", "", true, "json", false, ',', {}};
    query.host = HostFacts{};
    query.host->software = "0.1.0";
    query.host->evidence = {{"ports", "sip tls", "tcp *:5061 open", {"SEC-03", "B-HRD-1"}},
                            {"access", "registrar", "yes", {"B-AUT-1"}}};
    const auto json = hall.service.read(query);
    ASSERT_TRUE(json) << json.error().message;
    EXPECT_NE(json->find("\"requirements\":\"SEC-03 B-HRD-1\""), std::string::npos) << *json;
    EXPECT_NE(json->find("\"key\":\"registrar\",\"value\":\"yes\""), std::string::npos) << *json;
    query.format = "md";
    const auto page = hall.service.read(query);
    ASSERT_TRUE(page);
    EXPECT_NE(page->find("Cấu hình an toàn thông tin đang áp dụng của mcu.tinh"),
              std::string::npos);
    EXPECT_NE(page->find("nhận đăng ký SIP"), std::string::npos) << "needs no session";
}

}  // namespace
}  // namespace mcu::session
