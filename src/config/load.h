// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"

namespace mcu::config {

/// Reads the files a configuration names (sites_file, password_file), by path relative to the
/// configuration.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

/// Reads a configuration file. A refusal names every problem at once, a line each:
/// "file:line:column: key: what is wrong; what was expected". May block on the disk.
[[nodiscard]] Result<Config> load(const std::string& path);

/// The same for a text at hand; `name` stands for it in problems.
[[nodiscard]] Result<Config> parse(std::string_view text,
                                   const std::string& name,
                                   const FileReader& readFile);

}  // namespace mcu::config
