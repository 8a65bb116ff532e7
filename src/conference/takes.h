// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/far_sites.h"
#include "conference/requests.h"

namespace mcu::conference {

/// Shows sites: one atomic take of picture and sound. A site that is not there yet is reached
/// first: dialled, or ordered up the cascade; what was shown stays meanwhile. Then the picture is
/// asked for at once, and microphones change when the witness (the chair, else the first who sees
/// the picture) is sent it. Thread: control.
class Takes {
public:
    Takes(Domain& domain, Calls& calls, Requests& requests, FarSites& farSites)
        : domain_(domain), calls_(calls), requests_(requests), farSites_(farSites) {}

    void start(Conference& conference,
               Site& site,
               const Show& how,
               const Actor& actor,
               Service::Done done);
    /// The chair again, without anybody asking: the site shown is gone.
    void fallBack(Conference& conference, const std::string& why);
    /// The site a take waits for will not come.
    void refuse(Conference& conference, const SiteId& site, const Error& why);
    /// Looks whether the take under way is complete; after each report of the media.
    void check(Conference& conference);
    /// The operator set the microphone by hand meanwhile: the take leaves it alone.
    void abandon(Conference& conference, const std::string& why);

private:
    void tellWaiting(const Conference& conference, const Site& site);
    /// Begins to reach the site; an error when that is hopeless. True: it is there already.
    Result<bool> reach(Conference& conference, Site& site);
    [[nodiscard]] bool there(const Conference& conference, const Site& site) const;
    void go(Conference& conference);
    void fail(Conference& conference, const Error& why);
    void finish(Conference& conference, bool pictureCame);
    void switchMicrophones(Conference& conference, const Take& take);
    void noteLatePicture(Conference& conference);
    [[nodiscard]] SiteId witnessFor(const Conference& conference, const SiteId& shown) const;

    Domain& domain_;
    Calls& calls_;
    Requests& requests_;
    FarSites& farSites_;
    std::uint64_t lastSerial_ = 0;
};

}  // namespace mcu::conference
