// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "incident/incident.h"

namespace mcu::incident {

/// How the MCUs of a cascade come to know the same incidents (MON-03). A link that comes up is told
/// all of recent(); later each change. merge() may be told the same again and again: an incident is
/// known by its origin and number, what the origin says by its version, an entry by its author and
/// number. What comes of it is told to the consoles here, once. Thread: control.
class Exchange {
public:
    virtual ~Exchange() = default;

    /// Open ones and those that changed last, a bounded number.
    [[nodiscard]] virtual std::vector<Incident> recent() const = 0;
    /// What another MCU knows.
    virtual void merge(const Incident& theirs, const McuId& from) = 0;
    /// Told of each change, with the MCU it was learnt from (empty: from here), once it is on disk.
    virtual void onChange(std::function<void(const Incident&, const McuId& from)> handler) = 0;
};

}  // namespace mcu::incident
