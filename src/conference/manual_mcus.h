// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/domain.h"

namespace mcu::conference {

/// Foreign MCUs below us without a control channel (TOP-14): plain calls whose picture is whatever
/// their technician selects. The rooms behind them are far sites; which of them arrives is said by
/// our technician. Thread: control.
class ManualMcus {
public:
    explicit ManualMcus(Domain& domain) : domain_(domain) {}

    /// Makes a site a room behind a foreign MCU when the site list says so.
    void adopt(Site& site) const;
    /// Rooms behind a foreign MCU are as reachable as it is.
    void follow(Conference& conference);
    /// The technician sees this room's picture: from now on it is what the MCU's call carries.
    /// False: it is not a room behind a foreign MCU, or that is not connected.
    bool confirm(Conference& conference, Site& site);

private:
    Domain& domain_;
};

}  // namespace mcu::conference
