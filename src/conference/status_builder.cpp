// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/status_builder.h"

#include <algorithm>
#include <unordered_map>

#include "conference/relay_watch.h"

namespace mcu::conference {

namespace {

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::string pictureText(const Site& site,
                        const Conference& conference,
                        const media::VideoMixer& mixer) {
    const auto* video = site.call().stream(media::Kind::video);
    if (video == nullptr) {
        return {};
    }
    std::string text(media::nameOf(video->send.codec));
    const auto source = conference.pictures.source(site.id);
    if (!source) {
        return text;
    }
    for (const auto& figures : mixer.sourceStats()) {
        if (figures.source == *source && figures.width > 0) {
            text += " " + std::to_string(figures.width) + "x" + std::to_string(figures.height);
        }
    }
    return text;
}

std::string watchText(const SiteId& site, const PicturePlan& plan) {
    const auto watch = plan.watches.find(site);
    if (watch == plan.watches.end()) {
        return {};
    }
    if (watch->second.forwarded) {
        return "forwarded " + watch->second.forwarded.value;
    }
    return watch->second.view + " " + nameOf(watch->second.klass.spec);
}

void addLeg(SiteStatus& status,
            const Site& site,
            const Conference& conference,
            const Domain& domain) {
    const auto& leg = site.call();
    status.protocol = leg.endpoint != nullptr && leg.endpoint->protocol() == call::Protocol::h323
                          ? "H.323"
                          : "SIP";
    if (!leg.transport.empty()) {
        status.protocol += "/" + leg.transport;
    }
    status.product = leg.product;
    status.remoteAddress = leg.remoteAddress;
    status.held = leg.held();
    if (!leg.media) {
        return;
    }
    if (const auto* audio = leg.stream(media::Kind::audio)) {
        status.audioCodec = std::string(media::nameOf(audio->send.codec));
    }
    status.videoCodec = pictureText(site, conference, *domain.planes.video);
    status.encrypted =
        !leg.media->streams.empty() &&
        std::all_of(leg.media->streams.begin(), leg.media->streams.end(), [](const auto& stream) {
            return !stream.active() || stream.encrypted();
        });
    status.watches = watchText(site.id, conference.plan);
}

/// The line of a far room as its MCU told of it: one entry for all its media.
std::vector<media::StreamStats> lineOf(const FarSite& told) {
    media::StreamStats line;
    line.kind = media::Kind::video;
    line.received.lossPercent = told.lossPercent;
    line.received.jitterMs = told.jitterMs;
    line.received.kbps = told.kbps;
    line.roundTripMs = told.roundTripMs;
    line.secured = told.encrypted;
    return {line};
}

SiteStatus siteStatus(const Site& site,
                      const Conference& conference,
                      const Domain& domain,
                      const Calls& calls) {
    SiteStatus status;
    status.id = site.id;
    const auto* record = domain.directory.find(site.id);
    status.name = record == nullptr ? site.id.value : record->name;
    status.level = record == nullptr ? "" : record->level;
    status.state = site.state;
    status.cause = site.cause;
    status.sinceSeconds = seconds(domain.now() - site.since);
    status.redials = site.redials;
    status.chair = conference.chair == site.id;
    status.microphoneOn = site.microphoneOn;
    status.speakerOn = site.speakerOn;
    status.cameraOn = site.cameraOn;
    status.onAir = conference.plan.onAir.contains(site.id);
    status.precued = conference.precued == site.id;
    status.warm = conference.pictures.warm(site.id);
    status.volumeDb = site.volumeDb;
    status.trunk = !site.isRoom();
    status.relay = record == nullptr ? "" : record->relay;
    if (const auto& echo = site.returned.echo) {
        status.echoDelayMs = echo->delayMs;
        status.echoLevelDb = echo->levelDb;
    }
    if (const auto& loop = site.returned.loop) {
        status.loopDelayMs = std::chrono::duration<double, std::milli>(*loop).count();
    }
    status.manual = record != nullptr && (record->manualMcu || record->via);
    if (site.far) {
        const auto& far = *site.far;
        status.owner = far.told.owner;
        status.carriedBy = far.carrier;
        status.stale = !far.reachable;
        status.sinceSeconds = far.told.sinceSeconds + seconds(domain.now() - far.toldAt);
        status.protocol = far.told.protocol;
        status.audioCodec = far.told.audioCodec;
        status.videoCodec = far.told.videoCodec;
        status.encrypted = far.told.encrypted;
        if (far.reachable && far.told.state == SiteState::connected) {
            status.streams = lineOf(far.told);
        }
    }
    status.registered = record != nullptr && calls.registered(*record);
    if (site.leg) {
        addLeg(status, site, conference, domain);
    }
    return status;
}

ViewStatus viewStatus(const std::string& key,
                      const PlannedView& view,
                      const Conference& conference,
                      const Domain& domain) {
    ViewStatus status;
    status.name = key;
    status.layout = view.layout;
    status.reason = view.reason;
    status.banner = view.banner;
    for (const auto& pane : view.panes) {
        status.panes.push_back(
            {pane.site, pane.notice.empty() ? pane.caption : pane.caption + " - " + pane.notice});
    }
    for (const auto& [klass, sites] : conference.pictures.classes(key)) {
        ++status.encoders;
        status.classes.push_back(nameOf(klass.spec) + ": " + std::to_string(sites) +
                                 (sites == 1 ? " site" : " sites"));
    }
    const auto id = conference.pictures.view(key);
    for (const auto& figures : domain.planes.video->viewStats()) {
        if (id && figures.view == *id) {
            status.framesComposed = figures.framesComposed;
            status.framesLate = figures.framesLate;
            status.worstLateMs = figures.worstLateMs;
        }
    }
    return status;
}

}  // namespace

ConferenceStatus statusOf(const Conference& conference,
                          const Domain& domain,
                          const Calls& calls,
                          const std::vector<media::SessionStats>& figures) {
    std::unordered_map<SessionId, const media::SessionStats*> bySession;
    for (const auto& session : figures) {
        bySession.emplace(session.session, &session);
    }
    ConferenceStatus status;
    status.id = conference.id();
    status.title = conference.spec.title;
    status.locked = conference.locked;
    status.open = conference.spec.open;
    status.voiceSwitching = conference.voice.on;
    status.encryption = domain.encryptionOf(conference);
    status.sinceSeconds = seconds(domain.now() - conference.since);
    status.chair = conference.chair;
    status.broadcast = conference.broadcast;
    const auto levels = conference.sounds.levels();
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        auto entry = siteStatus(site, conference, domain, calls);
        if (const auto level = levels.find(id); level != levels.end()) {
            entry.levelDbfs = level->second.levelDbfs;
            entry.speaking = level->second.speaking;
            entry.audioBufferMs = level->second.bufferMs;
        }
        const auto session = site.leg ? bySession.find(site.call().session) : bySession.end();
        if (session != bySession.end()) {
            entry.streams = session->second->streams;
        }
        status.sites.push_back(std::move(entry));
    }
    for (const auto& [key, view] : conference.plan.views) {
        status.views.push_back(viewStatus(key, view, conference, domain));
    }
    return status;
}

std::vector<std::string> warningsOf(const ServerStatus& status) {
    std::vector<std::string> warnings;
    for (const auto& conference : status.conferences) {
        for (const auto& site : conference.sites) {
            if (site.state == SiteState::lost && !site.trunk) {
                warnings.push_back(site.name + ": no media for " +
                                   std::to_string(static_cast<int>(site.sinceSeconds)) + " s");
            }
            if (site.echoDelayMs >= 0) {
                warnings.push_back(site.name + " " + echoText(site.echoDelayMs, site.relay));
            }
            if (site.loopDelayMs >= 0) {
                warnings.push_back(site.name + " " + loopText(site.loopDelayMs, site.relay));
            }
            if (site.chair && site.state != SiteState::connected) {
                warnings.push_back("the chair " + site.name + " is " +
                                   std::string(nameOf(site.state)));
            }
        }
    }
    if (status.transport.receiveOverruns > 0 || status.transport.sendFailures > 0) {
        warnings.push_back("the network: " + std::to_string(status.transport.receiveOverruns) +
                           " packets not read in time, " +
                           std::to_string(status.transport.sendFailures) + " not sent");
    }
    return warnings;
}

}  // namespace mcu::conference
