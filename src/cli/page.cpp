// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/page.h"

#include "cli/width.h"

namespace mcu::cli {

std::string join(const std::vector<std::string>& parts, const char* between) {
    std::string joined;
    for (const auto& part : parts) {
        if (!part.empty()) {
            joined += (joined.empty() ? "" : between) + part;
        }
    }
    return joined;
}

std::string rendered(const Lines& lines, const Globals& globals) {
    std::string text;
    for (const auto& line : lines) {
        std::string fitted = cut(line.text, globals.columns);
        fitted.erase(fitted.find_last_not_of(' ') + 1);
        text += (line.shade ? shaded(globals, *line.shade, fitted) : fitted) + "\n";
    }
    return text;
}

}  // namespace mcu::cli
