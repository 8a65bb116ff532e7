// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/describe.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/clean_text.h"
#include "media/h264/format_text.h"
#include "sip/sdp/formats.h"
#include "sip/sdp/keying.h"
#include "sip/sdp/session_description.h"
#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

using Kind = call::Ability::Kind;

constexpr std::size_t kLongestDetail = 160;

struct StaticName {
    std::string_view payloadType;
    std::string_view name;
};

// RFC 3551 section 6, what rooms still list without a=rtpmap.
constexpr std::array kStatic = {StaticName{"0", "PCMU"},
                                StaticName{"3", "GSM"},
                                StaticName{"4", "G723"},
                                StaticName{"8", "PCMA"},
                                StaticName{"9", "G722"},
                                StaticName{"15", "G728"},
                                StaticName{"18", "G729"},
                                StaticName{"31", "H261"},
                                StaticName{"34", "H263"}};

/// "97 H264/90000" -> "H264/90000" for 97.
std::string_view valueFor(const MediaSection& section,
                          std::string_view name,
                          std::string_view payloadType) {
    for (const auto& attribute : section.attributes) {
        const std::string_view value = attribute.value;
        const auto blank = value.find(' ');
        if (equalsIgnoringCase(attribute.name, name) && blank != std::string_view::npos &&
            value.substr(0, blank) == payloadType) {
            return trim(value.substr(blank + 1));
        }
    }
    return {};
}

std::string_view nameFor(const MediaSection& section, std::string_view payloadType) {
    const auto map = valueFor(section, "rtpmap", payloadType);
    if (!map.empty()) {
        return map.substr(0, map.find('/'));
    }
    const auto* found = std::find_if(kStatic.begin(), kStatic.end(), [&](const StaticName& known) {
        return known.payloadType == payloadType;
    });
    return found == kStatic.end() ? payloadType : found->name;
}

std::vector<std::string> encryptionOf(const SessionDescription& session,
                                      const MediaSection& section) {
    std::vector<std::string> out;
    const auto keying = parseKeying(session, section);
    for (const auto& line : keying.crypto) {
        out.emplace_back(media::nameOf(line.suite));
    }
    if (keying.dtls) {
        out.emplace_back("DTLS-SRTP");
    }
    return out;
}

std::string detailOf(const MediaSection& section, std::string_view payloadType) {
    MediaSection alone = section;
    alone.formats = {std::string(payloadType)};
    const auto known = parseFormats(alone);
    std::string detail;
    if (!known.empty() && known.front().codec == media::Codec::h264) {
        detail = media::h264::describe(known.front().h264);
    } else {
        detail = cleanText(valueFor(section, "fmtp", payloadType));
    }
    if (const auto kbps = section.bandwidth.kbps(); kbps > 0 && section.type == "video") {
        detail += (detail.empty() ? "" : ", ") + std::to_string(kbps) + " kbit/s";
    }
    return detail.substr(0, kLongestDetail);
}

void describeRtp(const SessionDescription& session,
                 const MediaSection& section,
                 std::vector<call::Ability>& out) {
    const auto encryption = encryptionOf(session, section);
    for (const auto& payloadType : section.formats) {
        call::Ability ability;
        ability.name = cleanText(nameFor(section, payloadType)).substr(0, kLongestDetail);
        ability.kind = section.type == "video" ? Kind::video : Kind::audio;
        ability.detail = detailOf(section, payloadType);
        ability.encryption = encryption;
        if (equalsIgnoringCase(ability.name, "telephone-event")) {
            ability.kind = Kind::userInput;
            ability.encryption.clear();
        }
        out.push_back(std::move(ability));
    }
}

}  // namespace

std::vector<call::Ability> describe(std::string_view description) {
    std::vector<call::Ability> out;
    const auto session = parse(description);
    if (!session) {
        return out;
    }
    for (const auto& section : session->media) {
        if (section.port == 0) {
            continue;
        }
        if (isRtpProfile(section.protocol) &&
            (section.type == "audio" || section.type == "video")) {
            describeRtp(*session, section, out);
        } else {
            out.push_back({Kind::data,
                           cleanText(section.type).substr(0, kLongestDetail),
                           cleanText(section.protocol).substr(0, kLongestDetail),
                           {}});
        }
    }
    return out;
}

}  // namespace mcu::sip::sdp
