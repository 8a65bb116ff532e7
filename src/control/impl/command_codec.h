// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include "base/result.h"
#include "cascade/command.h"
#include "conference/command.h"
#include "mcu/control.pb.h"

namespace mcu::control {

/// What a request asks for: something of the conferences, or of the cascade. Each has its own gate.
using AnyCommand = std::variant<conference::Command, cascade::Command>;

/// The command of a request; the absent fields take the domain's defaults. Refused: none, or a
/// value no enumeration has, or a text that is too long.
[[nodiscard]] Result<AnyCommand> fromProto(const hnth::mcu::v1::CommandRequest& request);

/// A command as a request, complete with a password: for the journal of an automation and for
/// tests, not for listings.
[[nodiscard]] hnth::mcu::v1::CommandRequest toProto(const conference::Command& command);
[[nodiscard]] hnth::mcu::v1::CommandRequest toProto(const cascade::Command& command);
[[nodiscard]] hnth::mcu::v1::CommandRequest toProto(const AnyCommand& command);

/// "show", "set_channel": the name of the request's field, for logs and message ids; empty without
/// a command.
[[nodiscard]] std::string nameOfCommand(const hnth::mcu::v1::CommandRequest& request);

}  // namespace mcu::control
