// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h225/messages.h"

#include <algorithm>

#include "base/clean_text.h"
#include "h323/h225/causes.h"
#include "h323/h245/messages.h"
#include "h323/per/per.h"

namespace mcu::h323::h225 {

namespace {

constexpr std::string_view kInfo = "h225.H323-UserInformation";
constexpr std::int64_t kVietNam = 188;  // T.35 country code
constexpr std::size_t kLongestDisplay = 80;
constexpr std::size_t kLongestProduct = 256;
constexpr int kStatusEnquiryResponse = 30;  // Q.850

struct Draft {
    Draft(const CallIdentity& id, Q931Type type, std::string_view bodyName) : bodyName_(bodyName) {
        signal.q931.callReference = id.reference;
        signal.q931.fromDestination = !id.weCalled;
        signal.q931.type = type;
        signal.info = Value::of(kInfo);
        pdu().at("h323-message-body").at(bodyName);
    }

    Value& pdu() { return signal.info->at("h323-uu-pdu"); }

    Value& body() { return pdu().at("h323-message-body").at(bodyName_); }

    Draft& tunnelling(bool on) {
        pdu().set("h245Tunneling", on);
        return *this;
    }

    Signal signal;

private:
    std::string_view bodyName_;
};

void writeCommon(Value& body, const CallIdentity& id) {
    body.setOid("protocolIdentifier", kProtocol);
    body.set("callIdentifier.guid", std::span(id.callIdentifier));
}

void writeEndpoint(Value& type, const EndpointIdentity& who) {
    auto& vendor = type.at("vendor");
    vendor.set("vendor.t35CountryCode", kVietNam);
    vendor.set("vendor.t35Extension", std::int64_t{0});
    vendor.set("vendor.manufacturerCode", std::int64_t{0});
    if (!who.product.empty()) {
        vendor.setText("productId", who.product.substr(0, kLongestProduct));
    }
    if (!who.version.empty()) {
        vendor.setText("versionId", who.version.substr(0, kLongestProduct));
    }
    type.at(who.mcu ? "mcu" : "terminal");
    type.set("mc", who.mcu);
    type.set("undefinedNode", false);
}

void writeConnectionFlags(Value& body) {
    body.set("multipleCalls", false);
    body.set("maintainConnection", false);
}

void writeTokens(Value& body, const HalfKeys& halfKeys) {
    if (!halfKeys.empty()) {
        security::writeHalfKeys(body.at("tokens"), halfKeys);
    }
}

void addDisplay(Q931Message& message, std::string text) {
    if (text.size() > kLongestDisplay) {
        text.resize(kLongestDisplay);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
            text.pop_back();
        }
        if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) {
            text.pop_back();  // the first octet of a character that was cut
        }
    }
    if (!text.empty()) {
        message.add(Ie::display, Octets(text.begin(), text.end()));
    }
}

Signal progressOf(const CallIdentity& id,
                  const EndpointIdentity& who,
                  Q931Type type,
                  std::string_view name,
                  bool tunnelling) {
    Draft draft(id, type, name);
    auto& body = draft.body();
    writeCommon(body, id);
    writeEndpoint(body.at("destinationInfo"), who);
    writeConnectionFlags(body);
    return draft.tunnelling(tunnelling).signal;
}

}  // namespace

Result<Signal> parseSignal(std::span<const std::uint8_t> octets, bool* unreadable) {
    auto q931 = parseQ931(octets);
    if (!q931) {
        return q931.error();
    }
    Signal out;
    out.q931 = std::move(*q931);
    if (const auto* info = out.q931.find(Ie::userUser)) {
        auto value = decodePer(kInfo, *info);
        if (value) {
            out.info = std::move(*value);
        } else if (unreadable != nullptr) {
            *unreadable = true;
        }
    }
    return out;
}

Result<Octets> encodeSignal(const Signal& signal) {
    auto q931 = signal.q931;
    if (signal.info) {
        auto info = encodePer(*signal.info);
        if (!info) {
            return info.error();
        }
        q931.add(Ie::userUser, std::move(*info));
    }
    return encodeQ931(q931);
}

bool isDigits(const Alias& alias) {
    return !alias.empty() && alias.size() <= 128 &&
           alias.find_first_not_of("0123456789#*,") == std::string::npos;
}

void writeAlias(Value& alias, const Alias& text) {
    alias.setText(isDigits(text) ? "dialedDigits" : "h323-ID", text);
}

std::string aliasText(const Value& alias) {
    std::string text;
    const auto kind = alias.chosen();
    if (kind == "dialedDigits" || kind == "h323-ID" || kind == "url-ID" || kind == "email-ID") {
        text = alias.text(kind);
    } else if (kind == "partyNumber") {
        text = alias.text("partyNumber.e164Number.publicNumberDigits");
    }
    text = cleanText(text);
    return text.starts_with("h323:") ? text.substr(5) : text;
}

