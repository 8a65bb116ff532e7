// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/site_words.h"

#include <algorithm>

namespace mcu::session {

namespace {

bool isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

}  // namespace

const std::vector<std::string>& lineWords() {
    static const std::vector<std::string> kWords = {"private", "vpn", "internet"};
    return kWords;
}

const std::vector<std::string>& protocolWords() {
    static const std::vector<std::string> kWords = {"sip", "h323"};
    return kWords;
}

const std::vector<std::string>& relayWords() {
    static const std::vector<std::string> kWords = {"none", "matrix", "software", "upstream"};
    return kWords;
}

bool isOneOf(std::string_view word, const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string alternatives(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    }
    return text;
}

bool isId(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), isIdCharacter);
}

bool isCredentialReference(std::string_view text) {
    constexpr std::string_view kPrefix = "vault:";
    return text.starts_with(kPrefix) && isId(text.substr(kPrefix.size()));
}

}  // namespace mcu::session
