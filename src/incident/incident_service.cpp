// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident/incident_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "incident/watch.h"

namespace mcu::incident {

namespace {

constexpr auto kEvery = std::chrono::seconds(2);
/// After an event of a site: at once, but not for each of a storm.
constexpr auto kSoon = std::chrono::milliseconds(200);
constexpr std::size_t kMostKept = 5000;
/// A link that comes up is told so many; older ones were told while they were young.
constexpr std::size_t kMostTold = 1000;
constexpr std::size_t kMostEntries = 200;
constexpr std::size_t kLongestText = 1000;

Status checkText(const std::string& text, bool mayBeEmpty) {
    if (text.empty() && !mayBeEmpty) {
        return Error(ErrorCode::invalidArgument, "the note is empty", "", "incident.empty-note");
    }
    const bool control =
        std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20; });
    if (text.size() > kLongestText || control) {
        return Error(
            ErrorCode::invalidArgument,
            "a note has at most " + std::to_string(kLongestText) + " bytes and no line breaks",
            "",
            "incident.bad-note");
    }
    return {};
}

}  // namespace

struct IncidentService::Impl {
    Impl(const Surroundings& surroundings, Settings given)
        : around(surroundings), settings(std::move(given)), watch(settings.profile) {
        owners = [this](const SiteId& /*site*/) { return Owner{settings.organisation, {}, {}}; };
    }

    using Change = std::function<void(Status)>;

    void tick();
    void lookSoon();
    void look();
    void take(const Finding& finding);
    void begin(const Finding& finding);
    [[nodiscard]] Incident* openOf(const Finding& finding);
    /// Keeps a changed incident; afterwards its change is told.
    void keep(const Incident& incident, const McuId& from, Change done);
    void alarm(const Incident& incident, const std::string& kind, const std::string& text) const;
    void notify(const IncidentId& id);
    void forgetOldest();
    [[nodiscard]] std::string described(const Incident& incident) const;
    Result<Outcome> apply(const conference::Actor& actor, const Act& act, Incident& incident);

