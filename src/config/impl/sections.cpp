// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/impl/sections.h"

#include <algorithm>
#include <charconv>

namespace mcu::config {

bool isId(const std::string& text) {
    constexpr std::size_t kLongestId = 64;
    return !text.empty() && text.size() <= kLongestId &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '.' || c == '-' || c == '_';
           });
}

const std::vector<std::pair<std::string, Encryption>>& encryptionWords() {
    static const std::vector<std::pair<std::string, Encryption>> words = {
        {"disabled", Encryption::disabled},
        {"preferred", Encryption::preferred},
        {"required", Encryption::required}};
    return words;
}

void readMcu(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "mcu", reading.problems);
    Mcu& mcu = reading.config.mcu;
    if (reader.text("id", mcu.id) && !isId(mcu.id)) {
        reader.problem("id", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
    }
    reader.text("state_dir", mcu.stateDirectory);
    reader.text("layouts", mcu.layouts);
    MapReader log(reader.map("log"), "mcu.log", reading.problems);
    log.text("file", mcu.logFile);
    using Level = std::pair<std::string, std::string>;
    log.choice("level",
               mcu.logLevel,
               std::vector<Level>{{"trace", "trace"},
                                  {"debug", "debug"},
                                  {"info", "info"},
                                  {"warn", "warn"},
                                  {"error", "error"},
                                  {"off", "off"}});
    log.finish();
    reader.finish();
}

void readControl(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "control", reading.problems);
    Control& control = reading.config.control;
    constexpr std::size_t kLongestSocketPath = 107;
    reader.text("unix", control.unixSocket, kLongestSocketPath);
    if (reader.text("listen", control.listen) && !control.listen.empty()) {
        if (const auto address = NetAddress::parseHostPort(control.listen); !address) {
            reader.problem("listen", address.error().message + "; " + address.error().advice);
        }
    }
    reader.text("certificate", control.certificate);
    reader.text("key", control.key);
    reader.text("client_ca", control.clientCa);
    if (!control.listen.empty() &&
        (control.certificate.empty() || control.key.empty() || control.clientCa.empty())) {
        reader.problem("listen",
                       "the TCP listener takes TLS with client certificates only: give "
                       "certificate, key and client_ca");
    }
    reader.finish();
}

namespace {

void readListeners(const yaml::Node& list, Sip& sip, Problems& problems) {
    std::size_t index = 0;
    for (const auto& each : list) {
        MapReader reader(each, "sip.listeners[" + std::to_string(index++) + "]", problems);
        SipListener listener;
        reader.require("transport");
        reader.require("address");
        using Transport = std::pair<std::string, SipTransport>;
        reader.choice("transport",
                      listener.transport,
                      std::vector<Transport>{{"udp", SipTransport::udp},
                                             {"tcp", SipTransport::tcp},
                                             {"tls", SipTransport::tls}});
        std::string address;
        if (reader.text("address", address)) {
            if (const auto parsed = NetAddress::parseHostPort(address)) {
                listener.address = *parsed;
            } else {
                reader.problem("address", parsed.error().message + "; " + parsed.error().advice);
            }
        }
        reader.finish();
        sip.listeners.push_back(listener);
    }
}

}  // namespace

bool parsePortRange(const std::string& text, std::uint16_t& first, std::uint16_t& last) {
    const char* end = text.data() + text.size();
    std::uint16_t low = 0;
    std::uint16_t high = 0;
    const auto one = std::from_chars(text.data(), end, low);
    if (one.ec != std::errc{} || one.ptr == end || *one.ptr != '-') {
        return false;
    }
    const auto two = std::from_chars(one.ptr + 1, end, high);
    if (two.ec != std::errc{} || two.ptr != end || low < 1024 || high <= low) {
        return false;
    }
    first = low;
    last = high;
    return true;
}

void readSip(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "sip", reading.problems);
    Sip& sip = reading.config.sip;
    if (const yaml::Node listeners = reader.list("listeners", 32); listeners.IsDefined()) {
        readListeners(listeners, sip, reading.problems);
    }
    reader.text("certificate", sip.certificate);
    reader.text("key", sip.key);
    reader.text("ca", sip.ca);
    reader.flag("verify_clients", sip.verifyClients);
    reader.flag("verify_servers", sip.verifyServers);
    reader.text("realm", sip.realm, 100);
    reader.text("user_agent", sip.userAgent, 100);
    reader.text("display_name", sip.displayName, 100);
    reader.flag("registrar", sip.registrar);
    reader.duration("session_expires", sip.sessionExpires, 90, 86400);
    reader.duration("min_se", sip.minSessionExpires, 90, 86400);
    reader.duration("options_interval", sip.optionsInterval, 0, 86400);
    reader.number("max_calls", sip.maxCalls, 1, 10000);
    reader.text("public_address", sip.publicAddress, 255);
    if (sip.minSessionExpires > sip.sessionExpires) {
        reader.problem("min_se", "greater than session_expires");
    }
    const bool tls =
        std::any_of(sip.listeners.begin(), sip.listeners.end(), [](const auto& listener) {
            return listener.transport == SipTransport::tls;
        });
    if (tls && sip.certificate.empty()) {
        reader.problem("listeners", "a tls listener needs sip.certificate");
    }
    if ((sip.verifyClients || sip.verifyServers) && sip.ca.empty()) {
        reader.problem(sip.verifyClients ? "verify_clients" : "verify_servers", "needs sip.ca");
    }
    sip.key = sip.key.empty() ? sip.certificate : sip.key;
    reader.finish();
}

void readMedia(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "media", reading.problems);
    Media& media = reading.config.media;
    if (reader.text("address", media.address) && !media.address.empty()) {
        if (const auto parsed = NetAddress::parse(media.address, 0); !parsed) {
            reader.problem("address", parsed.error().message + "; " + parsed.error().advice);
        }
    }
    std::string ports;
    if (reader.text("ports", ports, 20) &&
        !parsePortRange(ports, media.firstPort, media.lastPort)) {
        reader.problem("ports", "expected FIRST-LAST within 1024-65535, such as \"20000-29999\"");
    }
    reader.number("threads", media.threads, 1, 16);
    std::chrono::seconds timeout{media.timeout.count() / 1000};
    if (reader.duration("timeout_seconds", timeout, 1, 600)) {
        media.timeout = timeout;
    }
    reader.duration("tick_ms", media.tick, 1, 50);
    reader.finish();
}

void readVideo(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "video", reading.problems);
    Video& video = reading.config.video;
    std::vector<std::pair<std::string, std::string>> presets;
    for (const char* preset : {"ultrafast", "superfast", "veryfast", "faster", "fast", "medium"}) {
        presets.emplace_back(preset, preset);
    }
    reader.choice("preset", video.preset, presets);
    reader.number("decode_threads", video.decodeThreads, 1, 32);
    reader.number("encode_threads", video.encodeThreads, 1, 32);
    reader.text("font", video.font, 100);
    reader.number("max_kbps", video.maxKbps, 64, 50000);
    reader.finish();
}

void readRedial(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "redial", reading.problems);
    Redial& redial = reading.config.redial;
    reader.duration("first_seconds", redial.first, 1, 3600);
    reader.duration("max_seconds", redial.longest, 1, 3600);
    reader.number("attempts", redial.attempts, 0, 1000);
    if (redial.first > redial.longest) {
        reader.problem("max_seconds", "less than first_seconds");
    }
    reader.finish();
}

}  // namespace mcu::config
