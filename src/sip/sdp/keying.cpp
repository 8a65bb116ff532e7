// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/keying.h"

#include <algorithm>
#include <array>

#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

/// Digest lengths in bytes of the hashes we accept (RFC 8122 section 5; MD5 and SHA-1 are not).
std::size_t digestLength(std::string_view algorithm) {
    struct Hash {
        std::string_view name;
        std::size_t length;
    };

    constexpr std::array kHashes = {Hash{"sha-256", 32}, Hash{"sha-384", 48}, Hash{"sha-512", 64}};
    for (const auto& hash : kHashes) {
        if (equalsIgnoringCase(hash.name, algorithm)) {
            return hash.length;
        }
    }
    return 0;
}

std::string changed(std::string_view text, bool upper) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [upper](char c) {
        const bool isLower = c >= 'a' && c <= 'z';
        const bool isUpper = c >= 'A' && c <= 'Z';
        if (upper && isLower) {
            return static_cast<char>(c - 'a' + 'A');
        }
        return !upper && isUpper ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

std::optional<media::DtlsPeer> parseFingerprint(const Attributes& attributes) {
    std::optional<media::DtlsPeer> best;
    for (const auto& attribute : attributes) {
        if (!equalsIgnoringCase(attribute.name, "fingerprint")) {
            continue;
        }
        const auto words = split(attribute.value);
        if (words.size() != 2) {
            continue;
        }
        const auto length = digestLength(words[0]);
        const bool hexadecimal = std::all_of(words[1].begin(), words[1].end(), [](char c) {
            return c == ':' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                   (c >= 'A' && c <= 'F');
        });
        if (length == 0 || words[1].size() != length * 3 - 1 || !hexadecimal) {
            continue;
        }
        if (!best || equalsIgnoringCase(words[0], "sha-256")) {
            best = media::DtlsPeer{changed(words[0], false), changed(words[1], true), false};
        }
    }
    return best;
}

}  // namespace

KeyingOffer parseKeying(const SessionDescription& session, const MediaSection& section) {
    KeyingOffer out;
    out.dtlsProfile = section.protocol.rfind("UDP/TLS/", 0) == 0;
    out.securedProfile = section.protocol.find("SAVP") != std::string::npos;
    for (const auto& attribute : section.attributes) {
        if (equalsIgnoringCase(attribute.name, "crypto")) {
            if (auto crypto = parseCrypto(attribute.value)) {
                out.crypto.push_back(std::move(*crypto));
            }
        }
    }
    out.dtls = parseFingerprint(section.attributes);
    if (!out.dtls) {
        out.dtls = parseFingerprint(session.attributes);
    }
    const auto* setup = find(section.attributes, "setup");
    if (setup == nullptr) {
        setup = find(session.attributes, "setup");
    }
    out.setup = setup != nullptr ? changed(*setup, false) : "";
    if (out.setup == "holdconn") {
        out.dtls.reset();
    }
    return out;
}

bool isRtpProfile(const std::string& protocol) {
    constexpr std::array kProfiles = {
        "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF"};
    return std::find(kProfiles.begin(), kProfiles.end(), protocol) != kProfiles.end();
}

}  // namespace mcu::sip::sdp
