// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident/incident_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "incident/impl/incident_service_impl.h"

namespace mcu::incident {

namespace {

constexpr auto kEvery = std::chrono::seconds(2);
/// After an event of a site: at once, but not for each of a storm.
constexpr auto kSoon = std::chrono::milliseconds(200);
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
    auto stored = impl_->around.journal.loadIncidents(Impl::kMostKept);
    if (!stored) {
        return stored.error();
    }
    for (auto& each : *stored) {
        const auto& incident = each.incident;
        impl_->noteNumbers(incident);
        if (incident.id.origin == impl_->settings.self && incident.open()) {
            impl_->watch.adopt(incident);
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
    if (finding.what == Finding::What::begins && incident == nullptr) {
        begin(finding);
    } else if (finding.what == Finding::What::worse && incident != nullptr) {
        worsen(*incident, finding);
    } else if (finding.what == Finding::What::heals) {
        // None: closed by hand before. Two: one of them came back from another MCU's memory.
        for (; incident != nullptr; incident = openOf(finding)) {
            heal(*incident, finding);
        }
    }
}

void IncidentService::Impl::worsen(Incident& incident, const Finding& finding) {
    ++incident.version;
    const bool louder = finding.severity == "error" && incident.severity != "error";
    incident.severity = louder ? "error" : incident.severity;
    incident.cause = finding.text;
    alarm(incident, "incident.worse", described(incident) + ": " + finding.text);
    keep(incident, {}, [](const Status&) {});
}

void IncidentService::Impl::heal(Incident& incident, const Finding& finding) {
    ++incident.version;
    incident.closed = around.loop.clock().wallNow();
    incident.healed = finding.text;
    incident.redials = std::max(incident.redials, finding.redials);
    const auto lasted =
        std::chrono::floor<std::chrono::seconds>(*incident.closed - incident.opened);
    alarm(incident,
          "incident.closed",
          described(incident) + ": over after " + std::to_string(lasted.count()) + " s, " +
              finding.text);
    keep(incident, {}, [](const Status&) {});
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
    if (!makeRoom(incident)) {
        logger("incident").error("no room for an incident incident={}", incident.id.number);
        return;
    }
    incidents[incident.id] = {incident, {}};
    alarm(incident, "incident.opened", described(incident) + ": " + finding.text);
    keep(incident, {}, [](const Status&) {});
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
