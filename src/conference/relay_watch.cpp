// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/relay_watch.h"

#include <cmath>
#include <utility>

namespace mcu::conference {
namespace {

const std::string kUpstream = "upstream";

std::string milliseconds(double value) {
    return std::to_string(std::lround(value)) + " ms";
}

double milliseconds(Duration value) {
    return std::chrono::duration<double, std::milli>(value).count();
}

}  // namespace

std::string echoText(double delayMs, const std::string& relay) {
    return "returns our own sound after " + milliseconds(delayMs) +
           (relay == kUpstream ? ": the other MCU must not send it to us"
                               : ": look at its audio matrix");
}

std::string loopText(double delayMs, const std::string& relay) {
    return "returns our own picture after " + milliseconds(delayMs) +
           (relay == kUpstream ? ": the other MCU must not show it to us"
                               : ": look at its video matrix");
}

std::set<SiteId> RelayWatch::relays(const Conference& conference) const {
    std::set<SiteId> found;
    for (const auto& [id, site] : conference.sites) {
        const auto* record = domain_.directory.find(id);
        if (record != nullptr && !record->relay.empty() && site.up()) {
            found.insert(id);
        }
    }
    return found;
}

void RelayWatch::tick(Conference& conference) {
    const auto watched = relays(conference);
    conference.sounds.watchEchoes(watched);
    conference.pictures.watchLoops(watched);
    for (auto& [id, site] : conference.sites) {
        if (!watched.contains(id)) {
            forget(conference, site);
        }
    }
    if (watched.empty()) {
        return;
    }
    const auto levels = conference.sounds.levels();
    const auto loops = conference.pictures.loops();
    for (const auto& id : watched) {
        auto& site = conference.sites.at(id);
        // Of a site whose microphone is off nothing is known: what was known stays.
        if (const auto level = levels.find(id); level != levels.end()) {
            noteEcho(conference, site, level->second.echo);
        }
        if (const auto loop = loops.find(id); loop != loops.end()) {
            noteLoop(conference, site, loop->second);
        }
    }
}

void RelayWatch::noteEcho(Conference& conference,
                          Site& site,
                          const std::optional<media::Echo>& echo) {
    const auto before = std::exchange(site.returned.echo, echo);
    if (!echo && before) {
        domain_.emit(conference,
                     site.id,
                     "relay.echo-ended",
                     domain_.describe(site.id) + " returns our own sound no more");
    }
    if (echo && !before) {
        const auto* record = domain_.directory.find(site.id);
        domain_.emit(conference,
                     site.id,
                     "relay.echo",
                     domain_.describe(site.id) + " " +
                         echoText(echo->delayMs, record == nullptr ? "" : record->relay),
                     "warning",
                     nullptr,
                     {{"delayMs", std::to_string(echo->delayMs)},
                      {"levelDb", std::to_string(std::lround(echo->levelDb))}});
    }
}

void RelayWatch::noteLoop(Conference& conference, Site& site, const std::optional<Duration>& loop) {
    const auto before = std::exchange(site.returned.loop, loop);
    if (loop && !before) {
        const double delay = milliseconds(*loop);
        const auto* record = domain_.directory.find(site.id);
        domain_.emit(conference,
                     site.id,
                     "relay.loop",
                     domain_.describe(site.id) + " " +
                         loopText(delay, record == nullptr ? "" : record->relay),
                     "warning",
                     nullptr,
                     {{"delayMs", std::to_string(std::lround(delay))}});
    }
    if (!loop && before) {
        domain_.emit(conference,
                     site.id,
                     "relay.loop-ended",
                     domain_.describe(site.id) + " returns our own picture no more");
    }
}

void RelayWatch::forget(Conference& conference, Site& site) {
    noteEcho(conference, site, std::nullopt);
    noteLoop(conference, site, std::nullopt);
}

}  // namespace mcu::conference
