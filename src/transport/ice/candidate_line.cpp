// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/ice/candidate_line.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace mcu::ice {

namespace {

constexpr std::size_t kMaxFoundation = 32;

std::string_view takeToken(std::string_view& rest) {
    const auto begin = std::min(rest.find_first_not_of(' '), rest.size());
    rest.remove_prefix(begin);
    const auto end = std::min(rest.find(' '), rest.size());
    const auto token = rest.substr(0, end);
    rest.remove_prefix(end);
    return token;
}

std::optional<std::uint32_t> numberOf(std::string_view token, std::uint32_t max) {
    std::uint32_t value = 0;
    const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (failure != std::errc() || end != token.data() + token.size() || value > max) {
        return std::nullopt;
    }
    return value;
}

bool isUdp(std::string_view token) {
    return token.size() == 3 && std::tolower(static_cast<unsigned char>(token[0])) == 'u' &&
           std::tolower(static_cast<unsigned char>(token[1])) == 'd' &&
           std::tolower(static_cast<unsigned char>(token[2])) == 'p';
}

bool isFoundation(std::string_view token) {
    return !token.empty() && token.size() <= kMaxFoundation &&
           std::all_of(token.begin(), token.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '+' || c == '/';
           });
}

std::optional<CandidateType> typeNamed(std::string_view token) {
    if (token == "host") {
        return CandidateType::host;
    }
    if (token == "srflx") {
        return CandidateType::serverReflexive;
    }
    if (token == "prflx") {
        return CandidateType::peerReflexive;
    }
    return token == "relay" ? std::optional(CandidateType::relayed) : std::nullopt;
}

}  // namespace

std::optional<CandidateLine> CandidateLine::parse(std::string_view line) {
    constexpr std::string_view kPrefix = "candidate:";
    if (line.size() > kMaxLength || line.substr(0, kPrefix.size()) != kPrefix) {
        return std::nullopt;
    }
    line.remove_prefix(kPrefix.size());
    const auto foundation = takeToken(line);
    const auto component = numberOf(takeToken(line), 2);
    const auto transport = takeToken(line);
    const auto priority = numberOf(takeToken(line), 0x7FFFFFFF);
    const auto host = takeToken(line);
    const auto port = numberOf(takeToken(line), 65535);
    const auto keyword = takeToken(line);
    const auto type = typeNamed(takeToken(line));
    if (!isFoundation(foundation) || !component || *component == 0 || !isUdp(transport) ||
        !priority || *priority == 0 || !port || *port == 0 || keyword != "typ" || !type) {
        return std::nullopt;
    }
    const auto address = NetAddress::parse(host, static_cast<std::uint16_t>(*port));
    if (!address || address->isAny()) {
        return std::nullopt;
    }
    return CandidateLine{
        std::string(foundation), static_cast<int>(*component), *priority, *address, *type};
}

}  // namespace mcu::ice
