// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/ice_path.h"

#include <cstring>
#include <utility>

namespace mcu::transport {

IcePath::IcePath(ice::IceLoop& loop, ice::IceAgent::Options options, Callbacks callbacks)
    : agent_(loop,
             std::move(options),
             {std::move(callbacks.gathered),
              [ready = std::move(callbacks.ready)](int, const NetAddress&) { ready(); },
              std::move(callbacks.failed),
              [this](int, std::span<const std::byte> datagram) { onPacket(datagram); }}) {}

void IcePath::onPacket(std::span<const std::byte> datagram) {
    Datagram* slot = datagram.size() <= sizeof(Datagram::bytes) ? ring_.beginPush() : nullptr;
    if (slot == nullptr) {
        overruns_.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    std::memcpy(slot->bytes.data(), datagram.data(), datagram.size());
    slot->length = datagram.size();
    ring_.commitPush();
}

}  // namespace mcu::transport