std::vector<Alias> aliases(const Value* list) {
    std::vector<Alias> out;
    for (std::size_t i = 0; list != nullptr && i < list->children().size(); ++i) {
        auto text = aliasText(list->children()[i]);
        if (!text.empty()) {
            out.push_back(std::move(text));
        }
    }
    return out;
}

std::string productOf(const Value* endpointType) {
    if (endpointType == nullptr) {
        return {};
    }
    const auto part = [&](const char* name) {
        return cleanText(endpointType->text(std::string("vendor.") + name));
    };
    auto product = part("productId");
    const auto version = part("versionId");
    return product + (product.empty() || version.empty() ? "" : " ") + version;
}

Signal setup(const CallIdentity& id,
             const EndpointIdentity& who,
             const SetupContent& content,
             bool tunnelling) {
    Draft draft(id, Q931Type::setup, "setup");
    auto& q931 = draft.signal.q931;
    q931.add(Ie::bearerCapability, bearerCapability(content.kbps));
    addDisplay(q931, content.display);
    const auto digits = std::find_if(content.to.begin(), content.to.end(), isDigits);
    if (digits != content.to.end()) {
        q931.add(Ie::calledNumber, numberElement(*digits, false));
    }
    auto& body = draft.body();
    writeCommon(body, id);
    for (const auto& alias : content.from) {
        writeAlias(body.append("sourceAddress"), alias);
    }
    writeEndpoint(body.at("sourceInfo"), who);
    for (const auto& alias : content.to) {
        writeAlias(body.append("destinationAddress"), alias);
    }
    // Always: there are rooms that end themselves without it (Polycom m100).
    h245::writeAddress(body.at("destCallSignalAddress"), content.peer);
    body.set("activeMC", false);
    body.set("conferenceID", std::span(id.conferenceIdentifier));
    body.at(who.mcu ? "conferenceGoal.invite" : "conferenceGoal.create");
    body.at("callType.pointToPoint");
    if (content.local.isSet() && !content.local.isAny()) {
        h245::writeAddress(body.at("sourceCallSignalAddress"), content.local);
    }
    body.set("mediaWaitForConnect", false);
    body.set("canOverlapSend", false);
    writeConnectionFlags(body);
    writeTokens(body, content.halfKeys);
    return draft.tunnelling(tunnelling).signal;
}

Signal callProceeding(const CallIdentity& id, const EndpointIdentity& who, bool tunnelling) {
    return progressOf(id, who, Q931Type::callProceeding, "callProceeding", tunnelling);
}

Signal alerting(const CallIdentity& id, const EndpointIdentity& who, bool tunnelling) {
    return progressOf(id, who, Q931Type::alerting, "alerting", tunnelling);
}

Signal connect(const CallIdentity& id,
               const EndpointIdentity& who,
               const NetAddress& h245,
               const HalfKeys& halfKeys,
               bool tunnelling) {
    Draft draft(id, Q931Type::connect, "connect");
    auto& body = draft.body();
    writeCommon(body, id);
    if (h245.isSet()) {
        h245::writeAddress(body.at("h245Address"), h245);
    }
    writeEndpoint(body.at("destinationInfo"), who);
    body.set("conferenceID", std::span(id.conferenceIdentifier));
    writeConnectionFlags(body);
    writeTokens(body, halfKeys);
    return draft.tunnelling(tunnelling).signal;
}

Signal facilityWithControl(const CallIdentity& id, const Octets& control) {
    Draft draft(id, Q931Type::facility, "empty");
    draft.tunnelling(true);
    draft.pdu().append("h245Control").rawOctets() = control;
    return draft.signal;
}

Signal facilityStartH245(const CallIdentity& id, const NetAddress& h245) {
    Draft draft(id, Q931Type::facility, "facility");
    auto& body = draft.body();
    writeCommon(body, id);
    body.at("reason.startH245");
    h245::writeAddress(body.at("h245Address"), h245);
    writeConnectionFlags(body);
    return draft.tunnelling(false).signal;
}

Signal releaseComplete(const CallIdentity& id, const call::HangupCause& cause) {
    Draft draft(id, Q931Type::releaseComplete, "releaseComplete");
    const auto release = releaseFor(cause.code);
    draft.signal.q931.add(Ie::cause, causeElement(release.q850));
    if (cause.code != call::CauseCode::normal) {
        addDisplay(draft.signal.q931, cause.text);
    }
    auto& body = draft.body();
    writeCommon(body, id);
    if (!release.reason.empty()) {
        body.at("reason").at(release.reason);
    }
    return draft.tunnelling(false).signal;
}

Signal status(const CallIdentity& id, std::uint8_t callState) {
    Draft draft(id, Q931Type::status, "status");
    draft.signal.q931.add(Ie::cause, causeElement(kStatusEnquiryResponse));
    draft.signal.q931.add(Ie::callState, {callState});
    writeCommon(draft.body(), id);
    return draft.tunnelling(false).signal;
}

}  // namespace mcu::h323::h225
