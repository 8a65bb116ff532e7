// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/net_address.h"
#include "h323/call_gate.h"

namespace mcu::h323 {

/// Call signalling over TLS (H.323 clause 10.1.3 of H.235.0, port 1300).
struct H323Tls {
    NetAddress listen;            ///< unset: no such listener
    std::string certificateFile;  ///< PEM: our certificate and its chain
    std::string keyFile;          ///< PEM; empty: in certificateFile
    std::string caFile;           ///< PEM: whom we believe; empty: the system's
    bool verifyClients = false;   ///< callers must show a certificate of these
    bool verifyServers = true;    ///< those we call must, and it must name the host called
};

/// What an H323Endpoint is made of.
struct H323Settings {
    NetAddress listen;  ///< call signalling; port 0: the kernel's choice; unset: none
    H323Tls tls;
    std::vector<Alias> aliases;  ///< our names; a call out may add its own
    std::string product = "HNTH MCU";
    std::string version = "1";
    /// H.245 table 1: 190 an MCU with all media, 50 a terminal.
    int terminalType = 190;
    bool tunnelling = true;           ///< offer and take H.245 within the call signalling
    std::uint16_t firstH245Port = 0;  ///< of separate H.245 connections; 0: the kernel's choice
    std::uint16_t lastH245Port = 0;
    std::size_t maxCalls = 1000;
    std::size_t maxConnectionsPerAddress = 32;
    std::size_t maxPduBytes = 32768;
    /// The master of H.245 gives media new keys (H.235.6) after so long; zero: never.
    std::chrono::seconds keyLife{3600};
    std::chrono::seconds silence{10};  ///< for a connection's first message; then it is dropped
    std::chrono::seconds connectTimeout{10};  ///< of TCP, and of the first answer to Setup
    std::chrono::seconds answerTimeout{180};  ///< T301: ringing to Connect
    std::chrono::seconds roundTrip{30};       ///< between round trip requests; 0: none
    CallGate* gate = nullptr;                 ///< null: every call goes on
};

}  // namespace mcu::h323
