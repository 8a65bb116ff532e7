// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/domain.h"

namespace mcu::conference {

/// Timed polls: the sites of a list shown one after another in a view; absent ones are skipped.
/// Thread: control.
class Polls {
public:
    explicit Polls(Domain& domain) : domain_(domain) {}

    void start(Conference& conference, const std::string& key, PollRun run);
    /// Ends the poll of a view, if one runs; its pane is filled again by whoever is connected.
    bool stop(Conference& conference, const std::string& key);

private:
    void step(Conference& conference, const std::string& key);

    Domain& domain_;
};

/// The choice of a view by its key, made when the view had none; null for a key of no view.
[[nodiscard]] ViewChoice* choiceOf(Conference& conference, const std::string& key);

}  // namespace mcu::conference
