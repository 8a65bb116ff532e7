// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/incident_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    later("incident {incident} has {count} entries already"),
    later("incident {incident} is closed already"),
    later("incident {incident} is closed by {actor}"),
    later("incident {incident} is closed"),
    later("incident {incident}: note kept"),
    later("incident {incident}, note by {actor}: {text}"),
    later("incident {incident} ({site}), owner {owner}: over after {seconds} s, {cause}"),
    later("incident {incident} ({site}), owner {owner}: over, {cause}"),
    later("incident {incident} ({site}), owner {owner}: {cause}"),
    later("there is no incident \"{incident}\""),
    later("see: mcuctl incident list"),
    later("the note is empty"),
    later("a note has at most {count} bytes and no line breaks"),
    later("this server keeps no incidents"),
    later("loss {percent} %"),
    later("jitter {ms} ms"),
    later("round trip {ms} ms"),
    later("no picture for {seconds} s"),
    later("connected again"),
    later("line good again"),
    later("hung up"),
    later("taken out of the conference"),
    later("closed by {actor}"),
    later("not encrypted"),
    later("encrypted again"),
};

}  // namespace

std::span<const char* const> incidentPatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
