// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "session/impl/acts.h"
#include "session/impl/book.h"
#include "session/impl/check_exchange.h"
#include "session/impl/check_runs.h"
#include "session/impl/documents.h"
#include "session/impl/drill_runs.h"
#include "session/impl/floor_keys.h"
#include "session/impl/incident_follower.h"
#include "session/impl/session_exchange.h"
#include "session/impl/upstream_checks.h"
#include "session/impl/watch.h"

namespace mcu::session {

namespace {

/// With `merge` the sites known now, changed and complemented by the list.
Result<std::vector<SiteEntry>> merged(const Registry& registry,
                                      std::vector<SiteEntry> sites,
                                      bool merge) {
    if (!merge) {
        return sites;
    }
    std::vector<SiteEntry> all = registry.sites();
    for (auto& site : sites) {
        const auto known = std::find_if(
            all.begin(), all.end(), [&](const auto& each) { return each.id == site.id; });
        if (known == all.end()) {
            all.push_back(std::move(site));
        } else {
            *known = std::move(site);
        }
    }
    if (all.size() > kMostSites) {
        return Error(ErrorCode::invalidArgument,
                     "more than " + std::to_string(kMostSites) + " sites",
                     "take out sites that are no more",
                     "registry.too-large");
    }
    return all;
}

std::string importedText(const Registry& registry, const RegistryChange& change, bool dryRun) {
    return std::string(dryRun ? "nothing imported, it would be " : "imported ") +
           std::to_string(registry.sites().size()) + " sites: " + std::to_string(change.added) +
           " new, " + std::to_string(change.changed) + " changed, " +
           std::to_string(change.removed) + " removed, " + std::to_string(change.same) +
           " as before";
}

std::vector<const SiteEntry*> pointersTo(const Registry& registry) {
    std::vector<const SiteEntry*> all;
    for (const auto& site : registry.sites()) {
        all.push_back(&site);
    }
    return all;
}

std::string conferenceOf(const conference::Command& command) {
    return std::visit(
        [](const auto& each) -> std::string {
            if constexpr (requires { each.conference.value; }) {
                return each.conference.value;
            } else {
                return {};
            }
        },
        command);
}

}  // namespace

struct SessionService::Impl {
    Impl(const Surroundings& around, Settings given)
        : book(around, std::move(given)),
          incidents(book),
          exchange(book),
          sessions(book),
          watch(book, incidents),
          checks(book),
          drills(book),
          upstream(book),
          floorKeys(book) {
        book.checkRuns = &checks;
        book.takeMeasured = [this](const std::string& session) {
            return watch.takeMeasured(session);
        };
        book.checkWritten = [this](const Record& record) { exchange.written(record); };
        book.recordsWritten = [this](const std::vector<Record>& records) {
            sessions.written(records);
        };
        book.drillRuns = &drills;
    }

    void act(const conference::Actor& actor, const ImportRegistry& act, Done done);

    void act(const conference::Actor& actor, const RunChecks& act, Done done) {
        checks.start(actor, act, std::move(done));
    }

    void act(const conference::Actor& actor, const StopChecks& act, Done done) {
        checks.stop(actor, act, std::move(done));
    }

    void act(const conference::Actor& actor, const RunDrill& act, Done done) {
        drills.start(actor, act, std::move(done));
    }

    void act(const conference::Actor& actor, const CheckUpstream& act, Done done) {
        upstream.start(actor, act, std::move(done));
    }

    template <typename Other>
    void act(const conference::Actor& actor, const Other& act, Done done) {
        carryOut(book, actor, act, std::move(done));
    }

    Status restoreRegistry(const std::string& csv);

