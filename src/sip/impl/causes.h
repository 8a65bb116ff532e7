// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/error.h"
#include "call/hangup_cause.h"

namespace mcu::sip {

/// What a SIP final response to our INVITE says. `answered` is false when the stack made the status
/// itself because nothing came back.
call::HangupCause causeFromStatus(int status, const std::string& phrase, bool answered);

/// A status and its phrase to refuse a call with.
struct Refusal {
    int status = 480;
    const char* phrase = "Temporarily Unavailable";
};

Refusal refusalFor(const call::HangupCause& cause);

/// Why offer and answer did not meet.
call::HangupCause causeFromSdpError(const Error& error);
Refusal refusalForSdpError(const Error& error);

/// Text of a Warning header (RFC 3261 section 20.43): code, agent, text.
std::string warningFor(const Error& error, const std::string& agent);

/// Text by which one of our kind recognises that encryption was missing.
inline constexpr const char* kEncryptionRequired = "encryption required";

}  // namespace mcu::sip
