// SPDX-License-Identifier: GPL-3.0-or-later
#include "call/call.h"

#include <atomic>

#include "call/peer.h"

namespace mcu::call {

CallId nextCallId() {
    static std::atomic<std::uint64_t> last{0};
    return CallId{++last};
}

std::string_view nameOf(Protocol protocol) {
    return protocol == Protocol::sip ? "SIP" : "H.323";
}

std::vector<media::SrtpSuite> strongestFirst() {
    return {media::SrtpSuite::aeadAes256Gcm,
            media::SrtpSuite::aeadAes128Gcm,
            media::SrtpSuite::aesCm128HmacSha1_80};
}

std::vector<media::Codec> bestPictureFirst() {
    return {media::Codec::h264,
            media::Codec::vp8,
            media::Codec::h263v1998,
            media::Codec::h263,
            media::Codec::h261};
}

std::string_view nameOf(Ability::Kind kind) {
    switch (kind) {
        case Ability::Kind::audio:
            return "audio";
        case Ability::Kind::video:
            return "video";
        case Ability::Kind::data:
            return "data";
        case Ability::Kind::userInput:
            return "user-input";
        case Ability::Kind::control:
            return "control";
    }
    return "?";
}

std::string_view nameOf(CauseCode code) {
    switch (code) {
        case CauseCode::normal:
            return "normal";
        case CauseCode::busy:
            return "busy";
        case CauseCode::noAnswer:
            return "no-answer";
        case CauseCode::declined:
            return "declined";
        case CauseCode::notFound:
            return "not-found";
        case CauseCode::unreachable:
            return "unreachable";
        case CauseCode::forbidden:
            return "forbidden";
        case CauseCode::noCommonCodec:
            return "no-common-codec";
        case CauseCode::encryptionRequired:
            return "encryption-required";
        case CauseCode::mediaTimeout:
            return "media-timeout";
        case CauseCode::sessionExpired:
            return "session-expired";
        case CauseCode::protocolError:
            return "protocol-error";
        case CauseCode::localShutdown:
            return "local-shutdown";
    }
    return "?";
}

}  // namespace mcu::call
