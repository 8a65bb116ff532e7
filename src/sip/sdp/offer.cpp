// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/keying.h"
#include "sip/sdp/offer_answer.h"
#include "sip/sdp/stream_lines.h"
#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

using media::Encryption;

/// The profile and fresh keys a first offer of a stream carries.
void offerKeying(const media::LocalMedia& local, const call::MediaPolicy& policy, Line& line) {
    line.protocol = "RTP/AVP";
    if (policy.encryption == Encryption::disabled) {
        return;
    }
    line.offersDtls = policy.preferDtls && !local.dtlsFingerprint.empty();
    if (!line.offersDtls) {
        for (const auto suite : policy.suites) {
            const auto tag = static_cast<std::uint32_t>(line.crypto.size() + 1);
            line.crypto.push_back({tag, suite, newKey(suite)});
        }
    }
    if (policy.encryption == Encryption::required) {
        line.protocol = line.offersDtls ? "UDP/TLS/RTP/SAVPF" : "RTP/SAVP";
    }
}

Session firstSession(const media::LocalMedia& local, const call::MediaPolicy& policy) {
    Session out;
    for (std::size_t i = 0; i < local.streams.size(); ++i) {
        const auto& stream = local.streams[i];
        Line line;
        line.stream = i;
        line.type = stream.kind == media::Kind::audio ? "audio" : "video";
        line.receive = offeredFormats(stream.kind, policy);
        if (line.receive.empty()) {
            continue;
        }
        if (stream.kind == media::Kind::audio) {
            line.telephoneEvent = kTelephoneEvent;
        }
        offerKeying(local, policy, line);
        out.lines.push_back(std::move(line));
    }
    return out;
}

}  // namespace

Offer makeOffer(const media::LocalMedia& local,
                const call::MediaPolicy& policy,
                const Session& previous,
                bool hold) {
    Offer out;
    out.session = previous;
    if (previous.lines.empty()) {
        const auto first = firstSession(local, policy);
        out.session.lines = first.lines;
    }
    out.session.hold = hold;
    auto description = startDescription(local, out.session);
    for (const auto& line : out.session.lines) {
        if (!line.stream || *line.stream >= local.streams.size()) {
            description.media.push_back(refusedSection(line));
            continue;
        }
        auto section = startSection(local.streams[*line.stream], line, policy);
        section.attributes.push_back({"rtcp-mux", {}});
        section.attributes.push_back({hold ? "sendonly" : "sendrecv", {}});
        for (const auto& crypto : line.crypto) {
            section.attributes.push_back({"crypto", buildCrypto(crypto)});
        }
        if (line.offersDtls) {
            section.attributes.push_back({"fingerprint", "sha-256 " + local.dtlsFingerprint});
            section.attributes.push_back({"setup", "actpass"});
        }
        description.media.push_back(std::move(section));
    }
    out.text = build(description);
    return out;
}

OfferSummary summarize(std::string_view offer) {
    OfferSummary out;
    const auto description = parse(offer);
    if (!description) {
        return out;
    }
    out.readable = true;
    for (const auto& section : description->media) {
        if (section.port == 0 || !isRtpProfile(section.protocol)) {
            continue;
        }
        out.audio = out.audio || section.type == "audio";
        out.video = out.video || section.type == "video";
        out.encryption = out.encryption || parseKeying(*description, section).usable();
        out.ice = out.ice || has(section.attributes, "ice-ufrag") ||
                  has(description->attributes, "ice-ufrag");
    }
    return out;
}

}  // namespace mcu::sip::sdp
