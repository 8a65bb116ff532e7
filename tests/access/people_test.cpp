// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/people.h"

#include <gtest/gtest.h>

namespace mcu::access {
namespace {

Caller local(std::uint32_t uid) {
    Caller caller;
    caller.uid = uid;
    return caller;
}

Caller certified(const std::string& name, const std::string& organisation) {
    Caller caller;
    caller.commonName = name;
    caller.organisation = organisation;
    caller.address = "192.0.2.4:5051";
    return caller;
}

People somePeople() {
    Person lan;
    lan.name = "lan";
    lan.organisation = "vp-ubnd";
    lan.role = Role::admin;
    lan.uid = 1000;
    Person hanh;
    hanh.name = "hanh";
    hanh.organisation = "vnpt";
    hanh.role = Role::slaveOperator;
    hanh.commonName = "hanh.vnpt";
    hanh.certificateOrganisation = "VNPT";
    return {"vp-ubnd", {lan, hanh}};
}

TEST(People, AreKnownByWhatTheKernelOrTlsSays) {
    const auto people = somePeople();
    ASSERT_NE(people.find(local(1000)), nullptr);
    EXPECT_EQ(people.find(local(1000))->name, "lan");
    EXPECT_EQ(people.find(local(0)), nullptr);
    ASSERT_NE(people.find(certified("hanh.vnpt", "VNPT")), nullptr);
    EXPECT_EQ(people.find(certified("hanh.vnpt", "VNPT"))->name, "hanh");
    EXPECT_EQ(people.find(certified("hanh.vnpt", "Viettel")), nullptr);
    EXPECT_EQ(people.find(certified("", "VNPT")), nullptr);
    EXPECT_EQ(people.find(Caller{}), nullptr);
}

TEST(People, WithoutASectionEverybodyIsAdministratorOfTheServersOrganisation) {
    const People people("vp-ubnd");
    EXPECT_FALSE(people.named());
    const auto* anybody = people.find(local(4711));
    ASSERT_NE(anybody, nullptr);
    EXPECT_EQ(anybody->role, Role::admin);
    EXPECT_EQ(anybody->organisation, "vp-ubnd");
}

TEST(People, AListOfNobodyLetsNobodyIn) {
    const People people("vp-ubnd", {});
    EXPECT_TRUE(people.named());
    EXPECT_EQ(people.find(local(0)), nullptr);
}

}  // namespace
}  // namespace mcu::access
