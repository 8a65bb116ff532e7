// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/result.h"
#include "conference/far_site.h"
#include "conference/trunk.h"

namespace mcu::conference {

/// What the domain tells the cascade. Implemented by `cascade`; the domain knows nothing of links,
/// gRPC or orders. All on the control thread.
class CascadeListener {
public:
    virtual ~CascadeListener() = default;
    /// All far sites the conference wants now, most urgent first, whatever link they are behind.
    /// Told at each change; replaces what was told before.
    virtual void onFarSitesWanted(const ConferenceId& conference,
                                  const std::vector<FarWish>& wishes) = 0;
    /// A trunk's call came up, went down, or failed; a down trunk of ours that we dial is redialled
    /// by the domain.
    virtual void onTrunkState(const ConferenceId& conference, const SiteId& trunk) = 0;
    /// Lower end: a selection made with select() has come further. `why` explains `lost`.
    virtual void onSelection(const ConferenceId& conference,
                             const SiteId& trunk,
                             const SiteId& site,
                             SelectionStep step,
                             const std::string& why) = 0;
    /// Something of this site that rosterOf() tells has changed, or the site is gone. Empty site:
    /// look at all of them.
    virtual void onRosterChanged(const ConferenceId& conference, const SiteId& site) = 0;
    /// What the programme shows has changed; see programmeOf().
    virtual void onProgrammeChanged(const ConferenceId& conference) = 0;
};

/// The programme in words, for the MCUs below.
struct ProgrammeState {
    std::string layout;
    std::string reason;
    std::vector<SiteId> panes;
    SiteId chair;
    SiteId next;  ///< pre-cued
    bool operator==(const ProgrammeState&) const = default;
};

/// A chair's call of a site and what became of it (PL6-02); told to the MCU that owns the site.
struct RequestState {
    std::uint64_t number = 0;
    SiteId site;
    std::string siteName;
    std::string state;  ///< "open", "taken", "two-way-up", "cancelled"
    WallTime askedAt{};
    bool operator==(const RequestState&) const = default;
};

/// The part of the domain that a cascade drives. Implemented by ConferenceService. Thread: control.
class CascadeHost {
public:
    virtual ~CascadeHost() = default;

    /// The one listener; null: none. Wants are told for all conferences at once.
    virtual void setCascadeListener(CascadeListener* listener) = 0;
    [[nodiscard]] virtual bool hasConference(const ConferenceId& conference) const = 0;

    // ---- trunks, at both ends
    /// Adds the trunk to its conference; calls it when it has a uri, and again whenever it drops.
    /// An existing one of the same id is replaced when anything of it differs.
    virtual Status addTrunk(const TrunkSpec& spec) = 0;
    virtual void removeTrunk(const ConferenceId& conference, const SiteId& trunk) = 0;
    /// Ends the trunk's call and dials it anew at once: the peer was restarted.
    virtual void redialTrunk(const ConferenceId& conference, const SiteId& trunk) = 0;
    virtual void trunkStatus(const ConferenceId& conference,
                             std::function<void(std::vector<TrunkStatus>)> done) = 0;

    // ---- upper end
    /// Adds, changes and removes sites behind a link (its mcu id). A site whose id a room of ours
    /// or of another link has is refused and named in the error; the others are taken.
    virtual Status putFarSites(const ConferenceId& conference,
                               const McuId& link,
                               const std::vector<FarSite>& changed,
                               const std::vector<SiteId>& gone) = 0;
    /// Whether the control channel to the link is up. Down: its sites stay listed, marked unknown
    /// since; media go on.
    virtual void setLinkReachable(const ConferenceId& conference,
                                  const McuId& link,
                                  bool reachable) = 0;
    /// From now on the trunk carries this far site (empty: none): only packets that name its
    /// contributor are taken from it.
    virtual void carry(const ConferenceId& conference, const SiteId& trunk, const SiteId& site) = 0;
    /// How far the owner has come with a far site; completes the two-way state of a take.
    virtual void noteFarStep(const ConferenceId& conference,
                             const SiteId& site,
                             SelectionStep step) = 0;
    /// The owner will not, or cannot, bring the site: a take that waits for it fails with this.
    virtual void refuseFar(const ConferenceId& conference,
                           const SiteId& site,
                           const Error& why) = 0;
    [[nodiscard]] virtual ProgrammeState programmeOf(const ConferenceId& conference) const = 0;
    /// Open requests and those closed in the last minutes.
    [[nodiscard]] virtual std::vector<RequestState> requestsOf(
        const ConferenceId& conference) const = 0;

    // ---- lower end
    /// Makes a trunk towards the master carry a site. Steps are told to the listener. Refused: the
    /// site is unknown or not in the conference.
    virtual Status select(const ConferenceId& conference,
                          const SiteId& trunk,
                          const Selection& selection) = 0;
    /// What the master shows: a room of ours that fills its programme is shown to our other rooms
    /// directly.
    virtual void setMasterProgramme(const ConferenceId& conference,
                                    const ProgrammeState& programme) = 0;
    /// Every site of the conference but trunks; those of links below with their own owner.
    virtual void roster(const ConferenceId& conference,
                        std::function<void(std::vector<FarSite>)> done) = 0;
    /// Puts an event into the event stream, as the domain does.
    virtual void report(const ConferenceId& conference,
                        const SiteId& site,
                        const std::string& kind,
                        const std::string& severity,
                        const std::string& text,
                        const std::map<std::string, std::string>& fields) = 0;
};

}  // namespace mcu::conference
