// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/capability/describe.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "base/clean_text.h"
#include "h323/capability/cif.h"
#include "h323/capability/h264.h"
#include "media/cif_text.h"
#include "media/h264/format_text.h"

namespace mcu::h323::capability {

namespace {

using call::Ability;
using Kind = Ability::Kind;
using Names = std::vector<std::string>;

constexpr std::size_t kLongestText = 120;

struct Known {
    std::string_view id;
    std::string_view name;
};

template <std::size_t N>
std::string nameIn(const std::array<Known, N>& table, std::string_view id) {
    const auto found =
        std::find_if(table.begin(), table.end(), [id](const Known& k) { return k.id == id; });
    return std::string(found == table.end() ? id : found->name);
}

/// Generic capabilities by object identifier.
constexpr std::array kGeneric = {
    Known{kH264, "H264"},
    Known{"0.0.7.7221.1.0", "G722.1"},
    Known{"0.0.7.7221.1.1.0", "G722.1C"},
    Known{"0.0.7.7222.1.0", "G722.2"},
    Known{"0.0.8.239.1.1", "H.239"},
    Known{"0.0.8.239.1.2", "H.239"},
    Known{"0.0.8.224.1.0", "H.224"},
};

/// Alternatives of the CHOICEs that are not generic.
constexpr std::array kCodecs = {
    Known{"g711Alaw64k", "PCMA"},
    Known{"g711Ulaw64k", "PCMU"},
    Known{"g722-64k", "G722"},
    Known{"g7231", "G723.1"},
    Known{"g728", "G728"},
    Known{"g729", "G729"},
    Known{"g729AnnexA", "G729A"},
    Known{"g729wAnnexB", "G729B"},
    Known{"g729AnnexAwAnnexB", "G729AB"},
    Known{"h261VideoCapability", "H261"},
    Known{"h263VideoCapability", "H263"},
    Known{"h262VideoCapability", "H262"},
    Known{"nonStandard", "non-standard"},
    Known{"h224", "H.224"},
    Known{"gsmFullRate", "GSM"},
    Known{"is13818AudioCapability", "MPEG-2 audio"},
};

constexpr std::array kCiphers = {
    Known{"2.16.840.1.101.3.4.1.2", "AES_CBC_128"},
    Known{"2.16.840.1.101.3.4.1.22", "AES_CBC_192"},
    Known{"2.16.840.1.101.3.4.1.42", "AES_CBC_256"},
    Known{"1.3.14.3.2.7", "DES_CBC"},
    Known{"1.2.840.113549.3.7", "3DES_CBC"},
};

std::string genericName(const Value& generic) {
    const auto oid = generic.oid("capabilityIdentifier.standard");
    return oid.empty() ? "non-standard" : nameIn(kGeneric, oid);
}

std::string withRate(std::string detail, std::uint32_t kbps) {
    if (kbps > 0) {
        detail += (detail.empty() ? "" : ", ") + std::to_string(kbps) + " kbit/s";
    }
    return detail;
}

/// The limits of a generic capability in words.
std::string genericDetail(const Value& generic) {
    std::string detail;
    std::uint32_t kbps = 0;
    if (const auto h264 = readH264(generic)) {
        detail = media::h264::describe(h264->format);
        kbps = h264->kbps;
    } else if (const auto rate = generic.number("maxBitRate")) {
        kbps = static_cast<std::uint32_t>(*rate / 10);
    }
    return withRate(std::move(detail), kbps);
}

/// Name and limits of an audio, video or data alternative.
std::pair<std::string, std::string> mediaText(const Value& media) {
    const auto kind = media.chosen();
    for (const auto* generic :
         {"genericVideoCapability", "genericAudioCapability", "genericDataCapability"}) {
        if (kind == generic) {
            const auto& body = *media.find(generic);
            return {genericName(body), genericDetail(body)};
        }
    }
    if (kind == "extendedVideoCapability") {
        const auto* extension = media.find("extendedVideoCapability.videoCapabilityExtension.0");
        const auto* inner = media.find("extendedVideoCapability.videoCapability.0");
        return {extension == nullptr ? std::string("extended video") : genericName(*extension),
                inner == nullptr ? std::string() : mediaText(*inner).first};
    }
    if (kind == "h261VideoCapability" || kind == "h263VideoCapability") {
        const auto cif = readCif(media);
        return {nameIn(kCodecs, kind),
                cif ? withRate(media::describe(cif->format), cif->kbps) : std::string()};
    }
    return {nameIn(kCodecs, kind), {}};
}

/// "receiveX", "transmitX" or "receiveAndTransmitX", and which way it is where that is not to it.
const Value* directed(const Value& capability, const std::string& what, std::string& way) {
    for (const auto& [prefix, text] : {std::pair{"receiveAndTransmit", ""},
                                       std::pair{"receive", ""},
                                       std::pair{"transmit", "only sends"}}) {
        if (const auto* found = capability.find(prefix + what)) {
            way = text;
            return found;
        }
    }
    return nullptr;
}

std::string joined(std::string a, const std::string& b) {
    return a + (a.empty() || b.empty() ? "" : ", ") + b;
}

struct Directed {
    const char* what;
    Kind kind;
    const char* within;  ///< of the capability's body; empty: itself
};

constexpr std::array kDirected = {Directed{"AudioCapability", Kind::audio, ""},
                                  Directed{"VideoCapability", Kind::video, ""},
                                  Directed{"DataApplicationCapability", Kind::data, "application"}};

bool readMedia(const Value& capability, Ability& out) {
    for (const auto& [what, kind, within] : kDirected) {
        std::string way;
        const auto* found = directed(capability, what, way);
        const auto* body = found == nullptr || *within == '\0' ? found : found->find(within);
        if (body == nullptr) {
            continue;
        }
        auto [name, detail] = mediaText(*body);
        out.kind = kind;
        out.name = std::move(name);
        out.detail = joined(std::move(detail), way);
        return true;
    }
    return false;
}

bool readOther(const Value& capability, Ability& out) {
    std::string way;
    if (const auto* input = directed(capability, "UserInputCapability", way)) {
        out.kind = Kind::userInput;
        out.name = std::string(input->chosen());
        out.detail = way;
        return true;
    }
    if (capability.has("receiveRTPAudioTelephonyEventCapability")) {
        out.kind = Kind::userInput;
        out.name = "telephone-event";
        out.detail = capability.text("receiveRTPAudioTelephonyEventCapability.audioTelephoneEvent");
        return true;
    }
    if (const auto* generic = capability.find("genericControlCapability")) {
        out.kind = Kind::control;
        out.name = genericName(*generic);
        out.detail = genericDetail(*generic);
        return true;
    }
    if (capability.flag("conferenceCapability.chairControlCapability")) {
        out.kind = Kind::control;
        out.name = "H.243 chair control";
        return true;
    }
    return false;
}

Names ciphersOf(const Value& security) {
    Names out;
    const auto* list = security.find("encryptionAuthenticationAndIntegrity.encryptionCapability");
    for (std::size_t i = 0; list != nullptr && i < list->children().size(); ++i) {
        const auto oid = list->children()[i].oid("algorithm");
        if (!oid.empty() && out.size() < kCiphers.size()) {
            out.push_back(nameIn(kCiphers, oid));
        }
    }
    return out;
}

std::map<std::int64_t, Names> ciphersByEntry(const Value& table) {
    std::map<std::int64_t, Names> out;
    for (const auto& entry : table.children()) {
        if (const auto* security = entry.find("capability.h235SecurityCapability")) {
            out[security->number("mediaCapability").value_or(0)] = ciphersOf(*security);
        }
    }
    return out;
}

void add(Ability ability, std::vector<Ability>& out) {
    ability.name = cleanText(ability.name).substr(0, kLongestText);
    ability.detail = cleanText(ability.detail).substr(0, kLongestText);
    if (!ability.name.empty() && out.size() < kMostAbilities &&
        std::find(out.begin(), out.end(), ability) == out.end()) {
        out.push_back(std::move(ability));
    }
}

}  // namespace

std::vector<Ability> describe(const Value& set) {
    std::vector<Ability> out;
    const auto* table = set.find("capabilityTable");
    if (table == nullptr) {
        return out;
    }
    auto ciphers = ciphersByEntry(*table);
    for (const auto& entry : table->children()) {
        const auto* capability = entry.find("capability");
        Ability ability;
        if (capability == nullptr ||
            (!readMedia(*capability, ability) && !readOther(*capability, ability))) {
            continue;
        }
        ability.encryption = ciphers[entry.number("capabilityTableEntryNumber").value_or(0)];
        add(std::move(ability), out);
    }
    return out;
}

}  // namespace mcu::h323::capability
