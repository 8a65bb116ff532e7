// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/command_line.h"

#include <charconv>
#include <cstdio>
#include <map>
#include <netdb.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <CLI/CLI.hpp>

#include "sim/source/video_library.h"

namespace mcu::sim {
namespace {

constexpr int kWrongUsage = 2;

std::optional<RoomChoice> parseChoice(const std::string& text) {
    RoomChoice choice;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        int number = 0;
        const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (word == "all") {
            choice.all = true;
        } else if (word == "first") {
            choice.first = true;
        } else if (failure == std::errc() && end == word.data() + word.size()) {
            choice.numbers.insert(number);
        } else if (word != "none") {
            return std::nullopt;
        }
    }
    return choice;
}

bool parseSize(const std::string& text, int& width, int& height) {
    return std::sscanf(text.c_str(), "%dx%d", &width, &height) == 2 && width >= 64 &&
           height >= 36 && width <= 1920 && height <= 1080 && width % 2 == 0 && height % 2 == 0;
}

const std::map<std::string, media::Encryption> kEncryption = {
    {"disabled", media::Encryption::disabled},
    {"preferred", media::Encryption::preferred},
    {"required", media::Encryption::required}};

const std::map<std::string, media::Codec> kVideo = {{"h264", media::Codec::h264},
                                                    {"vp8", media::Codec::vp8},
                                                    {"h263", media::Codec::h263},
                                                    {"h263-1998", media::Codec::h263v1998},
                                                    {"h261", media::Codec::h261}};

const std::map<std::string, media::Codec> kAudio = {{"opus", media::Codec::opus},
                                                    {"g722", media::Codec::g722},
                                                    {"pcma", media::Codec::pcma},
                                                    {"pcmu", media::Codec::pcmu}};

const std::map<std::string, media::SrtpSuite> kSuites = {
    {"AES_CM_128_HMAC_SHA1_80", media::SrtpSuite::aesCm128HmacSha1_80},
    {"AEAD_AES_128_GCM", media::SrtpSuite::aeadAes128Gcm},
    {"AEAD_AES_256_GCM", media::SrtpSuite::aeadAes256Gcm}};

/// What needs turning into something else after parsing.
struct Texts {
    std::string size;
    std::string look = "none";
    std::string listen = "none";
    std::string password;
    std::vector<media::Codec> audio;
    std::vector<media::SrtpSuite> suites;
};

void addRooms(CLI::App& app, ProgramOptions& options, Texts& texts) {
    auto& room = options.room;
    app.add_option("--server,--to",
                   room.server,
                   "Whom the rooms call: sip:conference@host:port;transport=udp|tcp|tls, or "
                   "h323:conference@host:port");
    app.add_option("--rooms", room.rooms, "How many rooms")->check(CLI::Range(1, 2000));
    app.add_option("--first", room.first, "Number of the first room")->check(CLI::Range(0, 99999));
    app.add_option("--numbers", room.chosen, "Numbers of the rooms, instead of --rooms and --first")
        ->delimiter(',')
        ->check(CLI::Range(0, 99999))
        ->excludes("--rooms", "--first");
    app.add_option(
        "--user-pattern", room.userPattern, "User of a room, {n} or {n:05} is its number");
    app.add_option("--name-pattern", room.namePattern, "Display name of a room");
    app.add_option("--password", texts.password, "Digest password of all rooms");
    app.add_flag(
        "--register", options.registers, "Rooms register at the server and wait to be called");
    app.add_flag("--h323", options.h323, "Rooms speak H.323; an h323: server means it too");
    app.add_flag("!--separate-h245",
                 options.tunnelling,
                 "H.323: a connection of its own for H.245, not tunnelled");
    app.add_flag("--idle", options.idle, "Rooms wait for commands");
    app.add_option("--listen-at", options.listenAt, "host:port where rooms can be called");
    app.add_option(
        "--local", options.localAddress, "Address of this machine for media and signalling");
    app.add_option("--start-wait",
                   room.startWaitSeconds,
                   "Seconds a room goes on calling a server that is not up yet; 0: once")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--rate", options.rate, "Calls a second")->check(CLI::PositiveNumber);
    app.add_option("--duration", options.durationSeconds, "Seconds until the end; 0: until told")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--certificate", options.certificate, "TLS certificate (PEM)");
    app.add_option("--key", options.key, "TLS key (PEM)");
    app.add_option("--trusted",
                   options.trusted,
                   "CA the server must be certified by (PEM); none: it is not checked");
}

void addMedia(CLI::App& app, ProgramOptions& options, Texts& texts) {
    auto& room = options.room;
    app.add_option("--encryption", room.policy.encryption, "disabled, preferred or required")
        ->transform(CLI::CheckedTransformer(kEncryption, CLI::ignore_case));
    app.add_flag("--dtls", room.policy.preferDtls, "Offer DTLS-SRTP instead of SDES");
    app.add_option(
           "--suite", texts.suites, "SRTP suites to offer by SDES; several: in order of preference")
        ->transform(CLI::CheckedTransformer(kSuites, CLI::ignore_case))
        ->delimiter(',');
    app.add_flag("--ice", room.ice, "Offer ICE");
    app.add_flag("!--no-media", room.media, "Calls without sockets or packets");
    app.add_option("--codec", room.video.codec, "h264, vp8, h263, h263-1998 or h261")
        ->transform(CLI::CheckedTransformer(kVideo, CLI::ignore_case));
    app.add_option("--h264-mode", room.video.h264Mode, "Packetization mode, 0 or 1")
        ->check(CLI::Range(0, 1));
    app.add_option(
           "--audio-codec", texts.audio, "opus, g722, pcma, pcmu; several: in order of preference")
        ->transform(CLI::CheckedTransformer(kAudio, CLI::ignore_case))
        ->delimiter(',');
    app.add_option("--kbps", room.video.kbps, "Video bit rate")->check(CLI::Range(50, 20000));
    app.add_option("--size",
                   texts.size,
                   "Picture size, e.g. 1280x720; none: 640x360, and CIF with h263 and h261");
    app.add_option("--fps", room.video.framesPerSecond, "Pictures a second")
        ->check(CLI::Range(5, 60));
    app.add_option("--video", room.videoFile, "A video file instead of coded pictures")
        ->check(CLI::ExistingFile);
    app.add_option("--sound", room.soundFile, "A sound file instead of tones")
        ->check(CLI::ExistingFile);
    app.add_flag("--black", room.black, "The rooms' pictures are black");
    app.add_flag("--silent", room.silent, "The rooms' packets carry no sound");
    app.add_flag("--returns", room.returns, "The rooms send back what they are sent");
    app.add_flag(
        "--same-picture", room.samePicture, "All rooms send the first room's picture: light");
    app.add_option(
        "--look", texts.look, "Rooms that decode and read what they see: 1,2 or all or first");
    app.add_option("--listen", texts.listen, "Rooms that decode and measure what they hear");
    app.add_option("--loss", room.lossPercent, "Percent of sent packets lost on the way")
        ->check(CLI::Range(0.0, 100.0));
    app.add_option("--jitter", room.jitterMs, "Sent packets are delayed by 0 to so many ms")
        ->check(CLI::Range(0, 2000));
}

void addControl(CLI::App& app, ProgramOptions& options) {
    app.add_flag("--json", options.json, "Events and answers as JSON lines");
    app.add_option("--script",
                   options.script,
                   "File of commands, one JSON object a line; - is standard input");
    app.add_option("--control", options.control, "Unix socket for commands");
    app.add_option(
        "--png-dir", options.pngFolder, "Folder for pictures of what looking rooms see at the end");
    app.add_option("--cache", options.cache, "Folder that keeps encoded media");
    app.add_option("--log", options.logFile, "Log file; none: standard error");
    app.add_option("--log-level", options.logLevel, "error, warn, info, debug");
}

/// Empty, or what is wrong.
std::string settleSize(const Texts& texts, VideoSpec& video) {
    const bool cif = media::isCif(video.codec);
    if (texts.size.empty()) {
        video.width = cif ? 352 : 640;
        video.height = cif ? 288 : 360;
        return {};
    }
    if (!parseSize(texts.size, video.width, video.height)) {
        return "--size: expected even WIDTHxHEIGHT up to 1920x1080, not \"" + texts.size + "\"";
    }
    const std::pair size(video.width, video.height);
    if (cif && size != std::pair(176, 144) && size != std::pair(352, 288) &&
        (size != std::pair(704, 576) || video.codec == media::Codec::h261)) {
        return "--size: H.263 has 176x144, 352x288 and 704x576, H.261 the first two, not \"" +
               texts.size + "\"";
    }
    return {};
}

/// Empty, or what is wrong.
std::string settle(ProgramOptions& options, const Texts& texts) {
    auto& room = options.room;
    if (const auto wrong = settleSize(texts, room.video); !wrong.empty()) {
        return wrong;
    }
    const auto look = parseChoice(texts.look);
    const auto listen = parseChoice(texts.listen);
    if (!look || !listen) {
        return "--look, --listen: expected room numbers with commas, all, first or none";
    }
    if (!room.chosen.empty()) {
        room.rooms = static_cast<int>(room.chosen.size());
        room.first = room.chosen.front();
    }
    room.look = *look;
    room.listen = *listen;
    room.password = Secret<std::string>(texts.password);
    if (!texts.suites.empty()) {
        room.policy.suites = texts.suites;
    }
    if (!texts.audio.empty()) {
        room.policy.audio = texts.audio;
    }
    room.policy.video = {room.video.codec};
    room.policy.h264.packetizationMode = static_cast<std::uint8_t>(room.video.h264Mode);
    options.h323 = options.h323 || room.server.starts_with("h323:");
    if (options.h323 && options.registers) {
        return "--register: H.323 rooms do not register";
    }
    if (options.h323 && !room.server.empty() && !room.server.starts_with("h323:")) {
        return "--h323: expected --server h323:conference@host:port, not \"" + room.server + "\"";
    }
    const bool waits = options.idle || !options.listenAt.empty();
    if (room.server.empty() && !waits) {
        return "--server is needed, or --listen-at to be called";
    }
    if (room.server.empty() && options.registers) {
        return "--register needs --server";
    }
    return {};
}

}  // namespace

