// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access/gate.h"
#include "fakes/manual_loop.h"

namespace mcu::access {

/// A province: the server of vp-ubnd, sites of vnpt ("x.vnpt"), of viettel ("x.viettel") and of the
/// server's own organisation ("x.own").
inline Result<std::vector<SiteOwner>> ownersOf(const std::string& word) {
    if (word == "x.vnpt") {
        return std::vector<SiteOwner>{{{word}, "vnpt", "mcu.vnpt"}};
    }
    if (word == "x.viettel") {
        return std::vector<SiteOwner>{{{word}, "viettel", "mcu.viettel"}};
    }
    if (word == "x.own") {
        return std::vector<SiteOwner>{{{word}, "vp-ubnd", "mcu.tinh"}};
    }
    if (word == "both") {  // one thing to the conferences, another to the register
        return std::vector<SiteOwner>{{{"x.vnpt"}, "vnpt", "mcu.vnpt"},
                                      {{"x.viettel"}, "viettel", "mcu.viettel"}};
    }
    return Error(ErrorCode::notFound, "no site is called \"" + word + "\"", "", "site.not-found");
}

/// A gate, what it told, and a clock.
struct Guarded {
    explicit Guarded(const std::string& organisation = "vp-ubnd")
        : people(std::make_shared<People>(organisation, std::vector<Person>{})),
          gate(people, &ownersOf, clock, [this](const Refusal& refusal) {
              told.push_back(refusal);
          }) {}

    fakes::ManualClock clock;
    std::shared_ptr<const People> people;
    std::vector<Refusal> told;
    Gate gate;
};

inline Person person(Role role, const std::string& organisation) {
    Person made;
    made.name = "hanh";
    made.organisation = organisation;
    made.role = role;
    if (role == Role::room) {
        made.sites = {"x.vnpt"};
    }
    return made;
}

}  // namespace mcu::access
