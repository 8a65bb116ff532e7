// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

constexpr std::size_t kLongestAlias = 128;

void readListen(MapReader& reader, NetAddress& to) {
    std::string listen;
    if (!reader.text("listen", listen) || listen.empty()) {
        return;
    }
    if (const auto address = NetAddress::parseHostPort(listen)) {
        to = *address;
    } else {
        reader.problem("listen", address.error().message + "; " + address.error().advice);
    }
}

void readTls(MapReader reader, H323Tls& tls) {
    readListen(reader, tls.listen);
    reader.text("certificate", tls.certificate, 500);
    reader.text("key", tls.key, 500);
    reader.text("ca", tls.ca, 500);
    reader.flag("verify_clients", tls.verifyClients);
    reader.flag("verify_servers", tls.verifyServers);
    if (tls.listen.isSet() && tls.certificate.empty()) {
        reader.problem("certificate", "a TLS listener needs a PEM file with certificate and key");
    }
    reader.finish();
}

}  // namespace

void readH323(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "h323", reading.problems);
    auto& h323 = reading.config.h323;
    readListen(reader, h323.listen);
    readTls(MapReader(reader.map("tls"), "h323.tls", reading.problems), h323.tls);
    if (reader.texts("aliases", h323.aliases, 20) &&
        std::any_of(h323.aliases.begin(), h323.aliases.end(), [](const auto& alias) {
            return alias.empty() || alias.size() > kLongestAlias;
        })) {
        reader.problem("aliases", "a name has 1 to 128 letters or digits");
    }
    reader.flag("tunnelling", h323.tunnelling);
    std::string ports;
    if (reader.text("h245_ports", ports, 20) && !ports.empty() &&
        !parsePortRange(ports, h323.firstH245Port, h323.lastH245Port)) {
        reader.problem("h245_ports",
                       "expected FIRST-LAST within 1024-65535, such as \"30000-30999\"");
    }
    reader.number("max_calls", h323.maxCalls, 1, 10000);
    reader.number("connections_per_address", h323.connectionsPerAddress, 1, 10000);
    reader.number("max_pdu_bytes", h323.maxPduBytes, 2048, 65535);
    reader.duration("silence_seconds", h323.silence, 1, 600);
    reader.duration("media_key_seconds", h323.keyLife, 0, 86400);
    reader.duration("round_trip_seconds", h323.roundTrip, 0, 3600);
    readH323Gatekeepers(reader, reading);
    reader.finish();
}

}  // namespace mcu::config
