// SPDX-License-Identifier: GPL-3.0-or-later
// mcusim: plays SIP and H.323 rooms against a conference server and measures what comes back. See
// docs/mcusim.md.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <variant>

#include "base/asio_loop.h"
#include "base/log.h"
#include "h323/h323_endpoint.h"
#include "sim/room/crowd.h"
#include "sim/script/command_line.h"
#include "sim/script/program.h"
#include "sim/script/self_certificate.h"
#include "sip/sip_endpoint.h"
#include "transport/rtp_transport.h"

namespace {

using namespace mcu;
using namespace mcu::sim;

constexpr int kManyRooms = 16;
constexpr int kTerminal = 50;  // H.245: a terminal without MC

int fail(const Error& error) {
    std::fprintf(stderr,
                 "mcusim: %s%s%s\n",
                 error.message.c_str(),
                 error.advice.empty() ? "" : "; ",
                 error.advice.c_str());
    return error.code == ErrorCode::invalidArgument ? 2 : 1;
}

sip::SipTransport transportOf(const std::string& uri) {
    if (uri.find("transport=tls") != std::string::npos || uri.starts_with("sips:")) {
        return sip::SipTransport::tls;
    }
    return uri.find("transport=tcp") != std::string::npos ? sip::SipTransport::tcp
                                                          : sip::SipTransport::udp;
}

/// Where this run listens and sends from; filled into the options.
Status settleAddresses(ProgramOptions& options, NetAddress& listen) {
    Result<NetAddress> local = Error(ErrorCode::internal, "");
    if (!options.localAddress.empty()) {
        local = NetAddress::parse(options.localAddress, 0);
    } else if (!options.room.server.empty()) {
        local = addressTowards(options.room.server);
    } else if (!options.listenAt.empty()) {
        local = NetAddress::parseHostPort(options.listenAt);
    } else {
        local = NetAddress::parse("127.0.0.1", 0);
    }
    if (!local) {
        return local.error();
    }
    listen = *local;
    if (!options.listenAt.empty()) {
        auto wanted = NetAddress::parseHostPort(options.listenAt);
        if (!wanted) {
            return wanted.error();
        }
        listen = *wanted;
    }
    options.room.mediaAddress = *local;
    options.room.mediaAddress.setPort(0);
    return {};
}

Result<sip::SipSettings> sipSettings(const ProgramOptions& options,
                                     const NetAddress& listen,
                                     std::filesystem::path& ownCertificate) {
    sip::SipSettings settings;
    settings.userAgent = "mcusim";
    settings.registrar = false;
    settings.maxCalls = 5000;
    settings.keepAlive = std::chrono::seconds(0);
    sip::SipListener listener;
    listener.transport = transportOf(options.room.server);
    listener.address = listen;
    settings.listeners.push_back(listener);
    if (listener.transport == sip::SipTransport::tls) {
        settings.tls.certificateFile = options.certificate;
        settings.tls.keyFile = options.key;
        settings.tls.caFile = options.trusted;
        settings.tls.verifyServers = !options.trusted.empty();
        if (options.certificate.empty()) {
            const auto folder =
                options.cache.empty() ? std::filesystem::temp_directory_path() : options.cache;
            auto made = selfCertificate(folder);
            if (!made) {
                return made.error();
            }
            ownCertificate = made->certificate.parent_path();
            settings.tls.certificateFile = made->certificate.string();
            settings.tls.keyFile = made->key.string();
        }
    }
    return settings;
}

void registerRooms(sip::SipEndpoint& endpoint, const Crowd& crowd) {
    for (const auto& [number, room] : crowd.rooms()) {
        sip::RegisterTarget target;
        target.user = room->user();
        target.server = crowd.options().server;
        target.password = crowd.options().password;
        endpoint.registerAt(target, [](const std::string& user, Status status) {
            if (!status) {
                logger("sim").error("registering {}: {}", user, status.error().message);
            }
        });
    }
}

/// The rooms' signalling: of one protocol a run.
struct Endpoints {
    std::unique_ptr<sip::SipEndpoint> sip;
    std::unique_ptr<h323::H323Endpoint> h323;

