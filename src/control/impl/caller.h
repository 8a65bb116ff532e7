// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "conference/actor.h"
#include "mcu/control.pb.h"

namespace mcu::control {

/// Who gives the command: the given name, and where gRPC says it comes from. Refused without a
/// name.
[[nodiscard]] Result<conference::Actor> actorOf(const hnth::mcu::v1::Actor& given,
                                                const std::string& peer);

}  // namespace mcu::control
