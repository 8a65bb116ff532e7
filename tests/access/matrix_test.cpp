// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <gtest/gtest.h>

#include "access/reach.h"

namespace mcu::access {
namespace {

using conference::Channel;
namespace c = conference;

/// An act of each class, and who may do it where: letters of the roles, in the order of the columns
/// below.
struct Case {
    const char* name;
    Need need;
    const char* atMaster;  ///< on the server of vp-ubnd
    const char* atSlave;   ///< on the server of vnpt
};

Need onChannel(const char* site) {
    return needOf(c::Command(c::SetChannel{{"g"}, Channel::microphone, false, {site}, false}));
}

session::RunChecks checksOf(std::vector<std::string> sites, const std::string& group = "") {
    session::RunChecks checks;
    checks.sites = std::move(sites);
    checks.group = group;
    return checks;
}

Need onShow(const char* site) {
    return needOf(c::Command(c::Show{{"g"}, site}));
}

/// a: admin, o: operator of vp-ubnd, s: slave-operator of vnpt, v: supervisor of so-tttt, r:
/// officer of the room x.vnpt, u: auditor of vp-ubnd, m: monitor of vp-ubnd.
std::vector<Case> cases() {
    return {
        {"status", needOf(Query::status), "aosvrum", "aosvrum"},
        {"events", needOf(Query::events), "aosv-um", "aosv-um"},
        {"quality", needOf(Query::quality), "aosv-um", "aosv-um"},
        {"cascade", needOf(Query::cascade), "aosv-um", "aosv-um"},
        {"document", needOf(Query::document), "aosv-u-", "aosv-u-"},
        {"incidents", needOf(Query::incidents), "aosv-u-", "aosv-u-"},
        {"ports", needOf(Query::ports), "a--v-u-", "a--v-u-"},
        {"rights", needOf(Query::rights), "a--v-u-", "a--v-u-"},
        {"show own", onShow("x.vnpt"), "ao-----", "aos----"},
        {"show other", onShow("x.viettel"), "ao-----", "ao-----"},
        {"back", needOf(c::Command(c::Back{{"g"}})), "ao-----", "aos----"},
        {"layout with another's site",
         needOf(c::Command(c::SetLayout{{"g"}, {}, "2x2", {"x.vnpt", "x.viettel"}})),
         "ao-----",
         "ao-----"},
        {"script", needOf(session::Act(session::StepScript{})), "ao-----", "aos----"},
        {"floor given",
         needOf(session::Act(session::GiveFloor{"", "x.vnpt"})),
         "ao-----",
         "aos----"},
        {"drill", needOf(session::Act(session::RunDrill{})), "ao-----", "aos----"},
        {"snapshot", needOf(c::Command(c::Snapshot{})), "ao-----", "aos----"},
        {"mute own", onChannel("x.vnpt"), "aos-r--", "aos-r--"},
        {"mute other", onChannel("x.viettel"), "ao-----", "ao-----"},
        {"mute what may be another's", onChannel("both"), "ao-----", "ao-----"},
        {"mute all",
         needOf(c::Command(c::SetChannel{{"g"}, Channel::microphone, false, {}, true})),
         "ao-----",
         "aos----"},
        {"call own", needOf(c::Command(c::CallSites{{"g"}, {"x.vnpt"}})), "aos----", "aos----"},
        {"call two",
         needOf(c::Command(c::CallSites{{"g"}, {"x.vnpt", "x.viettel"}})),
         "ao-----",
         "ao-----"},
        {"call all absent", needOf(c::Command(c::CallAbsent{{"g"}})), "ao-----", "aos----"},
        {"hang up all",
         needOf(c::Command(c::HangUpSites{{"g"}, {"x.vnpt"}, true})),
         "ao-----",
         "aos----"},
        {"call an address",
         needOf(c::Command(c::AddSite{{"g"}, "x.vnpt", "sip:a@b", true})),
         "ao-----",
         "aos----"},
        {"close conference", needOf(c::Command(c::CloseConference{{"g"}})), "ao-----", "aos----"},
        {"site list", needOf(c::Command(c::DeleteSite{"x.vnpt"})), "ao-----", "aos----"},
        {"register", needOf(session::Act(session::ImportRegistry{})), "ao-----", "aos----"},
        {"link", needOf(cascade::Command(cascade::DisconnectLink{})), "ao-----", "aos----"},
        {"order", needOf(cascade::Command(cascade::ConfirmOrder{})), "ao-----", "aos----"},
        {"message", needOf(cascade::Command(cascade::Say{})), "aosv---", "aosv---"},
        {"plan", needOf(session::Act(session::ImportPlan{})), "ao-----", "a------"},
        {"notices", needOf(session::Act(session::SendNotices{})), "ao-----", "a------"},
        {"agree for vnpt",
         needOf(session::Act(session::AgreePlan{"", "vnpt", ""})),
         "a-s----",
         "a-s----"},
        {"agree for vp-ubnd",
         needOf(session::Act(session::AgreePlan{"", "vp-ubnd", ""})),
         "ao-----",
         "ao-----"},
        {"agree for so-tttt",
         needOf(session::Act(session::AgreePlan{"", "so-tttt", ""})),
         "a--v---",
         "a--v---"},
        {"start", needOf(session::Act(session::StartSession{})), "ao-----", "a------"},
        {"end", needOf(session::Act(session::EndSession{})), "ao-----", "a------"},
        {"roll call of own",
         needOf(session::Act(session::RollCall{"", "x.vnpt", "present", ""})),
         "aos----",
         "aos----"},
        {"roll call of all", needOf(session::Act(session::RollCall{})), "ao-----", "aos----"},
        {"check own", needOf(session::Act(checksOf({"x.vnpt"}))), "aosv---", "aosv---"},
        {"check other", needOf(session::Act(checksOf({"x.viettel"}))), "ao-v---", "ao-v---"},
        {"check a group", needOf(session::Act(checksOf({}, "pctt"))), "ao-v---", "aosv---"},
        {"readiness", needOf(session::Act(session::CheckReadiness{})), "aosv---", "aosv---"},
        {"probe own", needOfProbe("x.vnpt"), "aosv---", "aosv---"},
        {"probe other", needOfProbe("x.viettel"), "ao-v---", "ao-v---"},
        {"incident of vnpt",
         needOf(incident::Act(incident::Close{}), "vnpt"),
         "aosv---",
         "aosv---"},
        {"incident of viettel",
         needOf(incident::Act(incident::Close{}), "viettel"),
         "ao-v---",
         "ao-v---"},
    };
}

std::string whoMay(const Guarded& guarded, const Need& need) {
    const std::vector<std::pair<char, Person>> people = {
        {'a', person(Role::admin, "vp-ubnd")},
        {'o', person(Role::operates, "vp-ubnd")},
        {'s', person(Role::slaveOperator, "vnpt")},
        {'v', person(Role::supervisor, "so-tttt")},
        {'r', person(Role::room, "vnpt")},
        {'u', person(Role::auditor, "vp-ubnd")},
        {'m', person(Role::monitor, "vp-ubnd")},
    };
    std::string who;
    for (const auto& [letter, each] : people) {
        who += guarded.gate.judge(each, "hanh", need) ? letter : '-';
    }
    return who;
}

// ACT-01, ACT-02, ACT-06, ACT-09, B-ACC-5, SEC-06.
TEST(Rights, OfEachRoleForEachClassOfActs) {
    const Guarded master("vp-ubnd");
    const Guarded slave("vnpt");
    for (const auto& each : cases()) {
        EXPECT_EQ(whoMay(master, each.need), each.atMaster) << each.name << " at the master";
        EXPECT_EQ(whoMay(slave, each.need), each.atSlave) << each.name << " at the slave";
    }
}

TEST(Rights, EveryRightIsSomebodysAndTheAdministratorHasAll) {
    for (const Right right : kRights) {
        EXPECT_EQ(extentOf(Role::admin, right), Extent::everything) << nameOf(right);
    }
    for (const Role role : kRoles) {
        EXPECT_EQ(roleNamed(nameOf(role)), role);
        EXPECT_NE(extentOf(role, Right::view), Extent::nothing) << nameOf(role);
    }
    EXPECT_FALSE(roleNamed("root"));
}

}  // namespace
}  // namespace mcu::access
