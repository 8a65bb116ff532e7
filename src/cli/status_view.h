// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"

namespace mcu::cli {

/// What the page shows beside the conferences: the chair's calls, and the links.
struct Elsewhere {
    v1::RequestList requests;
    v1::CascadeStatus cascade;
};

/// The state of the server for a terminal: at most globals.rows lines of at most globals.columns
/// columns; with `all` as many lines as there are sites. First the chair's open calls, then what
/// holds for everything, then the sites, those with a problem first.
[[nodiscard]] std::string renderStatus(const v1::ServerStatus& status,
                                       const Globals& globals,
                                       bool all,
                                       const Elsewhere& elsewhere = {});

}  // namespace mcu::cli
