// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h225/causes.h"

#include <algorithm>
#include <array>

namespace mcu::h323::h225 {

namespace {

using call::CauseCode;

struct Said {
    CauseCode code;
    Release release;
};

constexpr std::array kSaid = {
    Said{CauseCode::normal, {16, ""}},
    Said{CauseCode::busy, {17, "inConf"}},
    Said{CauseCode::noAnswer, {19, "undefinedReason"}},
    Said{CauseCode::declined, {21, "destinationRejection"}},
    Said{CauseCode::notFound, {20, "calledPartyNotRegistered"}},
    Said{CauseCode::unreachable, {3, "unreachableDestination"}},
    Said{CauseCode::forbidden, {111, "noPermission"}},
    Said{CauseCode::noCommonCodec, {88, "undefinedReason"}},
    Said{CauseCode::encryptionRequired, {31, "securityDenied"}},
    Said{CauseCode::mediaTimeout, {41, "undefinedReason"}},
    Said{CauseCode::sessionExpired, {102, "undefinedReason"}},
    Said{CauseCode::protocolError, {111, "undefinedReason"}},
    Said{CauseCode::localShutdown, {41, "adaptiveBusy"}},
};

struct Reason {
    std::string_view name;
    CauseCode code;
};

constexpr std::array kReasons = {
    Reason{"noBandwidth", CauseCode::busy},
    Reason{"gatekeeperResources", CauseCode::busy},
    Reason{"unreachableDestination", CauseCode::unreachable},
    Reason{"destinationRejection", CauseCode::declined},
    Reason{"invalidRevision", CauseCode::protocolError},
    Reason{"noPermission", CauseCode::forbidden},
    Reason{"unreachableGatekeeper", CauseCode::unreachable},
    Reason{"gatewayResources", CauseCode::busy},
    Reason{"badFormatAddress", CauseCode::notFound},
    Reason{"adaptiveBusy", CauseCode::busy},
    Reason{"inConf", CauseCode::busy},
    Reason{"securityDenied", CauseCode::encryptionRequired},
    Reason{"securityError", CauseCode::encryptionRequired},
    Reason{"calledPartyNotRegistered", CauseCode::notFound},
    Reason{"callerNotRegistered", CauseCode::forbidden},
    Reason{"invalidCID", CauseCode::notFound},
};

struct Value850 {
    int value;
    CauseCode code;
};

constexpr std::array kValues = {
    Value850{1, CauseCode::notFound},
    Value850{2, CauseCode::notFound},
    Value850{3, CauseCode::unreachable},
    Value850{16, CauseCode::normal},
    Value850{17, CauseCode::busy},
    Value850{18, CauseCode::noAnswer},
    Value850{19, CauseCode::noAnswer},
    Value850{20, CauseCode::notFound},
    Value850{21, CauseCode::declined},
    Value850{22, CauseCode::notFound},
    Value850{27, CauseCode::unreachable},
    Value850{28, CauseCode::notFound},
    Value850{34, CauseCode::busy},
    Value850{38, CauseCode::unreachable},
    Value850{41, CauseCode::unreachable},
    Value850{42, CauseCode::busy},
    Value850{47, CauseCode::busy},
    Value850{57, CauseCode::forbidden},
    Value850{79, CauseCode::noCommonCodec},
    Value850{88, CauseCode::noCommonCodec},
    Value850{102, CauseCode::sessionExpired},
    Value850{111, CauseCode::protocolError},
};

}  // namespace

Release releaseFor(call::CauseCode code) {
    const auto found = std::find_if(
        kSaid.begin(), kSaid.end(), [code](const Said& said) { return said.code == code; });
    return found == kSaid.end() ? Release{} : found->release;
}

call::CauseCode codeFor(std::string_view reason, int q850, bool wasUp) {
    const auto named = std::find_if(
        kReasons.begin(), kReasons.end(), [&](const Reason& r) { return r.name == reason; });
    if (named != kReasons.end() && !wasUp) {
        return named->code;
    }
    const auto numbered = std::find_if(
        kValues.begin(), kValues.end(), [q850](const Value850& v) { return v.value == q850; });
    if (numbered != kValues.end()) {
        return numbered->code;
    }
    if (named != kReasons.end()) {
        return named->code;
    }
    return wasUp || q850 == 0 || q850 == 31 ? CauseCode::normal : CauseCode::protocolError;
}

}  // namespace mcu::h323::h225
