// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/formats.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

using media::Codec;
using media::CodecFormat;

struct Known {
    Codec codec;
    std::string_view name;
    std::uint32_t clock;
};

// G722/16000 is what some rooms write although RFC 3551 section 4.5.2 says 8000.
constexpr std::array kKnown = {
    Known{Codec::opus, "opus", 48000},
    Known{Codec::g722, "G722", 8000},
    Known{Codec::g722, "G722", 16000},
    Known{Codec::pcma, "PCMA", 8000},
    Known{Codec::pcmu, "PCMU", 8000},
    Known{Codec::telephoneEvent, "telephone-event", 8000},
    Known{Codec::telephoneEvent, "telephone-event", 48000},
    Known{Codec::h264, "H264", 90000},
    Known{Codec::vp8, "VP8", 90000},
    Known{Codec::h263v1998, "H263-1998", 90000},
    Known{Codec::h263v1998, "H263-2000", 90000},
    Known{Codec::h263, "H263", 90000},
    Known{Codec::h261, "H261", 90000},
};

/// The value of an attribute "NAME:PT value" for one payload type.
std::string_view attributeFor(const MediaSection& section,
                              std::string_view name,
                              std::string_view payloadType) {
    for (const auto& attribute : section.attributes) {
        if (!equalsIgnoringCase(attribute.name, name)) {
            continue;
        }
        const std::string_view value = attribute.value;
        const auto blank = value.find(' ');
        if (value.substr(0, blank) == payloadType) {
            return blank == std::string_view::npos ? std::string_view{}
                                                   : trim(value.substr(blank + 1));
        }
    }
    return {};
}

std::optional<Codec> staticCodec(std::uint8_t payloadType) {
    switch (payloadType) {
        case 0:
            return Codec::pcmu;
        case 8:
            return Codec::pcma;
        case 9:
            return Codec::g722;
        case 31:
            return Codec::h261;
        case 34:
            return Codec::h263;
        default:
            return std::nullopt;
    }
}

std::optional<Codec> mappedCodec(std::string_view rtpmap) {
    const auto parts = splitAt(rtpmap, '/');
    if (parts.size() < 2) {
        return std::nullopt;
    }
    const auto clock = number<std::uint32_t>(parts[1]);
    for (const auto& known : kKnown) {
        if (equalsIgnoringCase(known.name, parts[0]) && clock == known.clock) {
            return known.codec;
        }
    }
    return std::nullopt;
}

std::uint32_t parameter(std::string_view fmtp, std::string_view name, std::uint32_t otherwise) {
    for (const auto part : splitAt(fmtp, ';')) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos &&
            equalsIgnoringCase(trim(part.substr(0, equals)), name)) {
            return number<std::uint32_t>(trim(part.substr(equals + 1))).value_or(otherwise);
        }
    }
    return otherwise;
}

std::string_view textParameter(std::string_view fmtp, std::string_view name) {
    for (const auto part : splitAt(fmtp, ';')) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos &&
            equalsIgnoringCase(trim(part.substr(0, equals)), name)) {
            return trim(part.substr(equals + 1));
        }
    }
    return {};
}

media::H264Format parseH264(std::string_view fmtp) {
    media::H264Format out;
    // RFC 6184 section 8.1: without profile-level-id, baseline at level 1.
    out.constraints = 0;
    out.levelIdc = 10;
    const auto text = textParameter(fmtp, "profile-level-id");
    if (const auto id = number<std::uint32_t>(text, 16); text.size() == 6 && id) {
        out.profileIdc = static_cast<std::uint8_t>(*id >> 16U);
        out.constraints = static_cast<std::uint8_t>((*id >> 8U) & 0xFFU);
        out.levelIdc = static_cast<std::uint8_t>(*id & 0xFFU);
    }
    out.packetizationMode =
        static_cast<std::uint8_t>(std::min(255U, parameter(fmtp, "packetization-mode", 0)));
    out.maxFs = parameter(fmtp, "max-fs", 0);
    out.maxMbps = parameter(fmtp, "max-mbps", 0);
    out.maxBrKbps = parameter(fmtp, "max-br", 0);
    return out;
}

