// SPDX-License-Identifier: GPL-3.0-or-later
// A request of the control API: whatever the bytes, a command or a reason why not; a command that
// is written again reads as the same one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "control/impl/command_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    hnth::mcu::v1::CommandRequest request;
    if (!request.ParseFromArray(data, static_cast<int>(size))) {
        return 0;
    }
    const auto command = mcu::control::fromProto(request);
    if (!command) {
        return 0;
    }
    const auto again = mcu::control::fromProto(mcu::control::toProto(*command));
    if (!again || mcu::control::nameOfCommand(mcu::control::toProto(*again)) !=
                      mcu::control::nameOfCommand(request)) {
        std::abort();
    }
    return 0;
}
