// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/check_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    later("checking {count} sites of {id}, {most} at a time"),
    later("checks of {id}: {count} sites that had not begun are left out"),
    later("checks of {id}: {passed} passed, {failed} failed, {open} not checked"),
    later("check of {site}: passed"),
    later("check of {site}: failed"),
    later("check of {site}: not-checked"),
    later("no site of session {id} is to be checked here"),
    later("name sites, or --all, --group or --failed; rooms of another MCU are checked there"),
    later("session {id} is under way: name the sites to check"),
    later("a site that is checked sees the test picture for some seconds"),
    later("{site} is a room of {mcu}"),
    later("check it there"),
    later("{site} is on air: it is not checked now"),
    later("check it when something else is shown"),
    later("{site} is being checked"),
    later("checking {site}"),
    later("{site} is measured: {cause}"),
    later("{site} is measured"),
    later("interrupted: the room was needed"),
    later("drill {number} of {id}: {count} sites, one after another"),
    later("session {id} has no site for a drill"),
    later("session {id} is under way: no drill now"),
    later("a drill of session {id} is under way"),
    later("a drill takes sites on air"),
    later("wait until it is over"),
    later("session {id}: {count} MCUs compared, {bad} do not fit"),
    later("session {id}: {ready} of {count} foreign MCUs are ready to be connected"),
    later("the plan of session {id} names no MCU above us"),
    later("the plan of session {id} names no foreign MCU {mcu}"),
    later("write it into the plan, with role, protocol and address"),
    later("session {id} is under way: no test call now"),
    later("check it without --call"),
    later("nobody waits to speak"),
    later("name a site: mcuctl floor give SITE"),
    later("{site} waits to speak already"),
    later("see: mcuctl floor list"),
    later("{site} wants to speak"),
    later("{site} has the floor"),
    later("{site} does not wait to speak"),
    later("{site} does not speak: {reason}"),
    later("training clock: the times of sessions are not real"),
};

}  // namespace

std::span<const char* const> checkPatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
