// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call/gatekeeper_status.h"
#include "cascade/service.h"
#include "conference/service.h"
#include "conference/status.h"
#include "mcu/control.pb.h"

namespace mcu::control {

// Domain values as messages. A password never leaves.

void toProto(const conference::ServerStatus& from, hnth::mcu::v1::ServerStatus& to);
void toProto(const call::GatekeeperStatus& from, hnth::mcu::v1::GatekeeperStatus& to);
void toProto(const conference::Event& from, hnth::mcu::v1::Event& to);
void toProto(const conference::SiteRecord& from, hnth::mcu::v1::SiteRecord& to);
void toProto(const conference::Outcome& from, hnth::mcu::v1::CommandReply& to);
void toProto(const Error& from, hnth::mcu::v1::CommandReply& to);
void toProto(const conference::RequestStatus& from, hnth::mcu::v1::Request& to);
void toProto(const cascade::Outcome& from, hnth::mcu::v1::CommandReply& to);
void toProto(const cascade::CascadeStatus& from, hnth::mcu::v1::CascadeStatus& to);
[[nodiscard]] hnth::mcu::v1::SiteState toProto(conference::SiteState state);
[[nodiscard]] hnth::mcu::v1::Policy toProto(cascade::Policy policy);
[[nodiscard]] hnth::mcu::v1::Encryption toProto(media::Encryption encryption);

}  // namespace mcu::control
