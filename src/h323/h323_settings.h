// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/net_address.h"
#include "h323/call_gate.h"

namespace mcu::h323 {

/// What an H323Endpoint is made of.
struct H323Settings {
    NetAddress listen;           ///< call signalling; port 0: the kernel's choice; unset: none
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
    std::chrono::seconds silence{10};  ///< for a connection's first message; then it is dropped
    std::chrono::seconds connectTimeout{10};  ///< of TCP, and of the first answer to Setup
    std::chrono::seconds answerTimeout{180};  ///< T301: ringing to Connect
    std::chrono::seconds roundTrip{30};       ///< between round trip requests; 0: none
    CallGate* gate = nullptr;                 ///< null: every call goes on
};

}  // namespace mcu::h323
