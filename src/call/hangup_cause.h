// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mcu::call {

/// Why a call ended or never was, whatever the protocol.
enum class CauseCode {
    normal,
    busy,
    noAnswer,
    declined,
    notFound,
    unreachable,
    forbidden,  ///< unlisted caller, locked conference, wrong password
    noCommonCodec,
    encryptionRequired,  ///< the far end offers none and policy demands it
    mediaTimeout,
    sessionExpired,  ///< RFC 4028 refresh missed
    protocolError,
    localShutdown,
};

/// Short stable word for events and JSON: "no-answer".
[[nodiscard]] std::string_view nameOf(CauseCode code);

struct HangupCause {
    CauseCode code = CauseCode::normal;
    int protocolStatus = 0;  ///< SIP status or Q.850 cause; 0 none
    std::string text;        ///< the peer's phrase, or ours
    bool byRemote = false;
};

}  // namespace mcu::call
