// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "conference/domain.h"

namespace mcu::conference {

/// Moves a site whose line loses packets to a lower class of its own, and back when the line is
/// good again, so that one bad line never lowers the others. Thread: control.
class LossWatch {
public:
    explicit LossWatch(Domain& domain) : domain_(domain) {}

    /// The transport's latest figures, each second.
    void note(const std::vector<media::SessionStats>& figures);

private:
    void noteSite(Conference& conference, Site& site, double lossPercent);
    Domain& domain_;
};

}  // namespace mcu::conference
