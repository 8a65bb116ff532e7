// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace mcu::sip {

/// Takes over what sofia-sip would print to stderr: counts lines about messages it could not read,
/// shows all on level debug of the logger "sip", so that garbage from the network does not flood
/// the log. Process-wide; call once.
void captureStackLog();

/// Messages the stack could not read, since the start of the process; any thread.
std::uint64_t unreadableMessages();

}  // namespace mcu::sip
