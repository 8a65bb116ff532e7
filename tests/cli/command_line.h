// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"

namespace mcu::cli {

/// What a command line printed and ended with.
struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

/// Runs mcuctl in this process.
inline Ran runLine(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& variables = {}) {
    Surroundings surroundings;
    surroundings.variable = [&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    };
    surroundings.loginName = "lan";
    std::ostringstream out;
    std::ostringstream err;
    Ran ran;
    ran.code = run(arguments, surroundings, out, err);
    ran.out = out.str();
    ran.err = err.str();
    return ran;
}

}  // namespace mcu::cli
