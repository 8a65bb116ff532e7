// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "base/result.h"
#include "sim/room/options.h"

namespace mcu::sim {

/// Everything the command line says.
struct ProgramOptions {
    RoomOptions room;
    bool registers = false;  ///< rooms register at the server and wait to be called
    bool h323 = false;       ///< H.323 in place of SIP; an h323: server means it too
    bool tunnelling = true;  ///< H.245 within the call signalling
    bool idle = false;       ///< rooms wait for the script
    std::string
        listenAt;  ///< host:port where rooms can be called; empty: port chosen by the kernel
    std::string localAddress;    ///< empty: the one that leads to the server
    double rate = 20;            ///< calls a second
    double durationSeconds = 0;  ///< 0: until told to stop
    bool json = false;
    std::string script;   ///< file of commands, carried out one after another; "-": standard input
    std::string control;  ///< path of a unix socket for commands
    std::string pngFolder;    ///< pictures of what looking rooms see at the end
    std::string certificate;  ///< PEM; TLS
    std::string key;
    std::string trusted;
    std::filesystem::path cache;
    std::string logFile;
    std::string logLevel = "warn";
};

/// The exit code when there is nothing to run (help, wrong usage; what to say has been said), or
/// the options.
[[nodiscard]] std::variant<int, ProgramOptions> parseCommandLine(int count, char** words);

/// "pcma" as on the command line.
[[nodiscard]] std::optional<media::Codec> audioCodec(const std::string& word);

/// The address of this machine from which packets to the server leave. Resolves names; blocks.
[[nodiscard]] Result<NetAddress> addressTowards(const std::string& sipUri);

}  // namespace mcu::sim