/// Picture sizes of RFC 4629 section 8.1.1 and RFC 4587 section 6.1: "CIF=1;QCIF=1". Without any:
/// QCIF at 15 pictures a second, which each receiver takes.
media::CifFormat parseCif(std::string_view fmtp) {
    const auto interval = [fmtp](std::string_view name) {
        return static_cast<std::uint8_t>(std::min(32U, parameter(fmtp, name, 0)));
    };
    const media::CifFormat out{interval("QCIF"), interval("CIF"), interval("CIF4")};
    return out == media::CifFormat{} ? media::CifFormat{2, 0, 0} : out;
}

std::string cifFmtp(const media::CifFormat& format) {
    std::string out;
    for (const auto& [name, interval] : {std::pair("CIF4", format.cif4),
                                         std::pair("CIF", format.cif),
                                         std::pair("QCIF", format.qcif)}) {
        if (interval != 0) {
            out += (out.empty() ? "" : ";") + std::string(name) + "=" + std::to_string(interval);
        }
    }
    return out;
}

/// Baseline, main, extended, high: all decoded here, and a constrained baseline stream is one of
/// each.
bool knownProfile(const media::H264Format& h264) {
    return h264.profileIdc == 66 || h264.profileIdc == 77 || h264.profileIdc == 88 ||
           h264.profileIdc == 100;
}

/// How much we want an offered format; lower is better, nothing when it cannot be taken.
std::optional<int> rank(const CodecFormat& format, const std::vector<Codec>& wanted) {
    const auto place = std::find(wanted.begin(), wanted.end(), format.codec);
    if (place == wanted.end()) {
        return std::nullopt;
    }
    int points = static_cast<int>(place - wanted.begin()) * 100;
    if (format.codec == Codec::h264) {
        if (format.h264.packetizationMode > 1 || !knownProfile(format.h264)) {
            return std::nullopt;
        }
        points += format.h264.packetizationMode == 1 ? 0 : 10;
        points += format.h264.profileIdc == 66 ? 0 : 1;
    }
    return points;
}

CodecFormat ourFormat(Codec codec, std::uint8_t payloadType) {
    CodecFormat out;
    out.codec = codec;
    out.payloadType = payloadType;
    out.channels = codec == Codec::opus ? 2 : 1;
    out.opusInbandFec = codec == Codec::opus;
    if (media::isCif(codec)) {
        out.cif = {1, 1, static_cast<std::uint8_t>(codec == Codec::h261 ? 0 : 1)};
    }
    return out;
}

/// Our limits in the clothes of an offered format.
CodecFormat receiving(const CodecFormat& offered,
                      const call::MediaPolicy& policy,
                      bool levelAsymmetry) {
    CodecFormat out = offered;
    if (offered.codec == Codec::h264) {
        out.h264 = policy.h264;
        out.h264.profileIdc = offered.h264.profileIdc;
        out.h264.constraints = offered.h264.constraints;
        out.h264.packetizationMode = offered.h264.packetizationMode;
        if (!levelAsymmetry) {
            out.h264.levelIdc = std::min(policy.h264.levelIdc, offered.h264.levelIdc);
        }
    }
    out.vp8MaxFs = 0;
    out.vp8MaxFrameRate = 0;
    out.cif = ourFormat(offered.codec, offered.payloadType).cif;
    out.opusInbandFec = offered.codec == Codec::opus;
    return out;
}

