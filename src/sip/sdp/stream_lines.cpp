// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/stream_lines.h"

#include <algorithm>

#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

constexpr std::size_t kMaxCandidates = 64;
constexpr std::uint64_t kIdMask = 0x7FFFFFFFFFFFULL;

const std::string& connectionOf(const SessionDescription& session, const MediaSection& section) {
    return section.connection.empty() ? session.connection : section.connection;
}

bool isZero(const std::string& address) {
    return address == "0.0.0.0" || address == "::";
}

std::string directionOf(const SessionDescription& session, const MediaSection& section) {
    for (const auto* attributes : {&section.attributes, &session.attributes}) {
        for (const auto* name : {"sendrecv", "sendonly", "recvonly", "inactive"}) {
            if (has(*attributes, name)) {
                return name;
            }
        }
    }
    return "sendrecv";
}

void readFeedback(const MediaSection& section, media::AgreedStream& out) {
    for (const auto& attribute : section.attributes) {
        if (!equalsIgnoringCase(attribute.name, "rtcp-fb")) {
            continue;
        }
        const auto words = split(attribute.value);
        if (words.size() == 2 && equalsIgnoringCase(words[1], "nack")) {
            out.remoteTakesNack = true;
        } else if (words.size() >= 3 && equalsIgnoringCase(words[1], "nack") &&
                   equalsIgnoringCase(words[2], "pli")) {
            out.remoteTakesPli = true;
        } else if (words.size() >= 3 && equalsIgnoringCase(words[1], "ccm") &&
                   equalsIgnoringCase(words[2], "fir")) {
            out.remoteTakesFir = true;
        }
    }
}

std::optional<media::IceParameters> readIce(const SessionDescription& session,
                                            const MediaSection& section) {
    const auto either = [&](const char* name) {
        const auto* value = find(section.attributes, name);
        return value != nullptr ? value : find(session.attributes, name);
    };
    const auto* ufrag = either("ice-ufrag");
    const auto* password = either("ice-pwd");
    if (ufrag == nullptr || password == nullptr || ufrag->size() > 256 || password->size() > 256) {
        return std::nullopt;
    }
    media::IceParameters out;
    out.ufrag = *ufrag;
    out.password = *password;
    out.lite = has(session.attributes, "ice-lite");
    for (const auto& attribute : section.attributes) {
        if (attribute.name == "candidate" && out.candidates.size() < kMaxCandidates) {
            out.candidates.push_back("candidate:" + attribute.value);
        }
    }
    return out;
}

void readRtcp(const MediaSection& section, bool mux, media::AgreedStream& out) {
    out.remoteRtcp = out.remoteRtp;
    if (mux) {
        return;
    }
    out.remoteRtcp.setPort(section.port == 65535 ? 0
                                                 : static_cast<std::uint16_t>(section.port + 1));
    const auto* rtcp = find(section.attributes, "rtcp");
    if (rtcp == nullptr) {
        return;
    }
    const auto words = split(*rtcp);
    const auto port = words.empty() ? std::nullopt : number<std::uint16_t>(words[0]);
    if (!port) {
        return;
    }
    out.remoteRtcp.setPort(*port);
    if (words.size() == 4) {
        if (auto address = NetAddress::parse(words[3], *port)) {
            out.remoteRtcp = *address;
        }
    }
}

void writeIce(const media::IceParameters& ice, MediaSection& section) {
    section.attributes.push_back({"ice-ufrag", ice.ufrag});
    section.attributes.push_back({"ice-pwd", ice.password});
    for (const auto& candidate : ice.candidates) {
        constexpr std::string_view kName = "candidate:";
        const bool named = candidate.rfind(kName, 0) == 0;
        section.attributes.push_back(
            {"candidate", named ? candidate.substr(kName.size()) : candidate});
    }
}

}  // namespace

SessionDescription startDescription(const media::LocalMedia& local, Session& session) {
    SessionDescription out;
    if (session.id == 0) {
        session.id = (randomNumber() & kIdMask) | 1U;
        session.version = session.id;
    } else {
        ++session.version;
    }
    out.sessionId = session.id;
    out.version = session.version;
    out.originAddress = local.streams.empty() ? "127.0.0.1" : local.streams.front().rtp.host();
    out.connection = out.originAddress;
    return out;
}

