// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conference/status.h"
#include "incident/grade.h"
#include "incident/incident.h"

namespace mcu::incident {

/// What a look at the conferences brought to light. Which incident it is about: kind and site.
struct Finding {
    enum class What { begins, worse, heals };
    What what = What::begins;
    std::string kind;  ///< "drop", "quality", "security"
    std::string severity;
    std::string text;  ///< cause, or how it healed
    ConferenceId conference;
    SiteId site;
    std::string siteName;
    bool onAir = false;
    int redials = 0;
};

/// Looks at sites and finds faults that begin and faults that are over: a call or its media lost
/// (MON-04), a line that got bad (MON-05), media in clear where encryption is demanded. Rooms of
/// other MCUs are those MCUs' to watch. Pure: no clock, no thread of its own.
class SiteWatch {
public:
    explicit SiteWatch(Profile profile) : profile_(std::move(profile)) {}

    /// An incident the run before left open goes on.
    void adopt(const Incident& open);

    [[nodiscard]] std::vector<Finding> look(const std::vector<conference::ConferenceStatus>& now,
                                            SteadyTime at);

    /// The grade of a site now; good for one that is not connected.
    [[nodiscard]] Verdict verdictOf(const ConferenceId& conference, const SiteId& site) const;

    [[nodiscard]] const Profile& profile() const { return profile_; }

private:
    struct Watched {
        bool wasUp = false;
        bool dropped = false;
        bool clear = false;
        bool adopted = false;  ///< of the run before, and not called since
        Grader grader;
    };

    using Key = std::pair<ConferenceId, SiteId>;

    void lookAtCall(const conference::ConferenceStatus& conference,
                    const conference::SiteStatus& site,
                    Watched& watched,
                    std::vector<Finding>& found) const;
    void lookAtQuality(const conference::ConferenceStatus& conference,
                       const conference::SiteStatus& site,
                       Watched& watched,
                       SteadyTime at,
                       std::vector<Finding>& found) const;
    static void lookAtEncryption(const conference::ConferenceStatus& conference,
                                 const conference::SiteStatus& site,
                                 Watched& watched,
                                 std::vector<Finding>& found);

    Profile profile_;
    std::map<Key, Watched> sites_;
};

}  // namespace mcu::incident
