// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::media {

/// A line of text over the whole picture of a view.
struct Banner {
    std::string text;      ///< UTF-8, one line; empty: no banner
    bool rolling = false;  ///< runs from right to left, for texts longer than the line
    bool low = false;      ///< along the lower edge, over captions there; else the upper
    bool operator==(const Banner&) const = default;
};

}  // namespace mcu::media
