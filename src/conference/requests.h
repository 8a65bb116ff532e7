// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "conference/domain.h"

namespace mcu::conference {

/// Chair's calls of sites and their clock (PL6-02): asked, taken, picture on the chair's output,
/// sound both ways. Amber at 10 s, red at 20 s, a breach at 30 s. Thread: control.
class Requests {
public:
    explicit Requests(Domain& domain) : domain_(domain) {}

    /// The chair asks. An open request of the same site is kept: the chair asked earlier.
    Request& ask(Conference& conference, const SiteId& site, const Actor& actor);
    /// A take of the site begins; its request, made now when nobody asked. Returns its number.
    std::uint64_t onTake(Conference& conference, const SiteId& site, const Actor& actor);
    /// The picture is on the chair's output.
    void onPicture(Conference& conference, std::uint64_t number);
    /// Looks whether sound flows both ways; after each report of the media.
    void check(Conference& conference);
    Result<Request*> cancel(Conference& conference, const SiteId& site, const std::string& reason);
    /// The technician says that picture and sound are there.
    Result<Request*> confirm(Conference& conference, const SiteId& site);
    /// What the technician says he sees counts, not what the machine saw.
    static void markByHand(Conference& conference, const SiteId& site);
    /// Each 200 ms: alarms.
    void tick(Conference& conference);

    [[nodiscard]] std::vector<RequestStatus> list(const Conference& conference) const;
    [[nodiscard]] static std::vector<RequestState> states(const Conference& conference,
                                                          const Domain& domain);

private:
    [[nodiscard]] static Request* newestOpen(Conference& conference, const SiteId& site);
    void complete(Conference& conference, Request& request);
    void alarm(Conference& conference, Request& request);

    Domain& domain_;
};

}  // namespace mcu::conference
