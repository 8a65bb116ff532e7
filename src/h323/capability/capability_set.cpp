// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/capability/capability_set.h"

#include <algorithm>
#include <array>
#include <map>

namespace mcu::h323::capability {

namespace {

using media::Codec;

constexpr int kFramesPerPacket = 20;  // milliseconds
constexpr std::uint8_t kVideoPt = 97;
// RFC 3551
constexpr std::uint8_t kH263Pt = 34;
constexpr std::uint8_t kH261Pt = 31;
constexpr media::CifFormat kH263Received{1, 1, 1};
constexpr media::CifFormat kH261Received{1, 1, 0};
constexpr std::uint8_t kEncryptedAudioPt = 96;  // never the static one (H.235.6 clause 9)

struct AudioName {
    Codec codec;
    std::string_view name;
    std::uint8_t payloadType;
};

constexpr std::array kAudio = {AudioName{Codec::pcma, "g711Alaw64k", 8},
                               AudioName{Codec::pcmu, "g711Ulaw64k", 0},
                               AudioName{Codec::g722, "g722-64k", 9}};

const AudioName* named(Codec codec) {
    const auto found = std::find_if(
        kAudio.begin(), kAudio.end(), [codec](const AudioName& a) { return a.codec == codec; });
    return found == kAudio.end() ? nullptr : &*found;
}

const AudioName* named(std::string_view name) {
    const auto found = std::find_if(
        kAudio.begin(), kAudio.end(), [name](const AudioName& a) { return a.name == name; });
    return found == kAudio.end() ? nullptr : &*found;
}

void writeAlgorithms(Value& encryption, const Algorithms& algorithms) {
    for (const auto algorithm : algorithms) {
        encryption.append("encryptionCapability")
            .setOid("algorithm", security::factsOf(algorithm).oid);
    }
}

Algorithms readAlgorithms(const Value* encryption) {
    Algorithms out;
    const auto* list = encryption == nullptr ? nullptr : encryption->find("encryptionCapability");
    for (std::size_t i = 0; list != nullptr && i < list->children().size(); ++i) {
        if (const auto known = security::algorithmOf(list->children()[i].oid("algorithm"))) {
            out.push_back(*known);
        }
    }
    return out;
}

/// Our first choice among what both can do.
std::optional<security::Algorithm> commonOf(const Algorithms& ours, const Algorithms& theirs) {
    const auto found = std::find_first_of(ours.begin(), ours.end(), theirs.begin(), theirs.end());
    return found == ours.end() ? std::nullopt : std::optional(*found);
}

/// Entries get the numbers 1, 2 ... and go into one descriptor; each group is a set of
/// alternatives that can be had together with those of the other groups.
class Table {
public:
    Table(Value& set, const Algorithms& encryption, bool alsoClear)
        : set_(set), encryption_(encryption), alsoClear_(alsoClear || encryption.empty()) {}

    Value& entry() {
        auto& capability = next();
        group_.push_back(last_);
        return capability;
    }

    /// An entry of media: encrypted first, where that can be done. The reference holds until the
    /// next entry.
    Value& mediaEntry() {
        const auto number = last_ + 1;
        const auto at = set_.size("capabilityTable");
        next();
        if (!encryption_.empty()) {
            auto& security = next().at("h235SecurityCapability");
            writeAlgorithms(security.at("encryptionAuthenticationAndIntegrity"), encryption_);
            security.set("mediaCapability", number);
            group_.push_back(last_);
        }
        if (alsoClear_) {
            group_.push_back(number);
        }
        return set_.at("capabilityTable." + std::to_string(at) + ".capability");
    }

    void endGroup() {
        if (group_.empty()) {
            return;
        }
        if (set_.size("capabilityDescriptors") == 0) {
            set_.append("capabilityDescriptors").set("capabilityDescriptorNumber", std::int64_t{0});
        }
        auto& alternatives = set_.append("capabilityDescriptors.0.simultaneousCapabilities");
        for (const auto number : group_) {
            alternatives.append().rawNumber() = number;
        }
        group_.clear();
    }

private:
    Value& next() {
        auto& entry = set_.append("capabilityTable");
        entry.set("capabilityTableEntryNumber", ++last_);
        return entry.at("capability");
    }

