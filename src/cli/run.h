// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace mcu::cli {

/// What mcuctl sees of the world besides the server.
struct Surroundings {
    std::function<std::string(const char*)> variable;  ///< environment; empty when unset
    std::string loginName;
    bool terminal = false;  ///< the output is one, so colours make sense
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/// mcuctl: carries out a command line (without the program's name) and returns the exit code.
int run(const std::vector<std::string>& arguments,
        const Surroundings& surroundings,
        std::ostream& out,
        std::ostream& err);

}  // namespace mcu::cli
