// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace mcu {

void checkFailed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "broken invariant: %s at %s:%d\n", expression, file, line);
    std::abort();
}

}  // namespace mcu