    Value& set_;
    const Algorithms& encryption_;
    const bool alsoClear_;
    std::int64_t last_ = 0;
    std::vector<std::int64_t> group_;
};

bool wants(const std::vector<Codec>& list, Codec codec) {
    return std::find(list.begin(), list.end(), codec) != list.end();
}

void writeMultipoint(Value& capability) {
    capability.set("multicastCapability", false);
    capability.set("multiUniCastConference", false);
    auto& distribution = capability.append("mediaDistributionCapability");
    distribution.set("centralizedControl", true);
    distribution.set("distributedControl", false);
    distribution.set("centralizedAudio", true);
    distribution.set("distributedAudio", false);
    distribution.set("centralizedVideo", true);
    distribution.set("distributedVideo", false);
}

void writeMultiplex(Value& set, const call::MediaPolicy& policy) {
    auto& multiplex = set.at("multiplexCapability.h2250Capability");
    multiplex.set("maximumAudioDelayJitter", std::int64_t{60});
    for (const auto* name : {"receiveMultipointCapability",
                             "transmitMultipointCapability",
                             "receiveAndTransmitMultipointCapability"}) {
        writeMultipoint(multiplex.at(name));
    }
    multiplex.set("mcCapability.centralizedConferenceMC", true);
    multiplex.set("mcCapability.decentralizedConferenceMC", false);
    multiplex.set("rtcpVideoControlCapability", false);
    multiplex.set("mediaPacketizationCapability.h261aVideoPacketization", false);
    multiplex.set("logicalChannelSwitchingCapability", false);
    multiplex.set("t120DynamicPortCapability", false);
    const auto packetization = [&multiplex](std::string_view oid) {
        multiplex.append("mediaPacketizationCapability.rtpPayloadType")
            .setOid("payloadDescriptor.oid", oid);
    };
    packetization(kSingleNal);
    if (policy.h264.packetizationMode >= 1) {
        packetization(kNonInterleaved);
    }
    if (wants(policy.video, Codec::h263v1998)) {
        multiplex.append("mediaPacketizationCapability.rtpPayloadType")
            .set("payloadDescriptor.rfc-number", kRfc2429);
    }
}

void writeAudio(Table& table, const call::MediaPolicy& policy) {
    for (const auto codec : policy.audio) {
        if (const auto* name = named(codec)) {
            table.mediaEntry().set(std::string("receiveAudioCapability.") + std::string(name->name),
                                   std::int64_t{kFramesPerPacket});
        }
    }
    table.endGroup();
}

void writeVideo(Table& table, const call::MediaPolicy& policy) {
    if (wants(policy.video, Codec::h264)) {
        H264Capability ours{policy.h264, policy.maxKbps};
        for (const std::uint8_t profile : {std::uint8_t{66}, std::uint8_t{100}}) {
            ours.format.profileIdc = profile;
            writeH264(table.mediaEntry().at("receiveVideoCapability.genericVideoCapability"), ours);
        }
    }
    if (wants(policy.video, Codec::h263) || wants(policy.video, Codec::h263v1998)) {
        writeCif(table.mediaEntry().at("receiveVideoCapability"),
                 {Codec::h263, kH263Received, policy.maxKbps});
    }
    if (wants(policy.video, Codec::h261)) {
        writeCif(table.mediaEntry().at("receiveVideoCapability"),
                 {Codec::h261, kH261Received, policy.maxKbps});
    }
    table.endGroup();
}

void writeUserInput(Table& table) {
    for (const auto* kind : {"basicString", "dtmf"}) {
        table.entry().at("receiveUserInputCapability").at(kind);
    }
    auto& events = table.entry().at("receiveRTPAudioTelephonyEventCapability");
    events.set("dynamicRTPPayloadType", std::int64_t{kTelephoneEventPt});
    events.setText("audioTelephoneEvent", "0-16");
    table.endGroup();
}

/// The alternative of a capability the peer can receive: "receiveX" or "receiveAndTransmitX".
const Value* receivable(const Value& capability, std::string_view what) {
    const auto* found = capability.find("receive" + std::string(what));
    return found != nullptr ? found : capability.find("receiveAndTransmit" + std::string(what));
}

/// A VideoCapability of a codec we have: its limits and bit rate.
std::optional<PeerCapabilities::Video> readVideo(const Value& capability) {
    PeerCapabilities::Video out;
    const auto* generic = capability.find("genericVideoCapability");
    if (const auto h264 = generic == nullptr ? std::nullopt : readH264(*generic)) {
        out.format.codec = Codec::h264;
        out.format.h264 = h264->format;
        out.kbps = h264->kbps;
        return out;
    }
    if (const auto cif = readCif(capability)) {
        out.format.codec = cif->codec;
        out.format.cif = cif->format;
        out.kbps = cif->kbps;
        return out;
    }
    return std::nullopt;
}

void readEntry(const Value& capability, const Algorithms& encryption, PeerCapabilities& out) {
    if (const auto* audio = receivable(capability, "AudioCapability")) {
        const auto kind = audio->chosen();
        if (const auto* name = named(kind)) {
            out.audio.push_back(
                {name->codec,
                 static_cast<int>(audio->number(name->name).value_or(kFramesPerPacket)),
                 encryption});
        } else {
            out.others.emplace_back(kind);
        }
        return;
    }
    if (const auto* video = receivable(capability, "VideoCapability")) {
        if (auto known = readVideo(*video)) {
            known->encryption = encryption;
            out.video.push_back(std::move(*known));
        } else {
            out.others.emplace_back(video->chosen());
        }
        return;
    }
    if (const auto* events = capability.find("receiveRTPAudioTelephonyEventCapability")) {
        out.telephoneEventPt =
            static_cast<std::uint8_t>(events->number("dynamicRTPPayloadType").value_or(101));
    }
}

/// How much we like to send it; the greater the better. H.264 before H.263 before H.261.
int rank(const PeerCapabilities::Video& video) {
    const auto rate = static_cast<int>(std::min<std::uint32_t>(99, video.kbps / 100));
    if (video.format.codec != Codec::h264) {
        return video.format.codec == Codec::h263 ? 1000 + rate : rate;
    }
    const auto& h264 = video.format.h264;
    return (h264.profileIdc == 66 ? 200000 : 100000) + h264.levelIdc * 100 + rate;
}

/// What of `encryption` policy lets us use with a capability, and whether it can be used at all.
struct Protection {
    Protection(const call::MediaPolicy& policy, const Algorithms& ours, const Algorithms& theirs)
        : algorithm(policy.encryption == media::Encryption::disabled ? std::nullopt
                                                                     : commonOf(ours, theirs)),
          allowed(algorithm || policy.encryption != media::Encryption::required) {}

