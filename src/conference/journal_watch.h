// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "conference/domain.h"

namespace mcu::conference {

/// Tells the operator of a disk that makes commands wait: an event for each slow commit, and a
/// warning in the status while one is under way and for some minutes after it. Owned by Parts.
/// Thread: control.
class JournalWatch {
public:
    explicit JournalWatch(Domain& domain);
    ~JournalWatch();
    JournalWatch(const JournalWatch&) = delete;
    JournalWatch& operator=(const JournalWatch&) = delete;

    void addWarnings(std::vector<std::string>& warnings) const;

private:
    void note(std::chrono::milliseconds took);

    Domain& domain_;
    std::chrono::milliseconds lastSlow_{};
    SteadyTime lastSlowAt_{};
};

}  // namespace mcu::conference
