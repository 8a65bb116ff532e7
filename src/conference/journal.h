// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "conference/command.h"
#include "conference/site_record.h"
#include "conference/status.h"

namespace mcu::conference {

/// A site in a conference as it is kept on disk.
struct StoredSite {
    SiteId id;
    std::string uri;          ///< of an unlisted site
    std::string lastAddress;  ///< dialled last: its registration does not outlive the process
    bool wanted = false;      ///< the operator wants it connected: dialled again after a restart
    bool redial = true;
    bool microphoneOn = false;
    bool speakerOn = true;
    bool cameraOn = true;
    float volumeDb = 0;
    bool securedOffer = false;  ///< it takes an offer with encryption required only
    bool operator==(const StoredSite&) const = default;
};

struct StoredView {
    std::string view;  ///< "programme", "chair", or "site:" and the site's id
    LayoutName layout;
    std::vector<SiteId> sites;  ///< panes in order; empty id: filled by whoever is connected
    bool operator==(const StoredView&) const = default;
};

struct StoredBanner {
    std::string view;  ///< as of StoredView
    media::Banner banner;
    bool operator==(const StoredBanner&) const = default;
};

/// All of a conference that must outlive the process.
struct StoredConference {
    CreateConference spec;  ///< without its sites and chair
    bool locked = false;
    bool voiceSwitching = false;
    std::chrono::milliseconds voiceHold{2000};
    SiteId chair;
    SiteId broadcast;
    SiteId chairLook;
    std::vector<StoredSite> sites;  ///< in the order of the list
    std::vector<StoredView> views;
    std::vector<StoredBanner> banners;
};

/// A change of the site list made while running.
struct StoredSiteRecord {
    SiteRecord record;
    bool deleted = false;  ///< of the configured list; hides it
};

struct StoredState {
    std::vector<StoredConference> conferences;
    std::uint64_t lastRequest = 0;  ///< number of the newest request written down
    std::vector<StoredSiteRecord> sites;
};

/// Where the state of conferences is kept. Implemented by `store`; the null journal keeps nothing.
/// Functions on the control thread, none but load() blocks; `done` runs on the control thread once
/// the change is safe on disk.
class Journal {
public:
    using Done = std::function<void(Status)>;
    virtual ~Journal() = default;

    /// What the run before left. Blocks: call before the control loop runs.
    virtual Result<StoredState> load() = 0;
    virtual void saveConference(StoredConference conference, Done done) = 0;
    virtual void eraseConference(const ConferenceId& conference, Done done) = 0;
    virtual void saveSite(StoredSiteRecord site, Done done) = 0;

    /// Told on the control thread of each commit that took longer than a second.
    using SlowHandler = std::function<void(std::chrono::milliseconds)>;

    // NOLINTNEXTLINE(performance-unnecessary-value-param): who listens keeps it
    virtual void onSlow(SlowHandler /*handler*/) {}

    /// How long the commit under way has taken until now; 0 when there is none.
    [[nodiscard]] virtual std::chrono::milliseconds underWay() const { return {}; }

    /// A chair's call of a site, as it ended, or as it stands.
    virtual void saveRequest(RequestStatus request, Done done) = 0;
};

/// Keeps nothing: for a server without a state directory.
class NullJournal final : public Journal {
public:
    Result<StoredState> load() override { return StoredState{}; }

    void saveConference(StoredConference /*conference*/, Done done) override { done({}); }

    void eraseConference(const ConferenceId& /*conference*/, Done done) override { done({}); }

    void saveSite(StoredSiteRecord /*site*/, Done done) override { done({}); }

    void saveRequest(RequestStatus /*request*/, Done done) override { done({}); }
};

}  // namespace mcu::conference
