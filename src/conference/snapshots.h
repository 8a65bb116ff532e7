// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/domain.h"

namespace mcu::conference {

/// Snapshots of views and of sites' own pictures. What nobody watches is composed or decoded for
/// the moment it takes. Thread: control.
class Snapshots {
public:
    explicit Snapshots(Domain& domain) : domain_(domain) {}

    // By value: what is named may stand in the plan, which is made anew first.
    void ofView(Conference& conference, std::string key, Service::Done done);
    void ofSite(Conference& conference, SiteId site, Service::Done done);

private:
    struct Request {
        ConferenceId conference;
        std::string view;  ///< empty: of the site
        SiteId site;
        SteadyTime deadline;
        Service::Done done;
    };

    void attempt(const std::shared_ptr<Request>& request);
    void finish(const Request& request, Result<Outcome> outcome);
    Domain& domain_;
};

}  // namespace mcu::conference
