// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "mcu/session.pb.h"
#include "session/service.h"

namespace mcu::control {

/// The act a request carries. Refused when it carries none.
[[nodiscard]] Result<session::Act> fromProto(const hnth::mcu::v1::SessionRequest& request);
[[nodiscard]] session::Query fromProto(const hnth::mcu::v1::DocumentRequest& request);
/// "import_registry"; empty for none.
[[nodiscard]] std::string nameOfAct(const hnth::mcu::v1::SessionRequest& request);

void toProto(const session::Outcome& outcome, hnth::mcu::v1::SessionReply& reply);
void toProto(const Error& error, hnth::mcu::v1::SessionReply& reply);
void toProto(const Error& error, hnth::mcu::v1::DocumentReply& reply);
void toProto(const Error& error, hnth::mcu::v1::OverviewReply& reply);
void toProto(const session::Overview& overview, hnth::mcu::v1::OverviewReply& reply);

}  // namespace mcu::control
