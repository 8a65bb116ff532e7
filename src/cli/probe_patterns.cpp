// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/probe_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    later("{site} was probed and not reached: {cause}"),
    later("{site} was probed: {product}"),
    later("{site} is just being called"),
    later("probe it when its call is up, or has ended"),
    later("{site} is being probed already"),
    later("{site} has not been probed"),
    later("too many rooms are being probed"),
    later("wait until some are done"),
    later("probe it first"),
    later("probe it there"),
    later("no protocol for {address}"),
    later("a conference needs the room"),
    later("this server probes no rooms"),
    later("name a site, or give an address"),
    later("{site} pressed {key}"),
};

}  // namespace

std::span<const char* const> probePatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
