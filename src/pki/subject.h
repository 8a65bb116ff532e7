// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mcu::pki {

/// Whom a certificate names. A part is empty when there is none, several, or one with control
/// characters.
struct Subject {
    std::string commonName;    ///< CN
    std::string organisation;  ///< O
    std::string unit;          ///< OU
};

/// Of the first certificate of a PEM text. Whether to believe it is another question. Any thread.
[[nodiscard]] Result<Subject> readSubject(std::string_view pem);

}  // namespace mcu::pki
