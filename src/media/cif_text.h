// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "media/codec.h"

namespace mcu::media {

/// A format for people: "4CIF at 15/s, CIF at 30/s, QCIF at 30/s".
[[nodiscard]] inline std::string describe(const CifFormat& format) {
    std::string text;
    for (const auto& [name, interval] : {std::pair("4CIF", format.cif4),
                                         std::pair("CIF", format.cif),
                                         std::pair("QCIF", format.qcif)}) {
        if (interval != 0) {
            text += (text.empty() ? "" : ", ") + std::string(name) + " at " +
                    std::to_string(30 / interval) + "/s";
        }
    }
    return text;
}

}  // namespace mcu::media
