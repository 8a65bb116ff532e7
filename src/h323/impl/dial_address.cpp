// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/dial_address.h"

#include <algorithm>
#include <charconv>

#include "base/net_address.h"

namespace mcu::h323 {

namespace {

constexpr std::size_t kLongest = 300;
constexpr std::size_t kLongestAlias = 128;
constexpr std::uint16_t kTlsPort = 1300;

Error wrong(std::string_view text, const std::string& why) {
    return {ErrorCode::invalidArgument,
            "\"" + std::string(text) + "\" is no H.323 address: " + why,
            "write h323:alias@host, h323:alias@host:port or h323:host"};
}

bool parsePort(std::string_view text, std::uint16_t& port) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && port != 0;
}

bool isHost(std::string_view text) {
    return text.starts_with('[') || text.find(':') != std::string_view::npos ||
           NetAddress::parse(text, 0).has_value();
}

bool readHost(std::string_view text, DialAddress& out) {
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) {
            return false;
        }
        out.host = std::string(text.substr(1, end - 1));
        text = text.substr(end + 1);
        if (!text.empty() && text.front() != ':') {
            return false;
        }
        port = text.empty() ? text : text.substr(1);
        if (!text.empty() && port.empty()) {
            return false;
        }
    } else {
        const auto colon = text.find(':');
        out.host = std::string(text.substr(0, colon));
        if (colon != std::string_view::npos) {
            port = text.substr(colon + 1);
            if (port.empty()) {
                return false;
            }
        }
    }
    return !out.host.empty() && (port.empty() || parsePort(port, out.port));
}

}  // namespace

Result<DialAddress> parseDialAddress(std::string_view text) {
    auto rest = text;
    if (rest.starts_with("h323:")) {
        rest.remove_prefix(5);
    }
    const auto parameters = rest.substr(std::min(rest.size(), rest.find(';')));
    rest = rest.substr(0, rest.find(';'));
    const bool plain = std::none_of(
        rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) < 0x21; });
    if (rest.empty() || rest.size() > kLongest || !plain) {
        return wrong(text, rest.empty() ? "it is empty" : "it has blanks or is too long");
    }
    DialAddress out;
    out.tls = parameters.find(";transport=tls") != std::string_view::npos;
    out.port = out.tls ? kTlsPort : out.port;
    const auto at = rest.rfind('@');
    if (at != std::string_view::npos && at > kLongestAlias) {
        return wrong(text, "its alias is longer than 128 characters");
    }
    if (at != std::string_view::npos) {
        out.alias = std::string(rest.substr(0, at));
        if (!readHost(rest.substr(at + 1), out)) {
            return wrong(text, "its host or port is wrong");
        }
    } else if (isHost(rest)) {
        if (!readHost(rest, out)) {
            return wrong(text, "its host or port is wrong");
        }
    } else if (rest.size() > kLongestAlias) {
        return wrong(text, "its alias is longer than 128 characters");
    } else {
        out.alias = std::string(rest);
    }
    return out;
}

}  // namespace mcu::h323
