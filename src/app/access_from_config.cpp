// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access_from_config.h"

#include <array>
#include <charconv>
#include <pwd.h>
#include <utility>
#include <vector>

namespace mcu::app {

namespace {

constexpr std::size_t kUserBytes = 16384;

/// By number, or by name as the machine knows it.
Result<std::uint32_t> uidOf(const std::string& user) {
    std::uint32_t number = 0;
    const auto [end, wrong] = std::from_chars(user.data(), user.data() + user.size(), number);
    if (wrong == std::errc() && end == user.data() + user.size()) {
        return number;
    }
    passwd entry{};
    passwd* found = nullptr;
    std::vector<char> room(kUserBytes);
    if (getpwnam_r(user.c_str(), &entry, room.data(), room.size(), &found) != 0 ||
        found == nullptr) {
        return Error(ErrorCode::notFound,
                     "this machine has no user \"" + user + "\"",
                     "make the user, or write its number in quotes");
    }
    return found->pw_uid;
}

Result<access::Person> personOf(const config::AccessPerson& from, const std::string& own) {
    const auto role = access::roleNamed(from.role);
    if (!role) {
        return Error(ErrorCode::invalidArgument, "no role \"" + from.role + "\"");
    }
    access::Person person;
    person.name = from.name;
    person.organisation = from.organisation.empty() ? own : from.organisation;
    person.role = *role;
    person.unixUser = from.unixUser;
    person.commonName = from.commonName;
    person.certificateOrganisation = from.certificateOrganisation;
    person.certificateUnit = from.certificateUnit;
    person.mcus = from.mcus;
    person.sites = from.sites;
    if (!from.unixUser.empty()) {
        const auto uid = uidOf(from.unixUser);
        if (!uid) {
            return uid.error();
        }
        person.uid = *uid;
    }
    return person;
}

}  // namespace

Result<std::shared_ptr<const access::People>> peopleOf(const config::Config& config) {
    const std::string& own = config.session.organisation;
    if (!config.access.named) {
        return std::make_shared<const access::People>(own);
    }
    std::vector<access::Person> persons;
    for (const auto& each : config.access.people) {
        auto person = personOf(each, own);
        if (!person) {
            return person.error().in("access.people, " + each.name);
        }
        for (const auto& other : persons) {
            if (person->uid && person->uid == other.uid) {
                return Error(ErrorCode::invalidArgument,
                             "access.people: " + other.name + " and " + each.name +
                                 " are the same user of this machine",
                             "give each person a user of its own");
            }
        }
        persons.push_back(std::move(*person));
    }
    return std::make_shared<const access::People>(own, std::move(persons));
}

}  // namespace mcu::app
