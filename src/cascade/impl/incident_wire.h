// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incident/incident.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

void toWire(const incident::Incident& incident, hnth::cascade::v1::Incident& out);
/// Of a message that keeps the limits of validate.h. `conference`: ours that the site belongs to.
[[nodiscard]] incident::Incident fromWire(const hnth::cascade::v1::Incident& incident,
                                          const ConferenceId& conference);

}  // namespace mcu::cascade
