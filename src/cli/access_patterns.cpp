// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    later("{who} ({role} of {organisation}) does not have the right \"{right}\""),
    later("it belongs to the roles {roles}"),
    later("{who} ({role} of {organisation}) has the right \"{right}\" for own sites only, and this "
          "concerns more than those"),
    later("{who} ({role} of {organisation}) has the right \"{right}\" for own sites only, and "
          "{site} is one of {owner}"),
    later("{who} ({role} of {organisation}) has the right \"{right}\" for the own organisation "
          "only, not for {other}"),
    later("{who} ({role} of {organisation}) has the right \"{right}\" on servers of the own "
          "organisation only, and this one belongs to {other}"),
    later("name the sites"),
    later("ask the organisation that has the site"),
    later("ask somebody of that organisation"),
    later("ask an operator of that organisation"),
    later("nobody is known here by {caller}"),
    later("have the administrator name you in the section access of the configuration"),
    later("conference {id} is confidential: no picture is taken of it"),
    later("wait until the session is over"),
    later("conference {id} is confidential: only sites of the list are let in"),
    later("put the site on the list first"),
    later("{site} is hung up: the conference is confidential and its media are not encrypted"),
    later("{site} is hung up: the conference is confidential and it is not on the site list"),
};

}  // namespace

std::span<const char* const> accessPatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
