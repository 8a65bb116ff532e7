// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/pdu_record.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace mcu::h323 {

namespace {

void put(std::string& to,
         std::uint32_t number,
         int octets) {  // as the machine has it: pcap says which
    for (int i = 0; i < octets; ++i) {
        to += static_cast<char>(number >> (8U * static_cast<unsigned>(i)));
    }
}

void putNet(std::string& to, std::uint32_t number, int octets) {
    for (int i = octets - 1; i >= 0; --i) {
        to += static_cast<char>(number >> (8U * static_cast<unsigned>(i)));
    }
}

/// A UDP datagram from 127.0.0.1:1719 to 127.0.0.2:1719, without Ethernet.
std::string datagram(const Octets& pdu) {
    const auto length = static_cast<std::uint32_t>(pdu.size());
    std::string out;
    putNet(out, 0x4500, 2);
    putNet(out, length + 28, 2);
    putNet(out, 0, 4);
    putNet(out, 0x4011, 2);
    putNet(out, 0, 2);
    putNet(out, 0x7F000001, 4);
    putNet(out, 0x7F000002, 4);
    putNet(out, 1719, 2);
    putNet(out, 1719, 2);
    putNet(out, length + 8, 2);
    putNet(out, 0, 2);
    out.append(pdu.begin(), pdu.end());
    return out;
}

std::string run(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> part{};
    std::size_t read = 0;
    while (pipe != nullptr && (read = std::fread(part.data(), 1, part.size(), pipe)) > 0) {
        out.append(part.data(), read);
    }
    if (pipe != nullptr) {
        (void)pclose(pipe);
    }
    return out;
}

}  // namespace

bool PduRecord::canJudge() {
    static const bool there = std::system("tshark --version >/dev/null 2>&1") == 0;
    return there;
}

/// Returns the file's path.
std::string PduRecord::write(std::size_t first) const {
    std::string file;
    put(file, 0xA1B2C3D4, 4);
    put(file, 2, 2);
    put(file, 4, 2);
    put(file, 0, 4);
    put(file, 0, 4);
    put(file, 65535, 4);
    put(file, 101, 4);  // raw IP
    for (auto each = first; each < pdus_.size(); ++each) {
        const auto packet = datagram(pdus_[each]);
        put(file, 0, 4);
        put(file, 0, 4);
        put(file, static_cast<std::uint32_t>(packet.size()), 4);
        put(file, static_cast<std::uint32_t>(packet.size()), 4);
        file += packet;
    }
    const auto path = std::filesystem::temp_directory_path() /
                      ("mcu-ras-" + std::to_string(::getpid()) + ".pcap");
    std::ofstream(path, std::ios::binary) << file;
    return path.string();
}

std::string PduRecord::complaints() const {
    if (!canJudge()) {
        return {};
    }
    const auto path = write(0);
    auto found = run("tshark -r " + path +
                     " -Y '_ws.malformed || _ws.expert.severity >= 0x00600000 || !h225' 2>&1 | "
                     "grep -v 'Running as user'");
    std::filesystem::remove(path);
    return found;
}

std::vector<std::string> PduRecord::names() const {
    const auto path = write(first_);
    const auto text = run("tshark -r " + path + " -T fields -e h225.RasMessage 2>/dev/null");
    std::filesystem::remove(path);
    std::vector<std::string> names;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find('\n', from);
        names.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return names;
}

}  // namespace mcu::h323
