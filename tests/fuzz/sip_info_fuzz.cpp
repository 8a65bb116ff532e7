// SPDX-License-Identifier: GPL-3.0-or-later
// The body of an INFO of an untrusted peer, under each content type that carries keys.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "media/key_pace.h"
#include "sip/impl/keys_in_info.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    for (const auto* type : {"application/dtmf-relay", "application/dtmf", "text/plain"}) {
        const char key = mcu::sip::keyInInfo(type, body);
        if (key != '\0' && !mcu::media::isKey(key)) {
            __builtin_trap();
        }
    }
    return 0;
}
