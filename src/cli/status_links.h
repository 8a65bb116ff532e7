// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/page.h"

namespace mcu::cli {

// The lines of the status page that are no room's.

/// The chair waits: nothing on the page is more urgent.
void addOpenRequests(Lines& lines, const v1::RequestList& requests, const Globals& globals);

/// A line for each link, and one for each call to another MCU, apart from the rooms.
void addLinks(Lines& lines,
              const v1::ServerStatus& status,
              const v1::CascadeStatus& cascade,
              const Globals& globals,
              bool all);

}  // namespace mcu::cli
