// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

namespace mcu {

/// Why something was not done, in the terms the control API and the exit codes of `mcuctl` use.
enum class ErrorCode {
    invalidArgument,  ///< the request itself is wrong (unknown key, bad number, malformed message)
    notFound,         ///< no such conference, site, layout ...
    ambiguous,  ///< a name fits several sites; `Error::candidates` style detail is in the text
    alreadyExists,
    refused,      ///< understood and not done: policy, state, the far end said no
    notAllowed,   ///< the actor has no right to it
    unavailable,  ///< the far end, a port or a resource cannot be had now
    timeout,
    protocol,  ///< the peer broke the protocol
    internal,
};

/// A failure as a value: what was tried on what, why it failed, what to do next. Callers add
/// context once, on the way up. Never holds secrets.
struct Error {
    ErrorCode code = ErrorCode::internal;
    /// English sentence for logs and the default message.
    std::string message;
    /// What the operator can do about it; may be empty.
    std::string advice;
    /// Stable message id for translation, e.g. "site.ambiguous"; may be empty.
    std::string id;

    Error() = default;

    Error(ErrorCode c, std::string m, std::string a = {}, std::string i = {})
        : code(c), message(std::move(m)), advice(std::move(a)), id(std::move(i)) {}

    /// The same error with "context: " before its message.
    [[nodiscard]] Error in(const std::string& context) const {
        return {code, context + ": " + message, advice, id};
    }
};

}  // namespace mcu
