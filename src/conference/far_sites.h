// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "conference/domain.h"

namespace mcu::conference {

/// Sites of other MCUs in our conferences: their lines in the roster, and which trunk brings which.
/// The upper end of a cascade. Thread: control.
class FarSites {
public:
    explicit FarSites(Domain& domain) : domain_(domain) {}

    Status put(Conference& conference,
               const McuId& link,
               const std::vector<FarSite>& changed,
               const std::vector<SiteId>& gone);
    void setReachable(Conference& conference, const McuId& link, bool reachable);
    /// Gives the trunk to a site; none: takes it away.
    void carry(Conference& conference, const SiteId& trunk, const SiteId& site);
    /// Its microphone is about to be opened: only sound that comes from now on counts.
    void awaitSound(Conference& conference, Site& site);
    void noteStep(Conference& conference, const SiteId& site, SelectionStep step);
    /// The transport has seen the first packet that names this contributor on the session.
    void onContributor(Conference& conference,
                       Site& trunk,
                       media::Kind kind,
                       std::uint32_t contributor);
    /// Opens the gate of a trunk for what it carries; after its call came up, too.
    void setGate(Conference& conference, Site& trunk);
    /// A trunk goes away: what it carried does not arrive any more.
    void dropTrunk(Conference& conference, Site& trunk);

private:
    Status putOne(Conference& conference, const McuId& link, const FarSite& told);
    void remove(Conference& conference, const SiteId& id);
    void letGo(Conference& conference, const SiteId& site, const SiteId& trunk);

    Domain& domain_;
};

}  // namespace mcu::conference
