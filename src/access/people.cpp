// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/people.h"

#include <utility>

namespace mcu::access {

namespace {

/// Both the certificate's: what is not asked for fits.
bool fits(const std::string& wanted, const std::string& found) {
    return wanted.empty() || wanted == found;
}

bool is(const Person& person, const Caller& caller) {
    if (caller.uid) {
        return person.uid == caller.uid;
    }
    return !person.commonName.empty() && person.commonName == caller.commonName &&
           fits(person.certificateOrganisation, caller.organisation) &&
           fits(person.certificateUnit, caller.unit);
}

}  // namespace

std::string originOf(const Caller& caller) {
    return caller.uid ? "unix:" + std::to_string(*caller.uid) : caller.address;
}

std::string textOf(const Caller& caller) {
    if (caller.uid) {
        return "uid " + std::to_string(*caller.uid);
    }
    std::string text =
        caller.commonName.empty() ? "no certificate" : "certificate CN=" + caller.commonName;
    text += caller.organisation.empty() ? "" : ", O=" + caller.organisation;
    return text + (caller.unit.empty() ? "" : ", OU=" + caller.unit);
}

People::People(std::string organisation) : organisation_(std::move(organisation)) {
    anybody_.organisation = organisation_;
    anybody_.role = Role::admin;
}

People::People(std::string organisation, std::vector<Person> persons)
    : organisation_(std::move(organisation)), named_(true), persons_(std::move(persons)) {}

const Person* People::find(const Caller& caller) const {
    if (!named_) {
        return &anybody_;
    }
    for (const auto& person : persons_) {
        if (is(person, caller)) {
            return &person;
        }
    }
    return nullptr;
}

}  // namespace mcu::access