MediaSection startSection(const media::LocalStream& stream,
                          const Line& line,
                          const call::MediaPolicy& policy) {
    MediaSection out;
    out.type = stream.kind == media::Kind::audio ? "audio" : "video";
    out.protocol = line.protocol;
    out.port = stream.rtp.port();
    out.connection = stream.rtp.host();
    if (stream.kind == media::Kind::video && policy.maxKbps != 0) {
        out.bandwidth.asKbps = policy.maxKbps;
        out.bandwidth.tiasBps = policy.maxKbps * 1000;
    }
    writeFormats(line.receive, line.telephoneEvent, line.telephoneEventClock, out);
    if (!line.mid.empty()) {
        out.attributes.push_back({"mid", line.mid});
    }
    if (stream.kind == media::Kind::audio) {
        out.attributes.push_back({"ptime", "20"});
    } else {
        out.attributes.push_back({"rtcp-fb", "* nack"});
        out.attributes.push_back({"rtcp-fb", "* nack pli"});
        out.attributes.push_back({"rtcp-fb", "* ccm fir"});
    }
    if (stream.rtcp.isSet()) {
        out.attributes.push_back({"rtcp", std::to_string(stream.rtcp.port())});
    }
    if (stream.ssrc != 0 && !stream.cname.empty()) {
        out.attributes.push_back({"ssrc", std::to_string(stream.ssrc) + " cname:" + stream.cname});
    }
    if (stream.ice) {
        writeIce(*stream.ice, out);
    }
    return out;
}

MediaSection refusedSection(const Line& line) {
    MediaSection out;
    out.type = line.type;
    out.protocol = line.protocol;
    out.formats = line.formats;
    if (!line.mid.empty()) {
        out.attributes.push_back({"mid", line.mid});
    }
    return out;
}

std::string directionName(media::Direction direction) {
    switch (direction) {
        case media::Direction::inactive:
            return "inactive";
        case media::Direction::sendOnly:
            return "sendonly";
        case media::Direction::receiveOnly:
            return "recvonly";
        case media::Direction::sendReceive:
            return "sendrecv";
    }
    return "inactive";
}

media::Direction directionFrom(bool sends, bool receives) {
    if (sends) {
        return receives ? media::Direction::sendReceive : media::Direction::sendOnly;
    }
    return receives ? media::Direction::receiveOnly : media::Direction::inactive;
}

Result<PeerStream> readPeer(const SessionDescription& session,
                            const MediaSection& section,
                            bool withIce) {
    PeerStream out;
    const auto& connection = connectionOf(session, section);
    auto address = NetAddress::parse(connection, section.port);
    if (!address) {
        return Error(
            ErrorCode::protocol, "bad SDP: no address for " + section.type, {}, "sip.bad-sdp");
    }
    const auto direction = directionOf(session, section);
    out.sends = direction == "sendrecv" || direction == "sendonly";
    out.receives = (direction == "sendrecv" || direction == "recvonly") && !isZero(connection);
    out.rtcpMux = has(section.attributes, "rtcp-mux");
    out.agreed.remoteRtp = *address;
    out.agreed.rtcpMux = out.rtcpMux;
    readRtcp(section, out.rtcpMux, out.agreed);
    readFeedback(section, out.agreed);
    const auto own = section.bandwidth.kbps();
    out.agreed.maxKbps = own != 0 ? own : session.bandwidth.kbps();
    if (withIce) {
        out.agreed.ice = readIce(session, section);
        // With ICE the default address may be 0.0.0.0 (RFC 8839 section 4.3.2): no hold.
        if (out.agreed.ice && isZero(connection)) {
            out.receives = direction == "sendrecv" || direction == "recvonly";
        }
    }
    return out;
}

bool isHeld(const SessionDescription& session) {
    bool active = false;
    for (const auto& section : session.media) {
        if (section.port == 0 || (section.type != "audio" && section.type != "video")) {
            continue;
        }
        const auto peer = readPeer(session, section, true);
        if (peer && peer->receives) {
            return false;
        }
        active = true;
    }
    return active;
}

}  // namespace mcu::sip::sdp
