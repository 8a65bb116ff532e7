// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/loop.h"
#include "call/call.h"
#include "conference/conference.h"
#include "conference/event_log.h"
#include "conference/journal.h"
#include "conference/layout.h"
#include "conference/planes.h"
#include "conference/settings.h"
#include "conference/site_directory.h"

namespace mcu::conference {

/// Where a call or a media session belongs.
struct Place {
    ConferenceId conference;
    SiteId site;
};

/// All state of the module and what its parts share. Each verb (calls, takes, polls ...) is a class
/// of its own working on it. Owned by ConferenceService. Thread: control.
class Domain {
public:
    Domain(Loop& controlLoop, Journal& journalToUse, Settings settingsToUse, LayoutBook layoutBook);

    Loop& loop;
    Journal& journal;
    Settings settings;
    LayoutBook layouts;
    Planes planes;
    std::vector<call::CallEndpoint*> endpoints;
    SiteDirectory directory;
    EventLog events;
    std::map<ConferenceId, std::unique_ptr<Conference>> conferences;
    std::map<CallId, Place> calls;
    std::map<SessionId, Place> sessions;
    std::map<std::string, std::pair<std::string, SteadyTime>> contacts;  ///< user -> address, until
    std::map<std::string, std::uint64_t> counters;
    CascadeListener* cascade = nullptr;
    std::map<SiteId, McuId> farSites;  ///< whose records the directory has from a link
    std::uint64_t lastRequest = 0;
    /// Whether what goes on in a conference must not get out (GEN-03): asked of who knows, each
    /// time.
    std::function<bool(const ConferenceId&)> confidential = [](const ConferenceId& /*id*/) {
        return false;
    };

    /// What a conference asks of its media: as it was made, or encryption while it is confidential.
    [[nodiscard]] media::Encryption encryptionOf(const Conference& conference) const {
        return confidential(conference.id()) ? media::Encryption::required
                                             : conference.spec.encryption;
    }

    [[nodiscard]] SteadyTime now() const { return loop.clock().now(); }

    [[nodiscard]] Conference* find(const ConferenceId& id);
    [[nodiscard]] Result<Conference*> require(const ConferenceId& id);
    /// The site a word names, if it is in the conference.
    [[nodiscard]] Result<Site*> requireSite(Conference& conference, const SiteWord& word);
    [[nodiscard]] Site* find(const Place& place, Conference** conference);
    [[nodiscard]] std::string describe(const SiteId& site) const;

    /// Plans again and carries the difference out.
    void refresh(Conference& conference);
    /// The same, once, after the task at hand: for bursts of calls.
    void refreshSoon(Conference& conference);

    void setState(Conference& conference, Site& site, SiteState state);
    void emit(const Conference& conference,
              const SiteId& site,
              const std::string& kind,
              const std::string& text,
              const std::string& severity = "info",
              const Actor* actor = nullptr,
              std::map<std::string, std::string> fields = {});
    /// An event about no conference.
    void announce(const std::string& kind,
                  const SiteId& site,
                  const std::string& text,
                  const Actor& actor);

    /// Tells the cascade what has changed of what it must know; after the task at hand.
    void tellCascade(Conference& conference);
    /// What the programme or the requests are has changed: the MCUs below are to know.
    void tellProgramme(const Conference& conference);
    /// Writes a request down; nobody waits for it.
    void saveRequest(const Conference& conference, const Request& request);
    /// Something of this site's line in the roster has changed.
    void tellRoster(const Conference& conference, const SiteId& site);

    [[nodiscard]] static StoredConference stored(const Conference& conference);
    /// Writes the conference down; `done` when it is safe.
    void save(const Conference& conference, Journal::Done done);
    /// The same for changes nobody waits for.
    void saveQuietly(const Conference& conference);

private:
    void planPicturesOf(Conference& conference, const std::map<SiteId, SessionId>& up);
    void planSoundOf(Conference& conference, const std::map<SiteId, SessionId>& up);
    void decodeRelays(Conference& conference, const std::map<SiteId, SessionId>& up) const;
    [[nodiscard]] static bool isWished(const Conference& conference, const SiteId& site);
    void noteOnAir(Conference& conference, const std::set<SiteId>& before);
};

/// What the planners are told of a conference.
[[nodiscard]] PictureWish pictureWish(const Conference& conference, const Domain& domain);
[[nodiscard]] std::vector<PictureFacts> pictureFacts(const Conference& conference,
                                                     const Domain& domain);
[[nodiscard]] std::vector<SoundFacts> soundFacts(const Conference& conference,
                                                 const Domain& domain);

}  // namespace mcu::conference