    std::optional<security::Algorithm> algorithm;
    bool allowed;
};

/// Of codecs that have one in the clear.
std::optional<std::uint8_t> fixedPayloadType(Codec codec) {
    if (codec == Codec::h263) {
        return kH263Pt;
    }
    return codec == Codec::h261 ? std::optional(kH261Pt) : std::nullopt;
}

/// As which of our codecs we can send what the peer takes. Whoever takes H.263 takes it in the
/// packets of RFC 2190; those of RFC 2429 are an offer of its own.
std::optional<Codec> sentAs(Codec codec,
                            const PeerCapabilities& peer,
                            const call::MediaPolicy& policy) {
    if (wants(policy.video, codec)) {
        return codec;
    }
    const bool newer =
        codec == Codec::h263 && peer.rfc2429 && wants(policy.video, Codec::h263v1998);
    return newer ? std::optional(Codec::h263v1998) : std::nullopt;
}

std::optional<Choice> chooseVideo(const PeerCapabilities& peer,
                                  const call::MediaPolicy& policy,
                                  const Algorithms& encryption) {
    const PeerCapabilities::Video* best = nullptr;
    const auto encrypts = [&](const PeerCapabilities::Video& video) {
        return Protection(policy, encryption, video.encryption).algorithm.has_value();
    };
    for (const auto& candidate : peer.video) {
        if (sentAs(candidate.format.codec, peer, policy) &&
            Protection(policy, encryption, candidate.encryption).allowed &&
            (best == nullptr || std::pair(encrypts(candidate), rank(candidate)) >
                                    std::pair(encrypts(*best), rank(*best)))) {
            best = &candidate;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    Choice out;
    out.encryption = Protection(policy, encryption, best->encryption).algorithm;
    out.format = best->format;
    out.format.codec = *sentAs(best->format.codec, peer, policy);
    out.format.payloadType =
        out.encryption ? kVideoPt : fixedPayloadType(out.format.codec).value_or(kVideoPt);
    if (out.format.codec == Codec::h264) {
        out.format.h264.packetizationMode =
            peer.nonInterleaved && policy.h264.packetizationMode >= 1 ? 1 : 0;
    }
    out.kbps = best->kbps;
    return out;
}

std::uint8_t videoPayloadType(const Value& parameters, std::uint8_t otherwise) {
    const auto dynamic = parameters.number("dynamicRTPPayloadType");
    const auto packetization = parameters.number("mediaPacketization.rtpPayloadType.payloadType");
    return static_cast<std::uint8_t>(dynamic ? *dynamic : packetization.value_or(otherwise));
}

/// RFC 2190 unless the sender says otherwise.
Codec h263In(const Value& parameters) {
    const auto rfc =
        parameters.number("mediaPacketization.rtpPayloadType.payloadDescriptor.rfc-number");
    return rfc == kRfc2429 || rfc == kRfc4629 ? Codec::h263v1998 : Codec::h263;
}

}  // namespace

Value ownSet(const call::MediaPolicy& policy, bool video, const Algorithms& encryption) {
    auto set = Value::of("h245.TerminalCapabilitySet");
    writeMultiplex(set, policy);
    Table table(set, encryption, policy.encryption != media::Encryption::required);
    writeAudio(table, policy);
    if (video) {
        writeVideo(table, policy);
    }
    writeUserInput(table);
    return set;
}

Value emptySet() {
    return Value::of("h245.TerminalCapabilitySet");
}

PeerCapabilities readSet(const Value& set) {
    PeerCapabilities out;
    const auto* table = set.find("capabilityTable");
    std::map<std::int64_t, Algorithms> encryption;  // by number of the media's entry
    for (std::size_t i = 0; table != nullptr && i < table->children().size(); ++i) {
        const auto* security = table->children()[i].find("capability.h235SecurityCapability");
        if (security != nullptr) {
            encryption[security->number("mediaCapability").value_or(0)] =
                readAlgorithms(security->find("encryptionAuthenticationAndIntegrity"));
        }
    }
    for (std::size_t i = 0; table != nullptr && i < table->children().size(); ++i) {
        const auto& entry = table->children()[i];
        if (const auto* capability = entry.find("capability")) {
            const auto number = entry.number("capabilityTableEntryNumber").value_or(0);
            readEntry(*capability, encryption[number], out);
        }
    }
    const std::string list =
        "multiplexCapability.h2250Capability.mediaPacketizationCapability.rtpPayloadType";
    for (std::size_t i = 0; i < set.size(list); ++i) {
        const auto descriptor = list + "." + std::to_string(i) + ".payloadDescriptor";
        out.nonInterleaved |= set.oid(descriptor + ".oid") == kNonInterleaved;
        const auto rfc = set.number(descriptor + ".rfc-number");
        out.rfc2429 |= rfc == kRfc2429 || rfc == kRfc4629;
    }
    return out;
}

std::optional<Choice> choose(media::Kind kind,
                             const PeerCapabilities& peer,
                             const call::MediaPolicy& policy,
                             const Algorithms& encryption) {
    if (kind == media::Kind::video) {
        return chooseVideo(peer, policy, encryption);
    }
    for (const auto codec : policy.audio) {
        const auto found = std::find_if(
            peer.audio.begin(), peer.audio.end(), [&](const PeerCapabilities::Audio& a) {
                return a.codec == codec && Protection(policy, encryption, a.encryption).allowed;
            });
        if (found != peer.audio.end()) {
            Choice out;
            out.format.codec = codec;
            out.encryption = Protection(policy, encryption, found->encryption).algorithm;
            out.format.payloadType = out.encryption ? kEncryptedAudioPt : named(codec)->payloadType;
            return out;
        }
    }
    return std::nullopt;
}

void writeDataType(Value& dataType, const Choice& choice) {
    auto* media = &dataType;
    if (choice.encryption) {
        auto& encrypted = dataType.at("h235Media");
        writeAlgorithms(encrypted.at("encryptionAuthenticationAndIntegrity"), {*choice.encryption});
        media = &encrypted.at("mediaType");
    }
    if (choice.format.codec == Codec::h264) {
        writeH264(media->at("videoData.genericVideoCapability"), {choice.format.h264, choice.kbps});
        return;
    }
    if (media::isCif(choice.format.codec)) {
        writeCif(media->at("videoData"), {choice.format.codec, choice.format.cif, choice.kbps});
        return;
    }
    media->set(std::string("audioData.") + std::string(named(choice.format.codec)->name),
               std::int64_t{choice.format.ptimeMs});
}

std::optional<Announced> readDataType(const Value& dataType, const Value& parameters) {
    Announced out;
    const auto* media = &dataType;
    if (const auto* encrypted = dataType.find("h235Media")) {
        const auto algorithms =
            readAlgorithms(encrypted->find("encryptionAuthenticationAndIntegrity"));
        media = encrypted->find("mediaType");
        if (algorithms.empty() || media == nullptr) {
            return std::nullopt;
        }
        out.encryption = algorithms.front();
    }
    if (const auto* audio = media->find("audioData")) {
        const auto* name = named(audio->chosen());
        if (name == nullptr) {
            return std::nullopt;
        }
        out.format.codec = name->codec;
        out.format.payloadType = static_cast<std::uint8_t>(
            parameters.number("dynamicRTPPayloadType").value_or(name->payloadType));
        return out;
    }
    const auto* capability = media->find("videoData");
    const auto video = capability == nullptr ? std::nullopt : readVideo(*capability);
    if (!video) {
        return std::nullopt;
    }
    out.format = video->format;
    out.kbps = video->kbps;
    out.format.payloadType =
        videoPayloadType(parameters, fixedPayloadType(out.format.codec).value_or(kVideoPt));
    if (out.format.codec == Codec::h263) {
        out.format.codec = h263In(parameters);
    }
    if (out.format.codec != Codec::h264) {
        return out;
    }
    const auto mode = parameters.oid("mediaPacketization.rtpPayloadType.payloadDescriptor.oid");
    out.format.h264.packetizationMode = mode == kNonInterleaved ? 1 : 0;
    return out;
}

std::optional<Codec> videoModeIn(const Value& description) {
    for (const auto& element : description.children()) {
        const auto* mode = element.find("type.videoMode");
        const auto kind = mode == nullptr ? std::string_view{} : mode->chosen();
        if (kind == "h261VideoMode") {
            return Codec::h261;
        }
        if (kind == "h263VideoMode") {
            return Codec::h263;
        }
        if (kind == "genericVideoMode" &&
            mode->oid("genericVideoMode.capabilityIdentifier.standard") == kH264) {
            return Codec::h264;
        }
    }
    return std::nullopt;
}

bool acceptable(const media::CodecFormat& format, const call::MediaPolicy& policy) {
    if (media::kindOf(format.codec) == media::Kind::audio) {
        return wants(policy.audio, format.codec);
    }
    return wants(policy.video, format.codec) &&
           (format.codec != Codec::h264 ||
            format.h264.packetizationMode <= policy.h264.packetizationMode);
}

}  // namespace mcu::h323::capability
