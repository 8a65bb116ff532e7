// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/server_settings.h"
#include "control/port_use.h"

namespace mcu::app {

/// Where signalling was bound, with ports the kernel chose.
struct BoundSignalling {
    std::vector<sip::SipListener> sip;
    std::vector<sip::SipListener> trunks;
    NetAddress h323;      ///< unset: none
    NetAddress h323Tls;   ///< unset: none
    int cascadePort = 0;  ///< of the control channel of slaves; 0: none
};

/// All ports the configuration opens; single ones before ranges.
[[nodiscard]] std::vector<control::ExpectedPort> expectedPorts(const ServerSettings& settings,
                                                               const BoundSignalling& bound);

}  // namespace mcu::app
