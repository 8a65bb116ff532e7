// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/server_settings.h"
#include "base/result.h"
#include "config/config.h"

namespace mcu::app {

/// The configuration turned into each module's settings. Fails when something only this machine can
/// tell is wrong: no address for media.
[[nodiscard]] Result<ServerSettings> fromConfig(const config::Config& config);

}  // namespace mcu::app
