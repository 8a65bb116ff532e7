// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/from_config.h"

#include "app/access_from_config.h"
#include "app/h323_from_config.h"
#include "app/machine_address.h"
#include "app/version.h"

namespace mcu::app {

namespace {

media::Encryption encryptionOf(config::Encryption from) {
    switch (from) {
        case config::Encryption::disabled:
            return media::Encryption::disabled;
        case config::Encryption::preferred:
            return media::Encryption::preferred;
        case config::Encryption::required:
            return media::Encryption::required;
    }
    return media::Encryption::required;
}

sip::SipTransport transportOf(config::SipTransport from) {
    switch (from) {
        case config::SipTransport::udp:
            return sip::SipTransport::udp;
        case config::SipTransport::tcp:
            return sip::SipTransport::tcp;
        case config::SipTransport::tls:
            return sip::SipTransport::tls;
    }
    return sip::SipTransport::tls;
}

control::ControlSettings controlOf(const config::Config& config) {
    control::ControlSettings settings;
    settings.unixSocket = config.control.unixSocket;
    settings.listen = config.control.listen;
    settings.certificate = config.control.certificate;
    settings.key = config.control.key;
    settings.clientCa = config.control.clientCa;
    settings.serverId = config.mcu.id;
    settings.version = kVersion;
    return settings;
}

sip::SipSettings sipOf(const config::Sip& from) {
    sip::SipSettings settings;
    for (const auto& listener : from.listeners) {
        settings.listeners.push_back({transportOf(listener.transport), listener.address});
    }
    settings.tls.certificateFile = from.certificate;
    settings.tls.keyFile = from.key.empty() ? from.certificate : from.key;
    settings.tls.caFile = from.ca;
    settings.tls.verifyClients = from.verifyClients;
    settings.tls.verifyServers = from.verifyServers;
    settings.userAgent = from.userAgent + " " + kVersion;
    settings.realm = from.realm;
    settings.publicAddress = from.publicAddress;
    settings.registrar = from.registrar;
    settings.sessionExpires = from.sessionExpires;
    settings.minSessionExpires = from.minSessionExpires;
    settings.keepAlive = from.optionsInterval;
    settings.maxCalls = from.maxCalls;
    return settings;
}

h323::H323Settings h323Of(const config::Config& config) {
    const auto& from = config.h323;
    h323::H323Settings settings;
    settings.listen = from.listen;
    settings.tls = {from.tls.listen,
                    from.tls.certificate,
                    from.tls.key,
                    from.tls.ca,
                    from.tls.verifyClients,
                    from.tls.verifyServers};
    settings.aliases = from.aliases;
    if (settings.aliases.empty()) {
        settings.aliases = {config.mcu.id};
    }
    settings.product = config.sip.userAgent;
    settings.version = kVersion;
    settings.tunnelling = from.tunnelling;
    settings.firstH245Port = from.firstH245Port;
    settings.lastH245Port = from.lastH245Port;
    settings.maxCalls = from.maxCalls;
    settings.maxConnectionsPerAddress = from.connectionsPerAddress;
    settings.maxPduBytes = from.maxPduBytes;
    settings.silence = from.silence;
    settings.keyLife = from.keyLife;
    settings.roundTrip = from.roundTrip;
    return settings;
}

Result<transport::TransportSettings> transportOf(const config::Media& from) {
    transport::TransportSettings settings;
    const auto address =
        from.address.empty() ? machineAddress() : NetAddress::parse(from.address, 0);
    if (!address) {
        return address.error().in("media.address");
    }
    settings.mediaAddress = *address;
    settings.firstPort = from.firstPort;
    settings.lastPort = from.lastPort;
    settings.threads = from.threads;
    settings.mediaTimeout = from.timeout;
    settings.tick = from.tick;
    return settings;
}

mixing::VideoSettings videoOf(const config::Video& from) {
    mixing::VideoSettings settings;
    settings.decodeThreads = from.decodeThreads;
    settings.encodeThreads = from.encodeThreads;
    settings.x264Preset = from.preset;
    settings.font = from.font;
    return settings;
}

conference::Settings conferenceOf(const config::Config& config) {
    conference::Settings settings;
    settings.serverId = config.mcu.id;
    settings.version = kVersion;
    settings.displayName = config.sip.displayName;
    settings.policy.maxKbps = config.video.maxKbps;
    settings.firstRedial = config.redial.first;
    settings.longestRedial = config.redial.longest;
    settings.maxRedials = config.redial.attempts;
    return settings;
}

conference::SiteRecord siteOf(const config::Site& from) {
    conference::SiteRecord site;
    site.id = {from.id};
    site.name = from.name;
    site.shortName = from.shortName;
    site.aliases = from.aliases;
    site.level = from.level;
    site.uri = from.uri;
    site.backupUri = from.backupUri;
    site.user = from.user;
    site.password = from.password;
    site.home = {from.home};
    site.hasEncryption = from.hasEncryption;
    site.encryption = encryptionOf(from.encryption);
    site.preferDtls = from.preferDtls;
    site.ice = from.ice;
    site.maxKbps = from.maxKbps;
    site.relay = from.relay;
    site.manualMcu = from.manualMcu;
    site.phone = from.phone;
    site.via = {from.via};
    return site;
}

PlannedConference plannedOf(const config::Conference& from) {
    PlannedConference planned;
    planned.create.conference = {from.id};
    planned.create.title = from.title;
    planned.create.open = from.open;
    planned.create.encryption = encryptionOf(from.encryption);
    planned.create.layout = from.layout;
    planned.create.width = from.width;
    planned.create.height = from.height;
    planned.create.framesPerSecond = from.framesPerSecond;
    planned.create.muteOnEntry = from.muteOnEntry;
    planned.create.captions = from.captions;
    planned.create.tally = from.tally;
    planned.create.maxOwnViews = from.maxOwnViews;
    planned.create.sites = from.sites;
    planned.create.chair = from.chair;
    planned.callAtStart = from.callAtStart;
    return planned;
}

session::CheckLimits limitsOf(const config::CheckLimits& from) {
    session::CheckLimits limits;
    limits.mostLossPercent = from.mostLossPercent;
    limits.mostJitterMs = from.mostJitterMs;
    limits.mostRoundTripMs = from.mostRoundTripMs;
    limits.leastKbps = from.leastKbps;
    limits.leastFramesPerSecond = from.leastFramesPerSecond;
    limits.leastBrightness = from.leastBrightness;
    limits.leastContrast = from.leastContrast;
    limits.mostStillMs = from.mostStillMs;
    limits.leastSoundDbfs = from.leastSoundDbfs;
    limits.mostEchoDb = from.mostEchoDb;
    limits.seconds = from.seconds;
    limits.callSeconds = from.callSeconds;
    return limits;
}

incident::Limits limitsOf(const config::QualityLimits& from) {
    return {from.warning, from.bad};
}

incident::Settings incidentsOf(const config::Config& config) {
    const auto& quality = config.incidents.quality;
    incident::Settings settings;
    settings.self = {config.mcu.id};
    settings.organisation = config.session.organisation;
    settings.notifyWarnings = config.incidents.notifyWarnings;
    settings.profile.name = quality.profile;
    settings.profile.lossPercent = limitsOf(quality.lossPercent);
    settings.profile.jitterMs = limitsOf(quality.jitterMs);
    settings.profile.roundTripMs = limitsOf(quality.roundTripMs);
    settings.profile.freezeSeconds = limitsOf(quality.freezeSeconds);
    settings.profile.healFactor = quality.healPercent / 100.0;
    settings.profile.worsenAfter = quality.worsenAfter;
    settings.profile.healAfter = quality.healAfter;
    return settings;
}

/// What people may find out of date just before a session.
std::vector<session::CertificateFile> certificatesOf(const ServerSettings& settings) {
    std::vector<session::CertificateFile> files;
    const auto add = [&files](const char* purpose, const std::string& path) {
        if (!path.empty()) {
            files.push_back({purpose, path});
        }
    };
    add("sip", settings.sip.tls.certificateFile);
    add("control", settings.control.certificate);
    add("cascade", settings.cascade ? settings.cascade->certificate : "");
    return files;
}

session::Levels levelsOf(const std::vector<config::SiteLevel>& from) {
    std::vector<session::Level> levels;
    for (const auto& level : from) {
        levels.push_back({level.id, level.vietnamese, level.english});
    }
    return session::Levels(std::move(levels));
}

cascade::Policy policyOf(config::CascadePolicy from) {
    switch (from) {
        case config::CascadePolicy::automatic:
            return cascade::Policy::automatic;
        case config::CascadePolicy::confirm:
            return cascade::Policy::confirm;
        case config::CascadePolicy::manual:
            break;
    }
    return cascade::Policy::manual;
}

cascade::Settings cascadeOf(const config::Config& config) {
    const auto& from = config.cascade;
    cascade::Settings settings;
    settings.self = {config.mcu.id};
    settings.name = from.name.empty() ? config.mcu.id : from.name;
    settings.version = kVersion;
    settings.listen = from.slaves.empty() ? "" : from.listen;
    settings.certificate = from.certificate;
    settings.key = from.key;
    settings.authority = from.ca;
    settings.revoked = from.crl;
    settings.maxDepth = from.maxDepth;
    for (const auto& slave : from.slaves) {
        settings.slaves.push_back({{slave.mcu},
                                   slave.name.empty() ? slave.mcu : slave.name,
                                   {slave.conference},
                                   slave.uplinks,
                                   slave.maxKbps,
                                   slave.ice});
    }
    if (from.master) {
        settings.master = {{from.master->mcu},
                           from.master->address,
                           {from.master->conference},
                           from.master->uplinks,
                           policyOf(from.master->policy),
                           from.master->connectAtStart,
                           from.master->ice,
                           from.master->maxKbps};
    }
    return settings;
}

/// Trunks: TLS alone, certificates of the cascade's CA both ways, no registrar (decision 0182).
Result<sip::SipSettings> cascadeSipOf(const config::Config& config) {
    const auto& from = config.cascade;
    sip::SipSettings settings;
    settings.line = call::kCascadeLine;
    const auto address = from.sipListen.empty() ? NetAddress::parse("0.0.0.0", 0)
                                                : NetAddress::parseHostPort(from.sipListen);
    if (!address) {
        return address.error().in("cascade.sip_listen");
    }
    settings.listeners.push_back({sip::SipTransport::tls, *address});
    settings.tls.certificateFile = from.certificate;
    settings.tls.keyFile = from.key;
    settings.tls.caFile = from.ca;
    settings.tls.verifyClients = true;
    settings.tls.verifyServers = true;
    settings.userAgent = config.sip.userAgent + " " + kVersion + " " + config.mcu.id;
    settings.realm = "hnth-cascade";
    settings.publicAddress = from.publicAddress;
    settings.user = config.mcu.id;
    settings.registrar = false;
    settings.keepAlive = std::chrono::seconds(10);
    return settings;
}

}  // namespace

Result<ServerSettings> fromConfig(const config::Config& config) {
    ServerSettings settings;
    settings.stateDirectory = config.mcu.stateDirectory;
    settings.logFile = config.mcu.logFile;
    settings.logLevel = config.mcu.logLevel;
    settings.layoutsDirectory = config.mcu.layouts;
    settings.sipEnabled = !config.sip.listeners.empty();
    settings.control = controlOf(config);
    auto people = peopleOf(config);
    if (!people) {
        return people.error();
    }
    settings.control.access.people = std::move(*people);
    settings.sip = sipOf(config.sip);
    settings.h323Enabled = config.h323.listen.isSet() || config.h323.tls.listen.isSet();
    settings.h323 = h323Of(config);
    auto transport = transportOf(config.media);
    if (!transport) {
        return transport.error();
    }
    settings.transport = *transport;
    settings.video = videoOf(config.video);
    settings.conference = conferenceOf(config);
    settings.session.mcu = config.mcu.id;
    settings.session.organisation = config.session.organisation;
    settings.session.floorKeys = config.session.floorKeys;
    settings.session.checks = limitsOf(config.session.checks);
    if (!config.session.levels.empty()) {
        settings.session.levels = levelsOf(config.session.levels);
    }
    settings.trainingClock = config.session.trainingClock;
    settings.incidents = incidentsOf(config);
    settings.incidentCommand = config.incidents.noticeCommand;
    settings.incidentTimeout = config.incidents.noticeTimeout;
    settings.noticeCommand = config.session.noticeCommand;
    settings.noticeTimeout = config.session.noticeTimeout;
    if (config.cascade.enabled()) {
        settings.cascade = cascadeOf(config);
        settings.cascadeAddress = config.cascade.publicAddress;
        auto sip = cascadeSipOf(config);
        if (!sip) {
            return sip.error();
        }
        settings.cascadeSip = std::move(*sip);
    }
    settings.session.certificates = certificatesOf(settings);
    settings.ras = rasOf(config.h323, settings.h323.aliases);
    settings.h323Names = settings.h323.aliases;
    if (config.h323.builtInGatekeeper) {
        const auto& more = config.h323.builtInGatekeeper->names;
        settings.h323Names.insert(settings.h323Names.end(), more.begin(), more.end());
    }
    for (const auto& site : config.sites) {
        settings.sites.push_back(siteOf(site));
    }
    for (const auto& planned : config.conferences) {
        settings.conferences.push_back(plannedOf(planned));
    }
    return settings;
}

}  // namespace mcu::app
