// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <iostream>
#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/run.h"

namespace {

mcu::cli::Surroundings surroundings() {
    mcu::cli::Surroundings found;
    found.variable = [](const char* name) -> std::string {
        const char* value =
            std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing changes the environment
        return value == nullptr ? "" : value;
    };
    const passwd* entry = getpwuid(getuid());  // NOLINT(concurrency-mt-unsafe): before any thread
    found.loginName = entry != nullptr ? entry->pw_name : "uid" + std::to_string(getuid());
    found.terminal = isatty(STDOUT_FILENO) != 0;
    winsize size{};
    if (found.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 80 &&
        size.ws_row >= 24) {
        found.columns = size.ws_col;
        found.rows = size.ws_row;
    }
    return found;
}

}  // namespace

int main(int argc, char** argv) {
    // gRPC logs refused connections on stderr, where only our own message belongs.
    setenv("GRPC_VERBOSITY", "NONE", 0);  // NOLINT(concurrency-mt-unsafe): before any thread
    return mcu::cli::run(
        std::vector<std::string>(argv + 1, argv + argc), surroundings(), std::cout, std::cerr);
}