    Book book;
    IncidentFollower incidents;
    CheckExchange exchange;
    SessionExchange sessions;
    SessionWatch watch;
    CheckRuns checks;
    DrillRuns drills;
    UpstreamChecks upstream;
    FloorKeys floorKeys;
    std::uint64_t subscription = 0;  ///< to the events of conferences; 0: none
    RegistryHandler tellRegistry = [](const Registry&) {};
};

SessionService::SessionService(const Surroundings& surroundings, Settings settings)
    : impl_(std::make_unique<Impl>(surroundings, std::move(settings))) {}

SessionService::~SessionService() {
    close();
}

const Registry& SessionService::registry() const {
    return impl_->book.registry;
}

void SessionService::follow(const incident::Service& incidents, incident::Exchange& exchange) {
    impl_->book.profile = incidents.profile();
    impl_->incidents.follow(incidents, exchange);
}

cascade::CheckKeeper& SessionService::checkKeeper() {
    return impl_->exchange;
}

cascade::SessionKeeper& SessionService::sessionKeeper() {
    return impl_->sessions;
}

void SessionService::setClockOffset(std::chrono::seconds offset) {
    impl_->book.setOffset(offset);
}

void SessionService::onRegistry(RegistryHandler handler) {
    impl_->tellRegistry = std::move(handler);
}

void SessionService::onAlarm(AlarmHandler handler) {
    impl_->book.alarm = std::move(handler);
}

Status SessionService::Impl::restoreRegistry(const std::string& csv) {
    auto read = readRegistry(csv, "registry", book.settings.levels);
    auto registry = read ? Registry::of(std::move(read->sites)) : Result<Registry>(read.error());
    if (!registry) {
        return registry.error();
    }
    book.registry = std::move(*registry);
    tellRegistry(book.registry);
    return {};
}

Status SessionService::restore() {
    auto stored = impl_->book.surroundings.journal.loadSessions();
    if (!stored) {
        return stored.error();
    }
    if (!stored->registry.empty()) {
        if (auto restored = impl_->restoreRegistry(stored->registry); !restored) {
            // Levels may have been taken out of the configuration: the register stays on disk.
            logger("session").error("register not read why={}", restored.error().message);
        }
    }
    auto& sessions = impl_->book.sessions;
    for (auto& version : stored->plans) {
        auto& session = sessions[version.session];
        session.id = version.session;
        session.knownAt = session.versions.empty() ? version.at : session.knownAt;
        session.versions.push_back(std::move(version));
    }
    for (auto& [id, session] : sessions) {
        impl_->book.readPlanOf(session);
    }
    for (const auto& record : stored->records) {
        if (const auto found = sessions.find(record.session); found != sessions.end()) {
            found->second.apply(record);
        }
    }
    impl_->watch.begin();
    impl_->subscription = impl_->book.surroundings.conferences.subscribe(
        [in = impl_.get()](const conference::Event& event) { in->floorKeys.onEvent(event); });
    return {};
}

void SessionService::close() {
    impl_->watch.end();
    if (const auto subscription = std::exchange(impl_->subscription, 0); subscription != 0) {
        impl_->book.surroundings.conferences.unsubscribe(subscription);
    }
}

void SessionService::execute(const conference::Actor& actor, const Act& act, Done done) {
    impl_->book.surroundings.loop.role().assertHere();
    std::visit([&](const auto& each) { impl_->act(actor, each, std::move(done)); }, act);
}

void SessionService::Impl::act(const conference::Actor& actor,
                               const ImportRegistry& act,
                               Done done) {
    auto read = readRegistry(act.csv, act.name, book.settings.levels);
    if (!read) {
        done(read.error());
        return;
    }
    auto sites = merged(book.registry, std::move(read->sites), act.merge);
    auto made = sites ? Registry::of(std::move(*sites)) : Result<Registry>(sites.error());
    if (!made) {
        done(made.error());
        return;
    }
    Outcome outcome;
    outcome.warnings = std::move(read->warnings);
    outcome.message = importedText(*made, changeBetween(book.registry, *made), act.dryRun);
    if (act.dryRun) {
        done(std::move(outcome));
        return;
    }
    SessionChange saved;
    saved.registry = writeRegistry(pointersTo(*made));
    logger("session").info("register imported sites={} actor={}", made->sites().size(), actor.name);
    book.registry = std::move(*made);
    tellRegistry(book.registry);
    book.surroundings.journal.saveSessions(
        std::move(saved),
        [done = std::move(done), outcome = std::move(outcome)](const Status& written) {
            done(written ? Result<Outcome>(outcome) : written.error());
        });
}

bool SessionService::confidential(const ConferenceId& conference) const {
    const auto* session = std::as_const(impl_->book).underWayIn(conference.value);
    return session != nullptr && session->plan.session.confidential;
}

Status SessionService::mayDo(const conference::Command& command) const {
    const auto* session = std::as_const(impl_->book).underWayIn(conferenceOf(command));
    const auto matter = scriptMatter(command);
    if (session == nullptr || !matter || session->plan.policy.offScript != OffScript::deny) {
        return {};
    }
    std::vector<SiteId> sites;
    if (const auto* show = std::get_if<conference::Show>(&command)) {
        const auto site = siteOf(*session, show->site);
        sites = {{site.value_or(show->site)}};
        if (impl_->watch.calledByChair(*session, sites.front())) {
            return {};
        }
    }
    if (withinScript(*session, *matter, sites)) {
        return {};
    }
    return Error(ErrorCode::notAllowed,
                 "the plan allows nothing outside the script",
                 "go on with mcuctl script next, or stamp the chair's call first: mcuctl request",
                 "script.denied");
}

void SessionService::noteDone(const conference::Actor& actor,
                              const conference::Command& command,
                              const std::vector<SiteId>& sites,
                              std::function<void(std::string)> done) {
    auto* session = impl_->book.underWayIn(conferenceOf(command));
    const auto matter = scriptMatter(command);
    if (session == nullptr || !matter || withinScript(*session, *matter, sites)) {
        done({});
        return;
    }
    auto record = impl_->book.record(*session, actor, "script.deviation");
    record.subject = sites.empty() ? "" : sites.front().value;
    const auto* cue = session->cue();
    record.fields = {{"what", *matter}, {"cue", std::to_string(cue == nullptr ? 0 : cue->number)}};
    if (!sites.empty()) {
        record.text = impl_->watch.calledByChair(*session, sites.front()).value_or("");
    }
    const std::string said = record.text.empty()
                                 ? "outside the script; say why: mcuctl script reason TEXT"
                                 : "outside the script: " + record.text;
    impl_->book.write(*session, {record}, {}, [done = std::move(done), said](const auto& written) {
        done(written ? said : written.error().message);
    });
}

Result<Overview> SessionService::overview(const std::string& session) const {
    const auto found = std::as_const(impl_->book).session(session);
    if (!found) {
        return found.error();
    }
    return overviewOf(**found, impl_->book.now());
}

Result<std::string> SessionService::read(const Query& query) const {
    if (query.document == "registry" && query.format == "registry-csv") {
        return writeRegistry(
            pointersTo(impl_->book.registry), query.separator, query.byteOrderMark);
    }
    return readDocument(impl_->book, query);
}

}  // namespace mcu::session
