// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <openssl/err.h>

namespace mcu::dtls {

/// What OpenSSL last complained about on this thread, for an Error's message; empties its queue.
inline std::string takeOpensslReason() {
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return reason != nullptr ? reason : "no reason given";
}

}  // namespace mcu::dtls