    [[nodiscard]] call::CallEndpoint& face() const {
        return sip ? static_cast<call::CallEndpoint&>(*sip) : *h323;
    }
};

Result<Endpoints> openEndpoints(const ProgramOptions& options,
                                const sip::SipSettings& settings,
                                Loop& loop,
                                Crowd& crowd) {
    Endpoints out;
    if (!options.h323) {
        auto sip = sip::SipEndpoint::create(settings, loop, crowd);
        if (!sip) {
            return sip.error();
        }
        out.sip = std::move(*sip);
        return out;
    }
    h323::H323Settings rooms;
    const auto& listener = settings.listeners.front();
    rooms.listen = listener.address;
    rooms.tls.certificateFile = settings.tls.certificateFile;
    rooms.tls.keyFile = settings.tls.keyFile;
    rooms.tls.caFile = settings.tls.caFile;
    rooms.tls.verifyServers = !settings.tls.caFile.empty();
    if (listener.transport == sip::SipTransport::tls) {
        rooms.tls.listen = std::exchange(rooms.listen, {});
    }
    rooms.product = "mcusim";
    rooms.terminalType = kTerminal;
    rooms.tunnelling = options.tunnelling;
    rooms.maxCalls = settings.maxCalls;
    rooms.maxConnectionsPerAddress = settings.maxCalls;
    auto h323 = h323::H323Endpoint::create(rooms, loop, crowd);
    if (!h323) {
        return h323.error();
    }
    out.h323 = std::move(*h323);
    return out;
}

int runRooms(const ProgramOptions& options, const sip::SipSettings& settings) {
    AsioLoop loop("control");
    Crowd crowd(loop, options.room);
    VideoLibrary videos(options.cache);
    SoundLibrary sounds;
    if (auto ready = crowd.prepare(videos, sounds); !ready) {
        return fail(ready.error());
    }
    transport::TransportSettings media;
    media.mediaAddress = options.room.mediaAddress;
    media.tick = std::chrono::milliseconds(options.room.rooms > kManyRooms ? 5 : 1);
    auto transport = transport::RtpTransport::create(media, loop, crowd);
    if (!transport) {
        return fail(transport.error());
    }
    auto endpoints = openEndpoints(options, settings, loop, crowd);
    if (!endpoints) {
        return fail(endpoints.error());
    }
    crowd.attach(endpoints->face(), **transport, videos, sounds);
    int code = 1;
    {
        Program program(loop, crowd, options);
        if (auto opened = program.open(); !opened) {
            crowd.stop();
            return fail(opened.error());
        }
        loop.onTermination([&program](int) { program.finish(); });
        static_cast<void>(loop.post([&] {
            if (options.registers) {
                registerRooms(*endpoints->sip, crowd);
            }
            program.start();
        }));
        loop.run();
        code = program.exitCode();
    }
    crowd.stop();
    return code;
}

}  // namespace

int main(int count, char** words) {
    auto parsed = parseCommandLine(count, words);
    if (const int* code = std::get_if<int>(&parsed)) {
        return *code;
    }
    auto& options = std::get<ProgramOptions>(parsed);
    std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): it cannot fail for SIGPIPE
    if (auto logging = setUpLogging(options.logFile, options.logLevel); !logging) {
        return fail(logging.error());
    }
    NetAddress listen;
    if (auto settled = settleAddresses(options, listen); !settled) {
        return fail(settled.error());
    }
    std::filesystem::path ownCertificate;
    const auto settings = sipSettings(options, listen, ownCertificate);
    const int code = settings ? runRooms(options, *settings) : fail(settings.error());
    if (!ownCertificate.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(ownCertificate, ignored);
    }
    return code;
}
