// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "app/from_config.h"
#include "app/memory_keeper.h"
#include "app/server.h"
#include "app/version.h"
#include "base/asio_loop.h"
#include "base/log.h"
#include "config/load.h"

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

constexpr const char* kUsage = R"(usage: mcud --config FILE          run the server
       mcud --check-config FILE    read the file, name every fault in it, and end
       mcud --version | --help

The configuration is explained in docs/configuration.md and config/mcud.yaml. SIGTERM ends all calls and stops.
)";

void tell(const mcu::Error& error) {
    std::cerr << error.message << '\n';
    if (!error.advice.empty()) {
        std::cerr << error.advice << '\n';
    }
}

int check(const std::string& file) {
    const auto config = mcu::config::load(file);
    if (!config) {
        tell(config.error());
        return kWrongUsage;
    }
    for (const auto& warning : config->warnings) {
        std::cerr << "warning: " << warning << '\n';
    }
    std::cout << file << ": ok, " << config->sites.size() << " sites, "
              << config->conferences.size() << " conferences\n";
    return 0;
}

int run(const std::string& file) {
    const auto config = mcu::config::load(file);
    if (!config) {
        tell(config.error());
        return kWrongUsage;
    }
    const auto logging = mcu::setUpLogging(config->mcu.logFile, config->mcu.logLevel);
    if (!logging) {
        tell(logging.error());
        return kFailed;
    }
    for (const auto& warning : config->warnings) {
        mcu::logger("app").warn("configuration {}", warning);
    }
    auto settings = mcu::app::fromConfig(*config);
    if (!settings) {
        tell(settings.error());
        return kFailed;
    }
    mcu::AsioLoop loop("control");
    auto server = mcu::app::Server::start(std::move(*settings), loop);
    if (!server) {
        tell(server.error());
        return kFailed;
    }
    loop.onTermination([&server](int /*signal*/) { (*server)->shutDown(); });
    loop.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    mcu::app::MemoryKeeper::prepare();
    std::signal(SIGPIPE, SIG_IGN);
    mcu::cascade::requireTls13();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 1 && arguments[0] == "--version") {
        std::cout << "mcud " << mcu::app::kVersion << '\n';
        return 0;
    }
    if (arguments.size() == 1 && arguments[0] == "--help") {
        std::cout << kUsage;
        return 0;
    }
    if (arguments.size() == 2 && arguments[0] == "--check-config") {
        return check(arguments[1]);
    }
    if (arguments.size() == 2 && arguments[0] == "--config") {
        return run(arguments[1]);
    }
    std::cerr << kUsage;
    return kWrongUsage;
}