    Surroundings around;
    Settings settings;
    SiteWatch watch;
    std::map<IncidentId, StoredIncident> incidents;
    std::uint64_t lastNumber = 0;
    std::uint64_t lastEntry = 0;
    std::function<void(const Alarm&)> tellAlarm = [](const Alarm&) {};
    std::function<Owner(const SiteId&)> owners;
    std::vector<std::function<void(const Incident&, const McuId&)>> changed;
    Loop::TimerId timer = 0;
    Loop::TimerId soon = 0;
    std::uint64_t subscription = 0;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

IncidentService::IncidentService(const Surroundings& surroundings, Settings settings)
    : impl_(std::make_unique<Impl>(surroundings, std::move(settings))) {}

IncidentService::~IncidentService() {
    close();
}

void IncidentService::onAlarm(std::function<void(const Alarm&)> handler) {
    impl_->tellAlarm = std::move(handler);
}

void IncidentService::ownersFrom(std::function<Owner(const SiteId&)> owners) {
    impl_->owners = std::move(owners);
}

void IncidentService::onChange(std::function<void(const Incident&, const McuId& from)> handler) {
    impl_->changed.push_back(std::move(handler));
}

Status IncidentService::restore() {
    auto stored = impl_->around.journal.loadIncidents(kMostKept);
    if (!stored) {
        return stored.error();
    }
    for (auto& each : *stored) {
        const auto& incident = each.incident;
        if (incident.id.origin == impl_->settings.self) {
            impl_->lastNumber = std::max(impl_->lastNumber, incident.id.number);
            if (incident.open()) {
                impl_->watch.adopt(incident);
            }
        }
        for (const auto& entry : incident.entries) {
            impl_->lastEntry = entry.from == impl_->settings.self
                                   ? std::max(impl_->lastEntry, entry.number)
                                   : impl_->lastEntry;
        }
        impl_->incidents.insert_or_assign(incident.id, std::move(each));
    }
    impl_->subscription =
        impl_->around.conferences.subscribe([this](const conference::Event& event) {
            if (event.kind.starts_with("site.")) {
                impl_->lookSoon();
            }
        });
    impl_->tick();
    return {};
}

void IncidentService::close() {
    *impl_->alive = false;
    impl_->around.loop.cancel(impl_->timer);
    impl_->around.loop.cancel(impl_->soon);
    if (impl_->subscription != 0) {
        impl_->around.conferences.unsubscribe(std::exchange(impl_->subscription, 0));
    }
}

void IncidentService::Impl::tick() {
    timer = around.loop.after(kEvery, [this] {
        look();
        tick();
    });
}

void IncidentService::Impl::lookSoon() {
    if (soon == 0) {
        soon = around.loop.after(kSoon, [this] {
            soon = 0;
            look();
        });
    }
}

void IncidentService::Impl::look() {
    around.conferences.status(
        {}, [this, known = alive](const Result<conference::ServerStatus>& status) {
            if (!*known || !status) {
                return;
            }
            for (const auto& finding : watch.look(status->conferences, around.loop.clock().now())) {
                take(finding);
            }
        });
}

Incident* IncidentService::Impl::openOf(const Finding& finding) {
    for (auto& [id, stored] : incidents) {
        auto& incident = stored.incident;
        if (id.origin == settings.self && incident.open() && incident.kind == finding.kind &&
            incident.conference == finding.conference && incident.site == finding.site) {
            return &incident;
        }
    }
    return nullptr;
}

void IncidentService::Impl::take(const Finding& finding) {
    auto* incident = openOf(finding);
    if (finding.what == Finding::What::begins) {
        if (incident == nullptr) {
            begin(finding);
        }
        return;
    }
    if (incident == nullptr) {
        return;  // closed by hand before
    }
    ++incident->version;
    if (finding.what == Finding::What::worse) {
        const bool louder = finding.severity == "error" && incident->severity != "error";
        incident->severity = louder ? "error" : incident->severity;
        incident->cause = finding.text;
        alarm(*incident, "incident.worse", described(*incident) + ": " + finding.text);
    } else {
        incident->closed = around.loop.clock().wallNow();
        incident->healed = finding.text;
        incident->redials = std::max(incident->redials, finding.redials);
        const auto lasted =
            std::chrono::floor<std::chrono::seconds>(*incident->closed - incident->opened);
        alarm(*incident,
              "incident.closed",
              described(*incident) + ": over after " + std::to_string(lasted.count()) + " s, " +
                  finding.text);
    }
    keep(*incident, {}, [](const Status&) {});
}

void IncidentService::Impl::begin(const Finding& finding) {
    const auto owner = owners(finding.site);
    Incident incident;
    incident.id = {settings.self, ++lastNumber};
    incident.version = 1;
    incident.kind = finding.kind;
    incident.severity = finding.severity;
    incident.conference = finding.conference;
    incident.site = finding.site;
    incident.siteName = finding.siteName;
    incident.owner = owner.organisation.empty() ? settings.organisation : owner.organisation;
    incident.contact = owner.contact;
    incident.phone = owner.phone;
    incident.onAir = finding.onAir;
    incident.opened = around.loop.clock().wallNow();
    incident.cause = finding.text;
    incidents[incident.id] = {incident, {}};
    forgetOldest();
    alarm(incident, "incident.opened", described(incident) + ": " + finding.text);
    keep(incident, {}, [](const Status&) {});
}

void IncidentService::Impl::forgetOldest() {
    while (incidents.size() > kMostKept) {
        const auto oldest = std::min_element(
            incidents.begin(), incidents.end(), [](const auto& left, const auto& right) {
                return std::pair(left.second.incident.open(), left.second.incident.opened) <
                       std::pair(right.second.incident.open(), right.second.incident.opened);
            });
        incidents.erase(oldest);
    }
}

std::string IncidentService::Impl::described(const Incident& incident) const {
    return textOf(incident.id, settings.self) + " " + incident.siteName + " (" +
           incident.site.value + ")" + (incident.owner.empty() ? "" : ", owner " + incident.owner);
}

void IncidentService::Impl::alarm(const Incident& incident,
                                  const std::string& kind,
                                  const std::string& text) const {
    Alarm alarm;
    alarm.kind = kind;
    alarm.severity =
        kind == "incident.opened" || kind == "incident.worse" ? incident.severity : "info";
    alarm.text = "incident " + text;
    alarm.conference = incident.conference;
    alarm.site = incident.site;
    alarm.fields = {{"incident", textOf(incident.id, settings.self)},
                    {"incident_kind", incident.kind},
                    {"owner", incident.owner},
                    {"phone", incident.phone}};
    tellAlarm(alarm);
}

void IncidentService::Impl::keep(const Incident& incident, const McuId& from, Change done) {
    const auto stored = incidents.at(incident.id);
    around.journal.saveIncident(
        stored,
        [this, known = alive, incident = stored.incident, from, done = std::move(done)](
            const Status& saved) {
            if (!*known) {
                return;
            }
            if (!saved) {
                logger("incident")
                    .error("incident not kept incident={} why={}",
                           textOf(incident.id, settings.self),
                           saved.error().message);
            }
            for (const auto& handler : changed) {
                handler(incident, from);
            }
            notify(incident.id);
            done(saved);
        });
}

/// Each end of an incident once, also over a restart.
void IncidentService::Impl::notify(const IncidentId& id) {
    const auto found = incidents.find(id);
    if (found == incidents.end() || !around.notifier.ready()) {
        return;
    }
    auto& [incident, told] = found->second;
    const bool wanted = settings.notifyWarnings || incident.severity == "error";
    const bool opening = wanted && !told.opened && incident.open();
    const bool closing = told.opened && !told.closed && !incident.open();
    if (!opening && !closing) {
        return;
    }
    (opening ? told.opened : told.closed) = true;
    around.notifier.tell(
        textOf(id, settings.self), incident, [this, known = alive, id](const Status& sent) {
            if (!sent) {
                logger("incident")
                    .warn("incident not told incident={} why={}", id.number, sent.error().message);
            }
        });
    around.journal.saveIncident(found->second, [](const Status&) {});
}

void IncidentService::execute(const conference::Actor& actor, const Act& act, Done done) {
    const auto word = std::visit([](const auto& each) { return each.incident; }, act);
    auto found = find(word);
    if (!found) {
        done(found.error());
        return;
    }
    auto& incident = impl_->incidents.at(found->id).incident;
    auto outcome = impl_->apply(actor, act, incident);
    if (!outcome) {
        done(outcome.error());
        return;
    }
    impl_->keep(incident, {}, [done = std::move(done), outcome = *outcome](const Status& saved) {
        done(saved ? Result<Outcome>(outcome) : saved.error());
    });
}

Result<Outcome> IncidentService::Impl::apply(const conference::Actor& actor,
                                             const Act& act,
                                             Incident& incident) {
    const auto* note = std::get_if<AddNote>(&act);
    const std::string& text = note != nullptr ? note->text : std::get<Close>(act).text;
    const std::string name = textOf(incident.id, settings.self);
    if (auto good = checkText(text, note == nullptr); !good) {
        return good.error();
    }
    if (incident.entries.size() >= kMostEntries) {
        return Error(
            ErrorCode::refused,
            "incident " + name + " has " + std::to_string(kMostEntries) + " entries already",
            "",
            "incident.full");
    }
    if (note == nullptr && !incident.open()) {
        return Error(
            ErrorCode::refused, "incident " + name + " is closed already", "", "incident.closed");
    }
    const auto now = around.loop.clock().wallNow();
    incident.entries.push_back({settings.self,
                                ++lastEntry,
                                now,
                                note != nullptr ? "note" : "closed",
                                actor.name,
                                actor.organisation,
                                text});
    if (note != nullptr) {
        alarm(incident, "incident.note", name + ", note by " + actor.name + ": " + text);
        return Outcome{"incident " + name + ": note kept", incident.id};
    }
    incident.closed = now;
    incident.healed = "closed by " + actor.name;
    incident.version += incident.id.origin == settings.self ? 1 : 0;
    alarm(incident, "incident.closed", name + " is closed by " + actor.name);
    return Outcome{"incident " + name + " is closed", incident.id};
}

void IncidentService::merge(const Incident& theirs, const McuId& from) {
    auto& impl = *impl_;
    const bool own = theirs.id.origin == impl.settings.self;
    const auto found = impl.incidents.find(theirs.id);
    if (found == impl.incidents.end() && own) {
        // Of a state directory that is no more: the number must not be given again.
        impl.lastNumber = std::max(impl.lastNumber, theirs.id.number);
    }
    const bool fresh = found == impl.incidents.end();
    auto& mine = fresh ? impl.incidents[theirs.id].incident : found->second.incident;
    const bool wasOpen = !fresh && mine.open();
    auto taken = theirs;
    if (own && !fresh) {
        taken.version = 0;  // what we saw ourselves nobody else knows better
    }
    const bool closedBefore = !fresh && !mine.open();
    bool changed = fresh;
    if (fresh) {
        mine = taken;
    } else {
        changed = mcu::incident::merge(mine, taken);
    }
    // Closed by hand somewhere: that is an entry, whoever made it.
    for (const auto& entry : mine.entries) {
        if (entry.kind == "closed" && mine.open()) {
            mine.closed = entry.at;
            mine.healed = "closed by " + entry.actor;
            mine.version += own ? 1 : 0;
            changed = true;
        }
    }
    if (!changed) {
        return;
    }
    if (fresh) {
        impl.forgetOldest();
    }
    if (fresh && mine.open()) {
        impl.alarm(mine, "incident.opened", impl.described(mine) + ": " + mine.cause);
    } else if (wasOpen && !mine.open()) {
        impl.alarm(mine, "incident.closed", impl.described(mine) + ": over, " + mine.healed);
    } else if (!closedBefore) {
        impl.alarm(mine, "incident.note", impl.described(mine) + " has news");
    }
    impl.keep(mine, from, [](const Status&) {});
}

std::vector<Incident> IncidentService::list(const Filter& filter) const {
    std::vector<Incident> found;
    for (const auto& [id, stored] : impl_->incidents) {
        const auto& incident = stored.incident;
        if ((!filter.openOnly || incident.open()) &&
            (filter.owner.empty() || incident.owner == filter.owner) &&
            (filter.site.empty() || incident.site.value == filter.site)) {
            found.push_back(incident);
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return left.opened > right.opened;
    });
    if (filter.atMost > 0 && found.size() > filter.atMost) {
        found.resize(filter.atMost);
    }
    return found;
}

Result<Incident> IncidentService::find(const std::string& word) const {
    const auto id = idOf(word, impl_->settings.self);
    const auto found = id ? impl_->incidents.find(*id) : impl_->incidents.end();
    if (found == impl_->incidents.end()) {
        return Error(ErrorCode::notFound,
                     "there is no incident \"" + word + "\"",
                     "see: mcuctl incident list",
                     "incident.unknown");
    }
    return found->second.incident;
}

std::string IncidentService::nameOf(const IncidentId& id) const {
    return textOf(id, impl_->settings.self);
}

const Profile& IncidentService::profile() const {
    return impl_->settings.profile;
}

std::vector<Incident> IncidentService::recent() const {
    auto all = list({false, {}, {}, kMostTold});
    std::reverse(all.begin(), all.end());
    return all;
}

void IncidentService::quality(std::function<void(std::vector<SiteQuality>)> done) const {
    impl_->around.conferences.status(
        {},
        [this, known = impl_->alive, done = std::move(done)](
            const Result<conference::ServerStatus>& status) {
            std::vector<SiteQuality> all;
            for (const auto& conference : *known&& status
                                              ? status->conferences
                                              : std::vector<conference::ConferenceStatus>()) {
                for (const auto& site : conference.sites) {
                    if (site.trunk) {
                        continue;
                    }
                    SiteQuality one;
                    one.conference = conference.id;
                    one.site = site.id;
                    one.name = site.name;
                    one.state = site.state;
                    one.sinceSeconds = site.sinceSeconds;
                    one.figures = figuresOf(site);
                    one.verdict = impl_->watch.verdictOf(conference.id, site.id);
                    one.encrypted = site.encrypted;
                    one.suite = site.streams.empty() ? "" : site.streams.front().suite;
                    one.owner = impl_->owners(site.id).organisation;
                    one.known = site.owner.value.empty();
                    all.push_back(std::move(one));
                }
            }
            done(std::move(all));
        });
}

}  // namespace mcu::incident
