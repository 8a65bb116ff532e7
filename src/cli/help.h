// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>

namespace mcu::cli {

/// Help in the chosen language, with columns that fit Vietnamese.
class HelpFormatter final : public CLI::FormatterBase {
public:
    std::string make_help(const CLI::App* app,
                          std::string name,
                          CLI::AppFormatMode mode) const override;
};

/// What is wrong with a command line, in the chosen language, and what to do.
struct UsageFault {
    std::string what;
    std::string advice;
};

[[nodiscard]] UsageFault usageFault(const CLI::ParseError& error, const CLI::App& app);

}  // namespace mcu::cli