std::variant<int, ProgramOptions> parseCommandLine(int count, char** words) {
    ProgramOptions options;
    Texts texts;
    options.cache = VideoLibrary::defaultFolder();
    CLI::App app{
        "Simulated SIP and H.323 rooms: each sends a picture and a tone a machine can recognise, "
        "and "
        "measures what comes back."};
    app.set_version_flag("--version", "mcusim (HNTH MCU)");
    addRooms(app, options, texts);
    addMedia(app, options, texts);
    addControl(app, options);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? 0 : kWrongUsage;
    }
    if (const auto wrong = settle(options, texts); !wrong.empty()) {
        std::fprintf(stderr, "mcusim: %s\n", wrong.c_str());
        return kWrongUsage;
    }
    return options;
}

std::optional<media::Codec> audioCodec(const std::string& word) {
    const auto found = kAudio.find(word);
    return found == kAudio.end() ? std::nullopt : std::optional(found->second);
}

Result<NetAddress> addressTowards(const std::string& sipUri) {
    auto host = sipUri.substr(sipUri.find(':') + 1);
    host.erase(std::min(host.find_first_of(";?>"), host.size()));
    if (const auto at = host.find('@'); at != std::string::npos) {
        host.erase(0, at + 1);
    }
    if (host.starts_with('[')) {
        host = host.substr(1, host.find(']') - 1);
    } else if (const auto colon = host.find(':'); colon != std::string::npos) {
        host.erase(colon);
    }
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), "5060", &wanted, &found) != 0 || found == nullptr) {
        return Error(ErrorCode::notFound, "cannot resolve \"" + host + "\"");
    }
    sockaddr_storage near{};
    socklen_t length = sizeof near;
    const int probe = ::socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool known = probe >= 0 && ::connect(probe, found->ai_addr, found->ai_addrlen) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&near), &length) == 0;
    if (probe >= 0) {
        ::close(probe);
    }
    ::freeaddrinfo(found);
    if (!known) {
        return Error(ErrorCode::unavailable, "no way to \"" + host + "\"");
    }
    auto address = NetAddress::fromSockaddr(near);
    address.setPort(0);
    return address;
}

}  // namespace mcu::sim
