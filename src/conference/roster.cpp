// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/roster.h"

#include <algorithm>
#include <unordered_map>

namespace mcu::conference {

namespace {

void addQuality(FarSite& line, const media::SessionStats& figures) {
    for (const auto& stream : figures.streams) {
        line.lossPercent = std::max(line.lossPercent, stream.received.lossPercent);
        line.jitterMs = std::max(line.jitterMs, stream.received.jitterMs);
        line.roundTripMs = std::max(line.roundTripMs, stream.roundTripMs);
        line.kbps += stream.received.kbps;
        line.encrypted = stream.secured;
    }
}

FarSite lineOf(const Site& site, const Domain& domain) {
    FarSite line;
    if (const auto* record = domain.directory.find(site.id)) {
        line.record.name = record->name;
        line.record.shortName = record->shortName;
        line.record.aliases = record->aliases;
        line.record.level = record->level;
        line.record.maxKbps = record->maxKbps;
    }
    line.record.id = site.id;
    line.owner = McuId{domain.settings.serverId};
    line.state = site.state;
    line.cause = site.cause;
    line.sinceSeconds = std::chrono::duration<double>(domain.now() - site.since).count();
    line.microphoneOn = site.microphoneOn;
    if (site.leg) {
        line.protocol = site.call().transport;
        if (const auto* audio = site.call().stream(media::Kind::audio)) {
            line.audioCodec = media::nameOf(audio->send.codec);
        }
        if (const auto* video = site.call().stream(media::Kind::video)) {
            line.videoCodec = media::nameOf(video->send.codec);
        }
    }
    return line;
}

}  // namespace

std::vector<FarSite> rosterOf(const Conference& conference,
                              const Domain& domain,
                              const std::vector<media::SessionStats>& figures) {
    std::unordered_map<SessionId, const media::SessionStats*> bySession;
    for (const auto& session : figures) {
        bySession.emplace(session.session, &session);
    }
    std::vector<FarSite> roster;
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        if (!site.isRoom()) {
            continue;
        }
        if (site.far) {
            auto line = site.far->told;
            if (!site.far->reachable) {
                line.state = SiteState::lost;
                line.cause = "no control channel to " + site.far->link.value;
            }
            roster.push_back(std::move(line));
            continue;
        }
        auto line = lineOf(site, domain);
        const auto session = site.leg ? bySession.find(site.call().session) : bySession.end();
        if (session != bySession.end()) {
            addQuality(line, *session->second);
        }
        roster.push_back(std::move(line));
    }
    return roster;
}

}  // namespace mcu::conference
