// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/packet_inbox.h"

#include <algorithm>

namespace mcu::mixing {

void PacketInbox::onPacket(const media::ReceivedPacket& packet) noexcept {
    if (closed_.load(std::memory_order_relaxed) || packet.payload.size() > Packet::kMaxBytes ||
        media::kindOf(packet.codec) != media::Kind::video) {
        return;
    }
    Packet* slot = ring_.beginPush();
    if (slot == nullptr) {
        worker_->notify();  // the packet counts as lost, like any other gap
        return;
    }
    slot->sequence = packet.sequence;
    slot->rtpTimestamp = packet.rtpTimestamp;
    slot->ssrc = packet.ssrc;
    slot->codec = packet.codec;
    slot->marker = packet.marker;
    slot->arrival = packet.arrival;
    slot->size = static_cast<std::uint16_t>(packet.payload.size());
    std::ranges::copy(packet.payload, slot->bytes.begin());
    ring_.commitPush();

    const bool disordered = packet.sequence != lastSequence_ + 1;
    const bool newPicture = packet.rtpTimestamp != lastTimestamp_;
    lastSequence_ = packet.sequence;
    lastTimestamp_ = packet.rtpTimestamp;
    if (packet.marker || disordered || newPicture || ring_.size() > kWakeAt) {
        worker_->notify();
    }
}

}  // namespace mcu::mixing
