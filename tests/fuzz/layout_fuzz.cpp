// SPDX-License-Identifier: GPL-3.0-or-later
// The layout file reader and the name folding on any bytes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/fold.h"
#include "conference/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)mcu::conference::parseLayout(text, "fuzz");
    (void)mcu::fold(text);
    (void)mcu::exactKey(text);
    (void)mcu::toNfc(text);
    return 0;
}
