// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "conference/command.h"
#include "mcu/control.pb.h"

namespace mcu::control {

/// The command of a request; the absent fields take the domain's defaults. Refused: none, or a
/// value no enumeration has.
[[nodiscard]] Result<conference::Command> fromProto(const hnth::mcu::v1::CommandRequest& request);

/// A command as a request, complete with a password: for the journal of an automation and for
/// tests, not for listings.
[[nodiscard]] hnth::mcu::v1::CommandRequest toProto(const conference::Command& command);

/// "show", "set_channel": the name of the request's field, for logs and message ids; empty without
/// a command.
[[nodiscard]] std::string nameOfCommand(const hnth::mcu::v1::CommandRequest& request);

}  // namespace mcu::control
