// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "base/loop.h"
#include "cascade/checks.h"
#include "cascade/service.h"
#include "cascade/sessions.h"
#include "conference/probe_service.h"
#include "conference/service.h"
#include "incident/exchange.h"
#include "incident/service.h"
#include "session/journal.h"
#include "session/notice.h"
#include "session/registry.h"
#include "session/service.h"
#include "session/settings.h"

namespace mcu::session {

/// What the sessions work with; everything outlives them.
struct Surroundings {
    Loop& loop;
    Journal& journal;
    conference::Service& conferences;
    NoticeSender& notices;
    cascade::Service* cascade = nullptr;         ///< null: this server has no links
    conference::ProbeService* probes = nullptr;  ///< null: this server probes nobody
};

/// Sessions of a server: the register of sites and what is planned and done with them. Owned by
/// `app`. Thread: control. Order: construct; onRegistry, onAlarm; restore; then the loop runs.
class SessionService final : public Service {
public:
    SessionService(const Surroundings& surroundings, Settings settings);
    ~SessionService() override;
    SessionService(const SessionService&) = delete;
    SessionService& operator=(const SessionService&) = delete;

    /// Brings back what the run before left, and begins to watch deadlines.
    Status restore();

    /// Looks at nothing any more; acts are still carried out. Before the cascade goes.
    void close();

    /// Told of the register whenever it is another one, also at restore().
    using RegistryHandler = std::function<void(const Registry&)>;
    void onRegistry(RegistryHandler handler);

    /// Something the consoles must show: a deadline comes near, is met or missed.
    struct Alarm {
        std::string session;
        std::string conference;
        std::string kind;      ///< "deadline.amber"
        std::string severity;  ///< "info", "warning", "error"
        std::string text;      ///< English
        std::map<std::string, std::string> fields;
    };

    using AlarmHandler = std::function<void(const Alarm&)>;
    void onAlarm(AlarmHandler handler);

    /// Incidents of a session's conference are written into it. Once, after restore(); both outlive
    /// the looking (close()).
    void follow(const incident::Service& incidents, incident::Exchange& exchange);

    /// Through which checks made by slaves come into the sessions here (decision 0253).
    [[nodiscard]] cascade::CheckKeeper& checkKeeper();

    /// Through which plans, places of scripts and answers go between MCUs (decision 0254).
    [[nodiscard]] cascade::SessionKeeper& sessionKeeper();

    /// A training clock (DOC-14): sessions go by the machine's time and this. What is recorded says
    /// so.
    void setClockOffset(std::chrono::seconds offset);

    /// Whether a confidential session is held in a conference (GEN-03).
    [[nodiscard]] bool confidential(const ConferenceId& conference) const;

    void execute(const conference::Actor& actor, const Act& act, Done done) override;
    [[nodiscard]] Status mayDo(const conference::Command& command) const override;
    void noteDone(const conference::Actor& actor,
                  const conference::Command& command,
                  const std::vector<SiteId>& sites,
                  std::function<void(std::string)> done) override;
    [[nodiscard]] Result<Overview> overview(const std::string& session) const override;
    [[nodiscard]] Result<std::string> read(const Query& query) const override;

    [[nodiscard]] const Registry& registry() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::session
