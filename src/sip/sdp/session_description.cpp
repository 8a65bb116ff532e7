// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/session_description.h"

#include <algorithm>

#include "sip/sdp/text.h"

namespace mcu::sip::sdp {

namespace {

Error bad(const std::string& what) {
    return {ErrorCode::protocol, "bad SDP: " + what, {}, "sip.bad-sdp"};
}

Attribute parseAttribute(std::string_view value) {
    const auto colon = value.find(':');
    if (colon == std::string_view::npos) {
        return {std::string(value), {}};
    }
    return {std::string(trim(value.substr(0, colon))), std::string(trim(value.substr(colon + 1)))};
}

Status parseOrigin(std::string_view value, SessionDescription& out) {
    const auto words = split(value);
    if (words.size() < 6) {
        return bad("o= line");
    }
    // Some rooms write ids beyond 64 bits or signs; only equality matters, so these become 0.
    out.sessionId = number<std::uint64_t>(words[1]).value_or(0);
    out.version = number<std::uint64_t>(words[2]).value_or(0);
    out.originAddress = words[5];
    return {};
}

std::string parseConnection(std::string_view value) {
    const auto words = split(value);
    if (words.size() < 3) {
        return {};
    }
    const auto address = words[2];
    return std::string(address.substr(0, address.find('/')));
}

void parseBandwidth(std::string_view value, Bandwidth& out) {
    const auto colon = value.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    const auto amount = number<std::uint32_t>(trim(value.substr(colon + 1)));
    if (value.substr(0, colon) == "AS") {
        out.asKbps = amount;
    } else if (value.substr(0, colon) == "TIAS") {
        out.tiasBps = amount;
    }
}

Status parseMedia(std::string_view value, SessionDescription& out) {
    const auto words = split(value);
    if (words.size() < 4 || words.size() - 3 > kMaxFormats) {
        return bad("m= line");
    }
    if (out.media.size() == kMaxSections) {
        return bad("too many m= lines");
    }
    const auto port = number<std::uint16_t>(words[1].substr(0, words[1].find('/')));
    if (!port) {
        return bad("port of an m= line");
    }
    MediaSection section;
    section.type = words[0];
    section.port = *port;
    section.protocol = words[2];
    section.formats.assign(words.begin() + 3, words.end());
    out.media.push_back(std::move(section));
    return {};
}

Status parseLine(char type, std::string_view value, SessionDescription& out) {
    MediaSection* section = out.media.empty() ? nullptr : &out.media.back();
    switch (type) {
        case 'o':
            return parseOrigin(value, out);
        case 'c':
            (section != nullptr ? section->connection : out.connection) = parseConnection(value);
            return {};
        case 'b':
            parseBandwidth(value, section != nullptr ? section->bandwidth : out.bandwidth);
            return {};
        case 'm':
            return parseMedia(value, out);
        case 'a': {
            auto& attributes = section != nullptr ? section->attributes : out.attributes;
            if (attributes.size() == kMaxAttributes) {
                return bad("too many a= lines");
            }
            attributes.push_back(parseAttribute(value));
            return {};
        }
        default:
            return {};
    }
}

void appendBandwidth(std::string& out, const Bandwidth& bandwidth) {
    if (bandwidth.asKbps) {
        out += "b=AS:" + std::to_string(*bandwidth.asKbps) + "\r\n";
    }
    if (bandwidth.tiasBps) {
        out += "b=TIAS:" + std::to_string(*bandwidth.tiasBps) + "\r\n";
    }
}

void appendAttributes(std::string& out, const Attributes& attributes) {
    for (const auto& attribute : attributes) {
        out += "a=" + attribute.name;
        if (!attribute.value.empty()) {
            out += ":" + attribute.value;
        }
        out += "\r\n";
    }
}

std::string network(const std::string& address) {
    return (address.find(':') == std::string::npos ? "IN IP4 " : "IN IP6 ") + address;
}

}  // namespace

const std::string* find(const Attributes& attributes, std::string_view name) {
    const auto found = std::find_if(attributes.begin(), attributes.end(), [name](const auto& a) {
        return equalsIgnoringCase(a.name, name);
    });
    return found == attributes.end() ? nullptr : &found->value;
}

bool has(const Attributes& attributes, std::string_view name) {
    return find(attributes, name) != nullptr;
}

std::uint32_t Bandwidth::kbps() const {
    std::uint32_t limit = asKbps.value_or(0);
    if (tiasBps) {
        const std::uint32_t tias = std::max(1U, *tiasBps / 1000);
        limit = limit == 0 ? tias : std::min(limit, tias);
    }
    return limit;
}

Result<SessionDescription> parse(std::string_view text) {
    if (text.size() > kMaxSdpBytes) {
        return bad("too long");
    }
    SessionDescription out;
    std::size_t lines = 0;
    bool versionSeen = false;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = trim(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.empty()) {
            continue;
        }
        if (++lines > kMaxLines) {
            return bad("too many lines");
        }
        if (line.size() < 2 || line[1] != '=' || line.find('\0') != std::string_view::npos) {
            return bad("a line without '='");
        }
        const auto value = trim(line.substr(2));
        if (line[0] == 'v') {
            if (value != "0") {
                return bad("version");
            }
            versionSeen = true;
            continue;
        }
        if (!versionSeen) {
            return bad("no v= line at the start");
        }
        if (auto status = parseLine(line[0], value, out); !status) {
            return status.error();
        }
    }
    if (!versionSeen) {
        return bad("empty");
    }
    return out;
}

std::string build(const SessionDescription& description) {
    std::string out = "v=0\r\no=- " + std::to_string(description.sessionId) + " " +
                      std::to_string(description.version) + " " +
                      network(description.originAddress) + "\r\ns=-\r\n";
    if (!description.connection.empty()) {
        out += "c=" + network(description.connection) + "\r\n";
    }
    appendBandwidth(out, description.bandwidth);
    out += "t=0 0\r\n";
    appendAttributes(out, description.attributes);
    for (const auto& media : description.media) {
        out += "m=" + media.type + " " + std::to_string(media.port) + " " + media.protocol;
        for (const auto& format : media.formats) {
            out += " " + format;
        }
        out += "\r\n";
        if (!media.connection.empty()) {
            out += "c=" + network(media.connection) + "\r\n";
        }
        appendBandwidth(out, media.bandwidth);
        appendAttributes(out, media.attributes);
    }
    return out;
}

}  // namespace mcu::sip::sdp
