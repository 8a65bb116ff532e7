// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/talker_input.h"

#include <algorithm>

namespace mcu::mixing {

void TalkerInput::onPacket(const media::ReceivedPacket& packet) noexcept {
    PacketSlot* const slot = packet.payload.empty() || packet.payload.size() > PacketSlot::kMaxBytes
                                 ? nullptr
                                 : ring_.beginPush();
    if (slot == nullptr) {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    slot->sequence = packet.sequence;
    slot->rtpTimestamp = packet.rtpTimestamp;
    slot->ssrc = packet.ssrc;
    slot->codec = packet.codec;
    slot->arrival = packet.arrival;
    slot->size = packet.payload.size();
    std::copy(packet.payload.begin(), packet.payload.end(), slot->bytes.begin());
    ring_.commitPush();
}

void TalkerInput::publish(const media::TalkerLevel& level) {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    levelDbfs_.store(level.levelDbfs, kRelaxed);
    speaking_.store(level.speaking, kRelaxed);
    bufferMs_.store(level.bufferMs, kRelaxed);
    driftPpm_.store(level.driftPpm, kRelaxed);
    concealed_.store(level.concealed, kRelaxed);
    dropped_.store(level.dropped, kRelaxed);
}

media::TalkerLevel TalkerInput::figures(TalkerId talker) const {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    media::TalkerLevel level;
    level.talker = talker;
    level.levelDbfs = levelDbfs_.load(kRelaxed);
    level.speaking = speaking_.load(kRelaxed);
    level.bufferMs = bufferMs_.load(kRelaxed);
    level.driftPpm = driftPpm_.load(kRelaxed);
    level.concealed = concealed_.load(kRelaxed);
    level.dropped = dropped_.load(kRelaxed) + refused_.load(kRelaxed);
    return level;
}

}  // namespace mcu::mixing
