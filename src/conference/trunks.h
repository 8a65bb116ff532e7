// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/far_sites.h"

namespace mcu::conference {

/// Calls between MCUs as sites of a conference, and, at the lower end, what they carry. Thread:
/// control.
class Trunks {
public:
    Trunks(Domain& domain, Calls& calls, FarSites& farSites)
        : domain_(domain), calls_(calls), farSites_(farSites) {}

    Status add(Conference& conference, const TrunkSpec& spec);
    void remove(Conference& conference, const SiteId& trunk);
    /// Ends its call; dials anew at once when we are the one who dials.
    void redial(Conference& conference, const SiteId& trunk);
    [[nodiscard]] static std::vector<TrunkStatus> status(
        const Conference& conference, const std::vector<media::SessionStats>& figures);

    Status select(Conference& conference, const SiteId& trunk, const Selection& selection);
    /// Tells the steps the selections of the conference have come to since last looked; after each
    /// report of calls and media.
    void checkSteps(Conference& conference);

private:
    Status call(Conference& conference, Site* room, const Selection& selection);
    void closeMicrophone(Conference& conference, Trunk& trunk);
    void tell(const Conference& conference,
              Site& trunk,
              SelectionStep step,
              const std::string& why = {});
    [[nodiscard]] static bool soundComesDown(const Conference& conference, const Site& site);

    Domain& domain_;
    Calls& calls_;
    FarSites& farSites_;
};

}  // namespace mcu::conference
