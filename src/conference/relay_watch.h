// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "conference/domain.h"

namespace mcu::conference {

/// Watches the sites that carry our signals elsewhere and others' into ours (TOP-08): what such a
/// site brings is compared with what it is sent, and when our own sound or picture comes back the
/// operator is told which site, after how long, and where to look. Thread: control.
class RelayWatch {
public:
    explicit RelayWatch(Domain& domain) : domain_(domain) {}

    /// Each second.
    void tick(Conference& conference);

private:
    [[nodiscard]] std::set<SiteId> relays(const Conference& conference) const;
    void noteEcho(Conference& conference, Site& site, const std::optional<media::Echo>& echo);
    void noteLoop(Conference& conference, Site& site, const std::optional<Duration>& loop);
    void forget(Conference& conference, Site& site);

    Domain& domain_;
};

/// "returns our own sound after 310 ms: look at its audio matrix", for events and warnings.
[[nodiscard]] std::string echoText(double delayMs, const std::string& relay);
/// The same of the picture.
[[nodiscard]] std::string loopText(double delayMs, const std::string& relay);

}  // namespace mcu::conference
