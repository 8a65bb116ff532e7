// SPDX-License-Identifier: GPL-3.0-or-later
// Encrypted payloads from anybody: the first octet says where the header ends, the rest is the
// packet. What opens stays within the packet; what was sealed opens to what it was.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "transport/cbc/payload_cipher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto cipher = *mcu::cbc::PayloadCipher::create(std::vector<std::byte>(16));
    constexpr std::size_t kFixed = 12;
    if (size < 1 + kFixed) {
        return 0;
    }
    std::vector<std::byte> packet(size - 1);
    std::memcpy(packet.data(), data + 1, packet.size());
    const auto head = kFixed + data[0] % (packet.size() - kFixed + 1);
    auto opened = packet;
    std::size_t length = opened.size();
    if (cipher.open(opened, length, head) && (length < head || length > opened.size())) {
        __builtin_trap();
    }
    packet[0] &= ~std::byte{0x20};
    auto sealed = packet;
    length = sealed.size();
    sealed.resize(length + mcu::cbc::PayloadCipher::kMaxPadding);
    if (!cipher.seal(sealed, length, head) || !cipher.open(sealed, length, head)) {
        __builtin_trap();
    }
    sealed.resize(length);
    if (sealed != packet) {
        __builtin_trap();
    }
    return 0;
}
