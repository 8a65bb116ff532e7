// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/net_address.h"

namespace mcu::app {

/// The first address of this machine that is up and not loopback, IPv4 before IPv6; for a
/// configuration that names none.
[[nodiscard]] Result<NetAddress> machineAddress();

}  // namespace mcu::app
