// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "access/people.h"
#include "base/result.h"
#include "config/config.h"

namespace mcu::app {

/// The people of the configuration. Refused: a unix user this machine does not know. May block on
/// the machine's list of users.
[[nodiscard]] Result<std::shared_ptr<const access::People>> peopleOf(const config::Config& config);

}  // namespace mcu::app
