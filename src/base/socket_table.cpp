// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/socket_table.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace mcu {

namespace {

constexpr std::string_view kListening = "0A";

template <typename Number>
std::optional<Number> hexadecimal(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return failure == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                      : std::nullopt;
}

/// "0100007F:13C4", or 32 digits before the colon: words of the machine's own byte order.
std::optional<NetAddress> addressOf(std::string_view text) {
    const auto colon = text.find(':');
    if (colon != 8 && colon != 32) {
        return std::nullopt;
    }
    const auto port = hexadecimal<std::uint16_t>(text.substr(colon + 1));
    std::uint32_t words[4] = {};
    for (std::size_t i = 0; i * 8 < colon; ++i) {
        const auto word = hexadecimal<std::uint32_t>(text.substr(i * 8, 8));
        if (!word) {
            return std::nullopt;
        }
        words[i] = *word;
    }
    if (!port) {
        return std::nullopt;
    }
    sockaddr_storage storage{};
    if (colon == 8) {
        auto* four = reinterpret_cast<sockaddr_in*>(&storage);
        four->sin_family = AF_INET;
        four->sin_port = htons(*port);
        std::memcpy(&four->sin_addr, words, 4);
    } else {
        auto* six = reinterpret_cast<sockaddr_in6*>(&storage);
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(*port);
        std::memcpy(&six->sin6_addr, words, 16);
    }
    return NetAddress::fromSockaddr(storage);
}

/// "socket:[12345]" of each descriptor.
std::vector<std::string> ownInodes() {
    std::vector<std::string> inodes;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", failure)) {
        const auto target = std::filesystem::read_symlink(entry.path(), failure).string();
        constexpr std::string_view kPrefix = "socket:[";
        if (!failure && target.starts_with(kPrefix) && target.ends_with("]")) {
            inodes.push_back(target.substr(kPrefix.size(), target.size() - kPrefix.size() - 1));
        }
    }
    std::ranges::sort(inodes);
    return inodes;
}

}  // namespace

std::vector<OpenSocket> readSocketTable(std::string_view table,
                                        bool tcp,
                                        const std::vector<std::string>& inodes) {
    std::vector<OpenSocket> found;
    std::istringstream lines{std::string(table)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string slot;
        std::string local;
        std::string remote;
        std::string state;
        std::string skipped;
        std::string inode;
        fields >> slot >> local >> remote >> state;
        for (int i = 0; i < 5; ++i) {
            fields >> skipped;  // queues, timer, retransmits, user, timeout
        }
        fields >> inode;
        const auto address = addressOf(local);
        const auto far = addressOf(remote);
        if (!fields || !address || !far || far->port() != 0 || (tcp && state != kListening) ||
            std::ranges::find(inodes, inode) == inodes.end()) {
            continue;
        }
        found.push_back({tcp, *address});
    }
    return found;
}

std::vector<OpenSocket> openSockets() {
    const auto inodes = ownInodes();
    std::vector<OpenSocket> all;
    for (const auto& [name, tcp] : {std::pair("udp", false),
                                    std::pair("udp6", false),
                                    std::pair("tcp", true),
                                    std::pair("tcp6", true)}) {
        std::ostringstream text;
        text << std::ifstream(std::string("/proc/self/net/") + name).rdbuf();
        const auto some = readSocketTable(text.str(), tcp, inodes);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}  // namespace mcu
