// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/page.h"
#include "mcu/access.pb.h"

namespace mcu::cli {

/// `mcuctl whoami`.
[[nodiscard]] Lines whoAmILines(const v1::WhoAmIReply& who);
/// `mcuctl sec rights`: the matrix in the words of the configuration, then the people.
[[nodiscard]] Lines rightsLines(const v1::RightsReply& rights);

}  // namespace mcu::cli
