// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "cascade/checks.h"
#include "cascade/service.h"
#include "cascade/sessions.h"
#include "cascade/settings.h"
#include "conference/cascade_host.h"
#include "incident/exchange.h"

namespace mcu::cascade {

/// Leaves gRPC nothing but TLS 1.3, in the whole process. Call before anything of gRPC is used and
/// before there are threads; a later call does nothing.
void requireTls13();

/// The cascade of this server: its links to slaves and to a master, each a control channel
/// (include/mcu/cascade.proto over gRPC, mutual TLS 1.3) and trunks, which are calls of the domain.
/// gRPC's threads only pass messages on; all else is on the control thread. Owned by app; the host
/// and the loop outlive it.
class CascadeService final : public Service, public conference::CascadeListener {
public:
    /// Listens for slaves and dials the master, when there are any. Makes itself the listener of
    /// the host. Control thread, or before it runs.
    static Result<std::unique_ptr<CascadeService>> start(const Settings& settings,
                                                         Loop& control,
                                                         conference::CascadeHost& host,
                                                         CredentialSink credentials);
    /// Says goodbye, ends the links and gRPC's part of them. Trunks are left to the domain.
    ~CascadeService() override;
    CascadeService(const CascadeService&) = delete;
    CascadeService& operator=(const CascadeService&) = delete;

    void execute(const conference::Actor& actor, const Command& command, Done done) override;
    void status(std::function<void(CascadeStatus)> done) override;

    /// Each event of the domain is told here; a slave passes site.lost and the like on to its
    /// master, in order, none twice (MON-03).
    void noteEvent(const conference::Event& event);

    /// Carries incidents between this server, its slaves and its master (decision 0250). Once,
    /// before a link is up; the exchange tells nothing any more when this service ends.
    void carryIncidents(incident::Exchange& exchange);

    /// Carries results of checks from slaves to this server and on to its master (decision 0253).
    /// Once, before a link is up; the keeper outlives the links.
    void carryChecks(CheckKeeper& keeper);

    /// Carries plans and the places of scripts to slaves, and answers of the units to the master
    /// (decision 0254). As carryChecks().
    void carrySessions(SessionKeeper& keeper);

    /// The TCP port slaves dial; 0: none.
    [[nodiscard]] int port() const;
    /// "cascade.refused", "cascade.cut", "cascade.ignored" ...: how often.
    [[nodiscard]] std::map<std::string, std::uint64_t> counters() const;

    void onFarSitesWanted(const ConferenceId& conference,
                          const std::vector<conference::FarWish>& wishes) override;
    void onTrunkState(const ConferenceId& conference, const SiteId& trunk) override;
    void onSelection(const ConferenceId& conference,
                     const SiteId& trunk,
                     const SiteId& site,
                     conference::SelectionStep step,
                     const std::string& why) override;
    void onRosterChanged(const ConferenceId& conference, const SiteId& site) override;
    void onProgrammeChanged(const ConferenceId& conference) override;

private:
    struct Impl;
    explicit CascadeService(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::cascade
