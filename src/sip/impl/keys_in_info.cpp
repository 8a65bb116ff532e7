// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/keys_in_info.h"

#include "media/key_pace.h"
#include "sip/sdp/text.h"

namespace mcu::sip {

namespace {

constexpr std::size_t kLongestBody = 256;
constexpr std::string_view kByNumber = "0123456789*#ABCD";

char keyOf(std::string_view word) {
    if (word.size() == 1) {
        char key = word.front();
        key = key >= 'a' && key <= 'd' ? static_cast<char>(key - 'a' + 'A') : key;
        return media::isKey(key) ? key : '\0';
    }
    const auto event = sdp::number<unsigned>(word);
    return event && *event >= 10 && *event < kByNumber.size() ? kByNumber[*event] : '\0';
}

}  // namespace

char keyInInfo(std::string_view contentType, std::string_view body) {
    if (body.size() > kLongestBody) {
        return '\0';
    }
    if (sdp::equalsIgnoringCase(contentType, "application/dtmf")) {
        const auto lines = sdp::splitAt(body, '\n');
        return lines.empty() ? '\0' : keyOf(lines.front());
    }
    if (!sdp::equalsIgnoringCase(contentType, "application/dtmf-relay")) {
        return '\0';
    }
    for (const auto line : sdp::splitAt(body, '\n')) {
        const auto equals = line.find('=');
        if (equals != std::string_view::npos &&
            sdp::equalsIgnoringCase(sdp::trim(line.substr(0, equals)), "Signal")) {
            return keyOf(sdp::trim(line.substr(equals + 1)));
        }
    }
    return '\0';
}

std::string dtmfRelay(char key) {
    return std::string("Signal=") + key + "\r\nDuration=160\r\n";
}

}  // namespace mcu::sip
