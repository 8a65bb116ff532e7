// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/uri.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

constexpr std::size_t kMaxUri = 512;

Error badUri(std::string_view text) {
    return {ErrorCode::invalidArgument,
            "not a SIP address: " + std::string(text.substr(0, 80)),
            "write it as sip:user@host:port"};
}

std::optional<SipTransport> transportFrom(std::string_view parameter) {
    const auto value = parameter.substr(parameter.find('=') + 1);
    for (const auto transport : {SipTransport::udp, SipTransport::tcp, SipTransport::tls}) {
        if (sdp::equalsIgnoringCase(value, nameOf(transport))) {
            return transport;
        }
    }
    return std::nullopt;
}

std::string_view nameOfParameter(std::string_view parameter) {
    return parameter.substr(0, parameter.find('='));
}

}  // namespace

Result<DialUri> parseDialUri(std::string_view text) {
    text = sdp::trim(text);
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '<' && c != '>' && c != '"';
    });
    if (text.empty() || text.size() > kMaxUri || !plain) {
        return badUri(text);
    }
    const bool secure = sdp::equalsIgnoringCase(text.substr(0, 5), "sips:");
    const bool schemed = secure || sdp::equalsIgnoringCase(text.substr(0, 4), "sip:");
    if (!schemed && text.find(':') < text.find('@')) {
        return badUri(text);
    }
    const auto parts = sdp::splitAt(text, ';');
    DialUri out;
    out.text = (schemed ? "" : "sip:") + std::string(parts.front());
    if (secure) {
        out.transport = SipTransport::tls;
    }
    std::vector<std::string_view> seen;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto name = nameOfParameter(parts[i]);
        const bool repeated = std::any_of(seen.begin(), seen.end(), [name](auto other) {
            return sdp::equalsIgnoringCase(name, other);
        });
        if (repeated) {
            continue;
        }
        seen.push_back(name);
        if (sdp::equalsIgnoringCase(name, "transport")) {
            const auto transport = transportFrom(parts[i]);
            if (!transport) {
                return badUri(text);
            }
            out.transport = secure ? SipTransport::tls : *transport;
        }
        out.text += ";" + std::string(parts[i]);
    }
    return out;
}

std::string escapeUser(std::string_view user) {
    constexpr std::string_view kAllowed = "-_.!~*'()&=+$,;?/";
    std::string out;
    for (const char c : user) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || kAllowed.find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            std::array<char, 4> escaped{};
            (void)std::snprintf(
                escaped.data(), escaped.size(), "%%%02X", static_cast<unsigned char>(c));
            out += escaped.data();
        }
    }
    return out;
}

std::string nameAddress(std::string_view display, std::string_view user, std::string_view host) {
    std::string out;
    if (!display.empty()) {
        out = "\"";
        for (const char c : display) {
            if (static_cast<unsigned char>(c) < ' ') {
                continue;
            }
            if (c == '"' || c == '\\') {
                out += '\\';
            }
            out += c;
        }
        out += "\" ";
    }
    out += "<sip:";
    if (!user.empty()) {
        out += escapeUser(user) + "@";
    }
    return out + std::string(host) + ">";
}

}  // namespace mcu::sip
