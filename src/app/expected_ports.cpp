// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expected_ports.h"

namespace mcu::app {

namespace {

using control::ExpectedPort;

constexpr std::uint16_t kLastPort = 65535;

std::string hostOf(const NetAddress& address) {
    return address.isAny() ? std::string() : address.host();
}

ExpectedPort single(bool tcp, const NetAddress& address, std::string purpose, std::string key) {
    return {tcp,
            hostOf(address),
            address.port(),
            address.port(),
            std::move(purpose),
            std::move(key),
            false};
}

void addSip(std::vector<ExpectedPort>& ports,
            const std::vector<sip::SipListener>& listeners,
            const std::string& purpose,
            const std::string& key) {
    for (const auto& listener : listeners) {
        ports.push_back(single(listener.transport != sip::SipTransport::udp,
                               listener.address,
                               purpose + " " + std::string(sip::nameOf(listener.transport)),
                               key));
    }
}

/// One whose port the kernel chose, and nobody asks afterwards: any will do.
ExpectedPort anyPort(bool tcp, std::string purpose, std::string key) {
    return {tcp, {}, 1, kLastPort, std::move(purpose), std::move(key), true};
}

void addTcp(std::vector<ExpectedPort>& ports,
            const std::string& listen,
            int port,
            const char* purpose,
            const char* key) {
    const auto address = NetAddress::parseHostPort(listen);
    if (!address || port == 0) {
        return;
    }
    auto expected = single(true, *address, purpose, key);
    expected.first = expected.last = static_cast<std::uint16_t>(port);
    ports.push_back(std::move(expected));
}

void addRas(std::vector<ExpectedPort>& ports, const h323::gatekeeper::RasSettings& ras) {
    if (ras.gatekeeperListen.isSet()) {
        ports.push_back(single(false, ras.gatekeeperListen, "ras", "h323.built_in_gatekeeper"));
    }
    if (ras.discoveryListen.isSet()) {
        ports.push_back(
            single(false, ras.discoveryListen, "ras discovery", "h323.built_in_gatekeeper"));
    }
    if (ras.clientListen.isSet() && ras.clientListen.port() != 0) {
        ports.push_back(single(false, ras.clientListen, "ras client", "h323.gatekeeper"));
    }
}

}  // namespace

std::vector<ExpectedPort> expectedPorts(const ServerSettings& settings,
                                        const BoundSignalling& bound) {
    std::vector<ExpectedPort> ports;
    addSip(ports, bound.sip, "sip", "sip.listen");
    addSip(ports, bound.trunks, "trunks", "cascade.sip_listen");
    if (bound.h323.isSet()) {
        ports.push_back(single(true, bound.h323, "h323", "h323.listen"));
    }
    if (bound.h323Tls.isSet()) {
        ports.push_back(single(true, bound.h323Tls, "h323 tls", "h323.tls.listen"));
    }
    if (settings.ras) {
        addRas(ports, *settings.ras);
    }
    if (settings.cascade) {
        addTcp(ports, settings.cascade->listen, bound.cascadePort, "cascade", "cascade.listen");
    }
    if (const auto control = NetAddress::parseHostPort(settings.control.listen); control) {
        ports.push_back(control->port() != 0 ? single(true, *control, "control", "control.listen")
                                             : anyPort(true, "control", "control.listen"));
    }
    const auto& media = settings.transport;
    if (media.firstPort != 0) {
        ports.push_back({false, {}, media.firstPort, media.lastPort, "media", "media.ports", true});
    } else {
        ports.push_back(anyPort(false, "media", "media.ports"));
    }
    const auto& h323 = settings.h323;
    if (bound.h323.isSet() && h323.firstH245Port != 0) {
        ports.push_back(
            {true, {}, h323.firstH245Port, h323.lastH245Port, "h245", "h323.h245_ports", true});
    } else if (bound.h323.isSet()) {
        ports.push_back(anyPort(true, "h245", "h323.h245_ports"));
    }
    if (settings.ras && settings.ras->clientListen.isSet() &&
        settings.ras->clientListen.port() == 0) {
        ports.push_back(anyPort(false, "ras client", "h323.gatekeeper"));
    }
    return ports;
}

}  // namespace mcu::app
