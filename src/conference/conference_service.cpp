// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/conference_service.h"

#include <utility>

#include "base/check.h"
#include "conference/parts.h"
#include "conference/status_builder.h"

namespace mcu::conference {

namespace {

constexpr auto kTick = std::chrono::milliseconds(200);
constexpr std::uint64_t kTicksPerSecond = 5;

}  // namespace

ConferenceService::ConferenceService(Loop& loop,
                                     Journal& journal,
                                     Settings settings,
                                     LayoutBook layouts)
    : domain_(std::make_unique<Domain>(loop, journal, std::move(settings), std::move(layouts))),
      parts_(std::make_unique<Parts>(*domain_)),
      started_(loop.clock().now()) {
    parts_->calls.watch([this](Conference& conference, Site& site) {
        if (site.trunk && !site.leg) {
            parts_->farSites.dropTrunk(conference, site);
        }
        moveOn(conference);
    });
    parts_->calls.beforeCall([this](const SiteId& site) { parts_->prober.giveWay(site); });
    parts_->calls.onTrunkMedia([this](Conference& conference, Site& trunk) {
        parts_->farSites.setGate(conference, trunk);
    });
}

ConferenceService::~ConferenceService() {
    domain_->loop.cancel(timer_);
}

void ConferenceService::attachMedia(media::Transport& transport,
                                    media::AudioMixer& audio,
                                    media::VideoMixer& video) {
    domain_->planes = {&transport, &audio, &video};
    timer_ = domain_->loop.after(kTick, [this] { tick(); });
}

void ConferenceService::addEndpoint(call::CallEndpoint& endpoint) {
    domain_->endpoints.push_back(&endpoint);
}

Status ConferenceService::putSites(const std::vector<SiteRecord>& sites) {
    for (const auto& site : sites) {
        if (auto put = domain_->directory.put(site); !put) {
            return put;
        }
    }
    return {};
}

void ConferenceService::complementStatus(Complement complement) {
    complement_ = std::move(complement);
}

Secret<std::string> ConferenceService::passwordOf(const std::string& user) const {
    const auto* record = domain_->directory.findByUser(user);
    return record == nullptr ? Secret<std::string>() : record->password;
}

bool ConferenceService::knowsUser(const std::string& user) const {
    return domain_->directory.findByUser(user) != nullptr;
}

void ConferenceService::execute(const Actor& actor, const Command& command, Done done) {
    domain_->loop.role().assertHere();
    MCU_CHECK(domain_->planes.transport != nullptr);
    parts_->examiner.giveWay(command);
    std::visit(CommandHandler(*domain_, parts_->verbs(), actor, std::move(done)), command);
}

void ConferenceService::examine(const Actor& actor, const Examine& command, Examined done) {
    domain_->loop.role().assertHere();
    MCU_CHECK(domain_->planes.transport != nullptr);
    parts_->examiner.start(actor, command, std::move(done));
}

void ConferenceService::setProbeJournal(ProbeJournal* journal) {
    parts_->prober.setJournal(journal);
}

void ConferenceService::probe(const Actor& actor, const Probe& command, Probed done) {
    domain_->loop.role().assertHere();
    MCU_CHECK(domain_->planes.transport != nullptr);
    parts_->prober.start(actor, command, std::move(done));
}

Result<ProbeReport> ConferenceService::lastProbe(const std::string& target) const {
    return parts_->prober.last(target);
}

void ConferenceService::status(const ConferenceId& conference,
                               std::function<void(Result<ServerStatus>)> done) {
    domain_->loop.role().assertHere();
    if (conference) {
        if (auto found = domain_->require(conference); !found) {
            done(found.error());
            return;
        }
    }
    domain_->planes.transport->stats([this, conference, done = std::move(done)](
                                         const std::vector<media::SessionStats>& figures,
                                         const media::TransportTotals& totals) {
        ServerStatus status;
        status.id = domain_->settings.serverId;
        status.version = domain_->settings.version;
        status.uptimeSeconds = std::chrono::duration<double>(domain_->now() - started_).count();
        status.transport = totals;
        status.counters = domain_->counters;
        for (const auto& [id, found] : domain_->conferences) {
            status.decoders += found->pictures.decoders();
            status.encoders += found->pictures.encoders();
            if (!conference || id == conference) {
                status.conferences.push_back(statusOf(*found, *domain_, parts_->calls, figures));
            }
        }
        status.warnings = warningsOf(status);
        parts_->disk.addWarnings(status.warnings);
        if (complement_) {
            complement_(status);
        }
        done(std::move(status));
    });
}

std::vector<SiteRecord> ConferenceService::sites() const {
    return domain_->directory.listed();
}

void ConferenceService::confidentialBy(std::function<bool(const ConferenceId&)> asked) {
    domain_->confidential = std::move(asked);
}

Result<SiteId> ConferenceService::resolve(const SiteWord& word) const {
    return domain_->directory.resolve(word);
}

McuId ConferenceService::ownerOf(const SiteId& site) const {
    const auto found = domain_->farSites.find(site);
    return found == domain_->farSites.end() ? McuId{} : found->second;
}

std::vector<std::string> ConferenceService::layouts() const {
    return domain_->layouts.names();
}

std::uint64_t ConferenceService::subscribe(std::function<void(const Event&)> handler) {
    return domain_->events.subscribe(std::move(handler));
}

void ConferenceService::unsubscribe(std::uint64_t subscription) {
    domain_->events.unsubscribe(subscription);
}

void ConferenceService::shutDown() {
    parts_->examiner.stopAll("the server stops");
    parts_->prober.stopAll("the server stops");
    for (auto& [id, conference] : domain_->conferences) {
        conference->closing = true;
        parts_->takes.abandon(*conference, "the server stops");
        for (auto& [siteId, site] : conference->sites) {
            parts_->calls.hangUp(
                *conference, site, {call::CauseCode::localShutdown, 0, "the server stops", false});
        }
    }
}

void ConferenceService::tick() {
    timer_ = domain_->loop.after(kTick, [this] { tick(); });
    for (auto& [id, conference] : domain_->conferences) {
        parts_->voice.tick(*conference);
        parts_->requests.tick(*conference);
    }
    parts_->examiner.tick();
    parts_->prober.tick();
    if (++ticks_ % kTicksPerSecond != 0) {
        return;
    }
    parts_->calls.tick();
    for (auto& [id, conference] : domain_->conferences) {
        conference->pictures.tick();
        parts_->relays.tick(*conference);
        moveOn(*conference);
        fallBackIfLost(*conference);
        for (const auto& [siteId, site] : conference->sites) {
            // The age in a greyed pane, and its replacement.
            if (site.up() && site.call().pictureLost()) {
                domain_->refreshSoon(*conference);
            }
        }
    }
    if (!domain_->sessions.empty()) {
        domain_->planes.transport->stats(
            [this](const std::vector<media::SessionStats>& figures, const media::TransportTotals&) {
                parts_->losses.note(figures);
                parts_->examiner.note(figures);
            });
    }
}

}  // namespace mcu::conference
