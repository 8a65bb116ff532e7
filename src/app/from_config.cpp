// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/from_config.h"

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
    site.user = from.user;
    site.password = from.password;
    site.home = {from.home};
    site.hasEncryption = from.hasEncryption;
    site.encryption = encryptionOf(from.encryption);
    site.preferDtls = from.preferDtls;
    site.ice = from.ice;
    site.maxKbps = from.maxKbps;
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
    planned.create.maxOwnViews = from.maxOwnViews;
    planned.create.sites = from.sites;
    planned.create.chair = from.chair;
    planned.callAtStart = from.callAtStart;
    return planned;
}

}  // namespace

Result<ServerSettings> fromConfig(const config::Config& config) {
    ServerSettings settings;
    settings.stateDirectory = config.mcu.stateDirectory;
    settings.layoutsDirectory = config.mcu.layouts;
    settings.sipEnabled = !config.sip.listeners.empty();
    settings.control = controlOf(config);
    settings.sip = sipOf(config.sip);
    auto transport = transportOf(config.media);
    if (!transport) {
        return transport.error();
    }
    settings.transport = *transport;
    settings.video = videoOf(config.video);
    settings.conference = conferenceOf(config);
    for (const auto& site : config.sites) {
        settings.sites.push_back(siteOf(site));
    }
    for (const auto& planned : config.conferences) {
        settings.conferences.push_back(plannedOf(planned));
    }
    return settings;
}

}  // namespace mcu::app
