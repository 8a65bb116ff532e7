// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"

#include <map>
#include <memory>
#include <mutex>

#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace mcu {

namespace {

constexpr std::size_t kQueuedLines = 8192;

struct Registry {
    std::mutex mutex;
    spdlog::sink_ptr sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    spdlog::level::level_enum level = spdlog::level::warn;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::map<std::string, std::shared_ptr<spdlog::logger>, std::less<>> loggers;

    std::shared_ptr<spdlog::logger> make(const std::string& name) {
        std::shared_ptr<spdlog::logger> made;
        if (pool) {
            made = std::make_shared<spdlog::async_logger>(
                name, sink, pool, spdlog::async_overflow_policy::overrun_oldest);
        } else {
            made = std::make_shared<spdlog::logger>(name, sink);
        }
        made->set_level(level);
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %L %n %v");
        made->flush_on(spdlog::level::warn);
        return made;
    }
};

Registry& registry() {
    static auto* instance =
        new Registry;  // lives to the end of the process: threads log while it exits
    return *instance;
}

Result<spdlog::level::level_enum> parseLevel(const std::string& level) {
    const auto parsed = spdlog::level::from_str(level);
    if (parsed == spdlog::level::off && level != "off") {
        return Error(ErrorCode::invalidArgument,
                     "unknown log level \"" + level + "\"",
                     "use trace, debug, info, warn, error or off");
    }
    return parsed;
}

}  // namespace

spdlog::logger& logger(std::string_view module) {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    auto found = all.loggers.find(module);
    if (found == all.loggers.end()) {
        const std::string name(module);
        found = all.loggers.emplace(name, all.make(name)).first;
    }
    return *found->second;
}

Status setUpLogging(const std::string& file, const std::string& level) {
    const auto parsed = parseLevel(level);
    if (!parsed) {
        return parsed.error();
    }
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    try {
        if (!file.empty()) {
            all.sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
        }
        all.pool = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
    } catch (const spdlog::spdlog_ex& failure) {
        return Error(ErrorCode::unavailable, "log file " + file + ": " + failure.what());
    }
    all.level = *parsed;
    // Loggers handed out before stay valid as references: they are kept, and only their sinks
    // change.
    for (auto& [name, made] : all.loggers) {
        made->sinks() = {all.sink};
        made->set_level(*parsed);
    }
    return {};
}

Status setLogLevel(std::string_view module, const std::string& level) {
    const auto parsed = parseLevel(level);
    if (!parsed) {
        return parsed.error();
    }
    if (!module.empty()) {
        logger(module).set_level(*parsed);
        return {};
    }
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    all.level = *parsed;
    for (auto& [name, made] : all.loggers) {
        made->set_level(*parsed);
    }
    return {};
}

}  // namespace mcu
