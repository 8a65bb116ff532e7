// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/random.h"

#include <random>

namespace mcu::transport {

std::uint32_t random32() {
    thread_local std::random_device source;
    return source();
}

}  // namespace mcu::transport
