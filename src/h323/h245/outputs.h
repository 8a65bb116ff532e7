// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "h323/asn1/value.h"

namespace mcu::h323::h245 {

/// What a machine of H.245 wants sent, in order. Machines know neither sockets nor timers: they
/// take messages, the time and requests, and write their messages here; what became of it is read
/// from them.
using Pdus = std::vector<Value>;

}  // namespace mcu::h323::h245
