// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/server_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    // control
    later("the command does not say who gives it"),
    later("give a name of 1 to 64 bytes as actor"),
    later("the request carries no command this server knows"),
    later("use a client of the server's version"),
    later("the server is stopping"),
};

}  // namespace

std::span<const char* const> serverPatterns() {
    return kPatterns;
}

}  // namespace mcu::cli
