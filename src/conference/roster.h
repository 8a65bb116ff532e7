// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/far_site.h"

namespace mcu::conference {

/// The conference's rooms as an MCU above is told of them: ours with their state and quality, those
/// of MCUs below as they told us. Thread: control.
[[nodiscard]] std::vector<FarSite> rosterOf(const Conference& conference,
                                            const Domain& domain,
                                            const std::vector<media::SessionStats>& figures);

}  // namespace mcu::conference
