// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::cli::console {

/// A key as the terminal gives it.
struct Key {
    enum class Kind {
        text,  ///< a character, in UTF-8
        enter,
        escape,
        backspace,
        tab,
        up,
        down,
        pageUp,
        pageDown,
        home,
        end,
        redraw,  ///< Ctrl-L
        leave,   ///< Ctrl-C, Ctrl-D
        resized,
        other,
    };
    Kind kind = Kind::other;
    std::string text;
};

}  // namespace mcu::cli::console
