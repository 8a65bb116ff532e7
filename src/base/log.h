// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <spdlog/logger.h>

#include "base/result.h"

namespace mcu {

/// The logger of a module; made on first use. A line is an event and fields: "call up site=x.03985
/// call=7". Ids always under the same keys: conf site call link session. Never keys, passwords,
/// a=crypto lines. Any thread; does not block: lines go through a bounded queue and the oldest are
/// dropped when the disk is slow.
spdlog::logger& logger(std::string_view module);

/// Sets where lines go (stderr when the file is empty) and the level of all modules ("info"). Call
/// once, at start.
Status setUpLogging(const std::string& file, const std::string& level);

/// Changes the level of one module, or of all when it is empty.
Status setLogLevel(std::string_view module, const std::string& level);

}  // namespace mcu
