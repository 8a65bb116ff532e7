// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/stack_log.h"

#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <string_view>

#include "base/log.h"
#include "sip/impl/sofia.h"

namespace mcu::sip {

namespace {

std::atomic<std::uint64_t> unreadable{0};

bool tellsOfGarbage(std::string_view format) {
    for (const std::string_view words : {"garbage", "zero length packet", "runt of", "Via check"}) {
        if (format.find(words) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

void onLine(void* /*stream*/, char const* format, va_list arguments) {
    if (tellsOfGarbage(format)) {
        ++unreadable;
    }
    auto& log = logger("sip");
    if (!log.should_log(spdlog::level::debug)) {
        return;
    }
    std::array<char, 256> line{};
    (void)std::vsnprintf(line.data(), line.size(), format, arguments);
    std::string_view text(line.data());
    while (!text.empty() && text.back() == '\n') {
        text.remove_suffix(1);
    }
    log.debug("stack: {}", text);
}

}  // namespace

void captureStackLog() {
    su_log_redirect(nullptr, onLine, nullptr);
}

std::uint64_t unreadableMessages() {
    return unreadable.load();
}

}  // namespace mcu::sip