std::string fmtpOf(const CodecFormat& format) {
    if (format.codec == Codec::opus) {
        return "useinbandfec=1";
    }
    if (format.codec == Codec::vp8) {
        std::string out;
        if (format.vp8MaxFs != 0) {
            out = "max-fs=" + std::to_string(format.vp8MaxFs);
        }
        if (format.vp8MaxFrameRate != 0) {
            out += (out.empty() ? "max-fr=" : ";max-fr=") + std::to_string(format.vp8MaxFrameRate);
        }
        return out;
    }
    if (media::isCif(format.codec)) {
        return cifFmtp(format.cif);
    }
    if (format.codec != Codec::h264) {
        return {};
    }
    const auto& h264 = format.h264;
    std::array<char, 8> id{};
    (void)std::snprintf(
        id.data(), id.size(), "%02x%02x%02x", h264.profileIdc, h264.constraints, h264.levelIdc);
    std::string out = std::string("profile-level-id=") + id.data() +
                      ";packetization-mode=" + std::to_string(h264.packetizationMode) +
                      ";level-asymmetry-allowed=1";
    const auto add = [&out](const char* name, std::uint32_t value) {
        if (value != 0) {
            out += std::string(";") + name + "=" + std::to_string(value);
        }
    };
    add("max-fs", h264.maxFs);
    add("max-mbps", h264.maxMbps);
    add("max-br", h264.maxBrKbps);
    return out;
}

const std::vector<Codec>& wantedOf(media::Kind kind, const call::MediaPolicy& policy) {
    return kind == media::Kind::audio ? policy.audio : policy.video;
}

std::optional<std::uint8_t> telephoneEventOf(const MediaSection& section, std::uint32_t clock) {
    for (const auto& format : section.formats) {
        const auto parts = splitAt(attributeFor(section, "rtpmap", format), '/');
        if (parts.size() >= 2 && equalsIgnoringCase(parts[0], "telephone-event") &&
            number<std::uint32_t>(parts[1]) == clock) {
            return number<std::uint8_t>(format);
        }
    }
    return std::nullopt;
}

/// RFC 4733 section 2.5.1.1: the clock of the stream; 8000 is what older rooms offer whatever the
/// codec.
void chooseTelephoneEvent(const MediaSection& section, ChosenFormats& out) {
    for (const std::uint32_t clock : {media::rtpClockOf(out.send.codec), 8000U}) {
        out.telephoneEvent = telephoneEventOf(section, clock);
        out.telephoneEventClock = clock;
        if (out.telephoneEvent) {
            return;
        }
    }
}

}  // namespace

std::vector<CodecFormat> parseFormats(const MediaSection& section) {
    std::vector<CodecFormat> out;
    for (const auto& format : section.formats) {
        const auto payloadType = number<std::uint8_t>(format);
        if (!payloadType || *payloadType > 127) {
            continue;
        }
        const auto rtpmap = attributeFor(section, "rtpmap", format);
        const auto codec = rtpmap.empty() ? staticCodec(*payloadType) : mappedCodec(rtpmap);
        if (!codec) {
            continue;
        }
        const auto fmtp = attributeFor(section, "fmtp", format);
        CodecFormat parsed = ourFormat(*codec, *payloadType);
        parsed.opusInbandFec = parameter(fmtp, "useinbandfec", 0) == 1;
        if (*codec == Codec::h264) {
            parsed.h264 = parseH264(fmtp);
        } else if (*codec == Codec::vp8) {
            parsed.vp8MaxFs = parameter(fmtp, "max-fs", 0);
            parsed.vp8MaxFrameRate = parameter(fmtp, "max-fr", 0);
        } else if (media::isCif(*codec)) {
            parsed.cif = parseCif(fmtp);
            parsed.cif.cif4 = *codec == Codec::h261 ? 0 : parsed.cif.cif4;
        }
        out.push_back(parsed);
    }
    return out;
}

