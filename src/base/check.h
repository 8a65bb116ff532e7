// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mcu {

/// Reports a broken invariant and ends the process. Never used on input from network, file or user.
[[noreturn]] void checkFailed(const char* expression, const char* file, int line);

}  // namespace mcu

#define MCU_CHECK(condition)                                    \
    do {                                                        \
        if (!(condition)) {                                     \
            ::mcu::checkFailed(#condition, __FILE__, __LINE__); \
        }                                                       \
    } while (false)
