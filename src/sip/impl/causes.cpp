// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/causes.h"

#include "base/clean_text.h"

namespace mcu::sip {

using call::CauseCode;

namespace {

CauseCode codeFor(int status, bool answered) {
    switch (status) {
        case 486:
        case 600:
            return CauseCode::busy;
        case 480:
            return CauseCode::noAnswer;
        case 408:
            return answered ? CauseCode::noAnswer : CauseCode::unreachable;
        case 603:
        case 607:
            return CauseCode::declined;
        case 404:
        case 410:
        case 484:
        case 604:
            return CauseCode::notFound;
        case 401:
        case 403:
        case 407:
            return CauseCode::forbidden;
        case 406:
        case 415:
        case 488:
        case 606:
            return CauseCode::noCommonCodec;
        case 487:
            return CauseCode::normal;
        case 481:
            return CauseCode::sessionExpired;
        default:
            break;
    }
    if (status >= 500 && status < 600) {
        return CauseCode::unreachable;
    }
    return status >= 900 ? CauseCode::unreachable : CauseCode::protocolError;
}

}  // namespace

call::HangupCause causeFromStatus(int status, const std::string& phrase, bool answered) {
    return {codeFor(status, answered), status, cleanText(phrase), answered};
}

Refusal refusalFor(const call::HangupCause& cause) {
    switch (cause.code) {
        case CauseCode::busy:
            return {486, "Busy Here"};
        case CauseCode::declined:
            return {603, "Decline"};
        case CauseCode::notFound:
            return {404, "Not Found"};
        case CauseCode::forbidden:
            return {403, "Forbidden"};
        case CauseCode::noCommonCodec:
        case CauseCode::encryptionRequired:
            return {488, "Not Acceptable Here"};
        case CauseCode::localShutdown:
        case CauseCode::unreachable:
            return {503, "Service Unavailable"};
        default:
            return {480, "Temporarily Unavailable"};
    }
}

call::HangupCause causeFromSdpError(const Error& error) {
    CauseCode code = CauseCode::protocolError;
    if (error.id == "sip.encryption-required") {
        code = CauseCode::encryptionRequired;
    } else if (error.id == "sip.no-common-codec") {
        code = CauseCode::noCommonCodec;
    }
    return {code, 488, error.message, false};
}

Refusal refusalForSdpError(const Error& error) {
    if (error.id == "sip.bad-sdp") {
        return {400, "Bad Session Description"};
    }
    return {488, "Not Acceptable Here"};
}

std::string warningFor(const Error& error, const std::string& agent) {
    if (error.id == "sip.encryption-required") {
        return "399 " + agent + " \"" + kEncryptionRequired + "\"";
    }
    return "305 " + agent + " \"Incompatible media format\"";
}

}  // namespace mcu::sip