std::vector<CodecFormat> offeredFormats(media::Kind kind, const call::MediaPolicy& policy) {
    std::vector<CodecFormat> out;
    for (const auto codec : wantedOf(kind, policy)) {
        switch (codec) {
            case Codec::opus:
                out.push_back(ourFormat(codec, 111));
                break;
            case Codec::g722:
                out.push_back(ourFormat(codec, 9));
                break;
            case Codec::pcma:
                out.push_back(ourFormat(codec, 8));
                break;
            case Codec::pcmu:
                out.push_back(ourFormat(codec, 0));
                break;
            case Codec::vp8:
                out.push_back(ourFormat(codec, 100));
                break;
            case Codec::h263v1998:
                out.push_back(ourFormat(codec, 102));
                break;
            case Codec::h263:
                out.push_back(ourFormat(codec, 34));
                break;
            case Codec::h261:
                out.push_back(ourFormat(codec, 31));
                break;
            case Codec::h264:
                for (const std::uint8_t mode : {std::uint8_t{1}, std::uint8_t{0}}) {
                    if (mode > policy.h264.packetizationMode) {
                        continue;
                    }
                    auto format = ourFormat(codec, mode == 1 ? 97 : 98);
                    format.h264 = policy.h264;
                    format.h264.packetizationMode = mode;
                    out.push_back(format);
                }
                break;
            case Codec::telephoneEvent:
                break;
        }
    }
    return out;
}

std::optional<ChosenFormats> chooseFormats(media::Kind kind,
                                           const MediaSection& offer,
                                           const call::MediaPolicy& policy) {
    const auto& wanted = wantedOf(kind, policy);
    std::optional<CodecFormat> best;
    int bestRank = 0;
    for (const auto& format : parseFormats(offer)) {
        if (format.codec == Codec::h264 &&
            format.h264.packetizationMode > policy.h264.packetizationMode) {
            continue;
        }
        const auto points = rank(format, wanted);
        if (points && format.codec != Codec::telephoneEvent && (!best || *points < bestRank)) {
            best = format;
            bestRank = *points;
        }
    }
    if (!best) {
        return std::nullopt;
    }
    const auto fmtp = attributeFor(offer, "fmtp", std::to_string(best->payloadType));
    ChosenFormats out;
    out.send = *best;
    out.receive = {receiving(*best, policy, parameter(fmtp, "level-asymmetry-allowed", 0) == 1)};
    if (kind == media::Kind::audio) {
        chooseTelephoneEvent(offer, out);
    }
    return out;
}

std::optional<ChosenFormats> matchAnswer(const MediaSection& answer,
                                         const std::vector<CodecFormat>& offered) {
    ChosenFormats out;
    bool chosen = false;
    for (const auto& format : parseFormats(answer)) {
        if (format.codec == Codec::telephoneEvent) {
            continue;
        }
        const auto ours = std::find_if(offered.begin(), offered.end(), [&](const auto& candidate) {
            return candidate.codec == format.codec &&
                   (format.codec != Codec::h264 ||
                    candidate.h264.packetizationMode == format.h264.packetizationMode);
        });
        if (ours == offered.end()) {
            continue;
        }
        if (!chosen) {
            out.send = format;
            chosen = true;
        }
        out.receive.push_back(*ours);
    }
    if (!chosen) {
        return std::nullopt;
    }
    chooseTelephoneEvent(answer, out);
    return out;
}

void writeFormats(const std::vector<CodecFormat>& receive,
                  std::optional<std::uint8_t> telephoneEvent,
                  std::uint32_t telephoneEventClock,
                  MediaSection& section) {
    for (const auto& format : receive) {
        const auto payloadType = std::to_string(format.payloadType);
        section.formats.push_back(payloadType);
        std::string map = payloadType + " ";
        map += media::nameOf(format.codec);
        map += '/';
        map += std::to_string(media::rtpClockOf(format.codec));
        map += format.codec == Codec::opus ? "/2" : "";
        section.attributes.push_back({"rtpmap", std::move(map)});
        if (const auto fmtp = fmtpOf(format); !fmtp.empty()) {
            section.attributes.push_back({"fmtp", payloadType + " " + fmtp});
        }
    }
    if (telephoneEvent) {
        const auto payloadType = std::to_string(*telephoneEvent);
        section.formats.push_back(payloadType);
        section.attributes.push_back(
            {"rtpmap", payloadType + " telephone-event/" + std::to_string(telephoneEventClock)});
        section.attributes.push_back({"fmtp", payloadType + " 0-15"});
    }
}

}  // namespace mcu::sip::sdp
