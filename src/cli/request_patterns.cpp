// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/request_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    later("R-{number}: the chair asks for {site}; 30 s run"),
    later("R-{number} {site}: {seconds} s since the chair asked, state {state}"),
    later("R-{number} {site} is cancelled"),
    later("R-{number} {site} is seen and heard"),
    later("{site} is seen and heard"),
    later("TWO-WAY UP {site}: {request} s after the request, {take} s after the take, confirmed by "
          "hand"),
    later("TWO-WAY UP {site}: {request} s after the request, {take} s after the take"),
    later("there is no open request for {site}"),
    later("there is no open request"),
    later("nothing waits to be confirmed for {site}"),
    later("nothing waits to be confirmed"),
    later("show the site first"),
    later("the conference has no chair"),
    later("name one first"),
    later("the request was cancelled"),
    later("another site was shown"),
    later("waiting for {site} from {mcu}"),
    later("waiting for {site}"),
    later("call {mcu} at {phone}: please select {site} full screen; say seen when its picture is "
          "there"),
    later("call {mcu}: please select {site} full screen; say seen when its picture is there"),
    later("{site} did not come in time"),
    later("look at its state, or call the room"),
    later("the link to {mcu} has no control channel; {site} cannot be asked for"),
    later("have its technician select the site by phone"),
    later("{site} is a link, not a room"),
    later("show a room behind it"),
    later("{site} is called by its own MCU {mcu}"),
    later("{site} was lost by its MCU: back to the main site"),
    later("{site} is gone: back to the main site"),
    later("{site} has sent no picture for long: back to the main site"),
    later("{site} of {mcu} is in the conference already"),
    later("give the rooms ids of their own"),
    later("no control channel to {mcu}"),
    later("this server has no cascade configured"),
    later("write a section cascade into its configuration and restart it"),
    later("the message has no text"),
    later("the message is longer than 1000 bytes"),
    later("the message has control characters"),
    later("the reason is longer than 1000 bytes"),
    later("the reason has control characters"),
    later("the policy is neither auto, confirm nor manual"),
};

}  // namespace

std::span<const char* const> requestPatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
