// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of arbitrary packets into one talker: each step of the input is a packet's fields, its
// payload, and perhaps a tick.
#include <algorithm>
#include <cstdint>

#include "base/check.h"
#include "mixing/audio/talker.h"

namespace {

using mcu::mixing::Playout;
using mcu::mixing::Talker;
using mcu::mixing::TalkerInput;

class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    [[nodiscard]] bool empty() const { return at_ >= size_; }

    std::uint32_t number(int bytes) {
        std::uint32_t value = 0;
        for (int i = 0; i < bytes && at_ < size_; ++i) {
            value = (value << 8U) | data_[at_++];
        }
        return value;
    }

    std::span<const std::byte> bytes(std::size_t count) {
        const std::size_t taken = std::min(count, size_ - std::min(at_, size_));
        const auto* const begin = reinterpret_cast<const std::byte*>(data_ + at_);
        at_ += taken;
        return {begin, taken};
    }

private:
    const std::uint8_t* data_;
    std::size_t size_;
    std::size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, std::min<std::size_t>(size, 8192));
    const auto ring = std::make_shared<TalkerInput>();
    Talker talker(mcu::TalkerId{1}, ring, std::move(*Playout::create()));
    mcu::SteadyTime now{std::chrono::hours(1)};
    std::int64_t samples = 3600LL * mcu::mixing::kMixRate;
    std::uint64_t sequence = 1000;
    std::uint32_t timestamp = 0;
    while (!input.empty()) {
        const std::uint32_t how = input.number(1);
        mcu::media::ReceivedPacket packet;
        sequence += (how & 1U) != 0 ? input.number(2) - 32768U : 1U;
        timestamp += (how & 2U) != 0 ? input.number(4) : 160U;
        packet.sequence = sequence;
        packet.rtpTimestamp = timestamp;
        packet.ssrc = (how & 4U) != 0 ? input.number(1) : 1U;
        packet.codec = static_cast<mcu::media::Codec>((how >> 4U) & 7U);
        packet.arrival = now + std::chrono::milliseconds((how & 8U) != 0 ? input.number(2) : 0U);
        packet.payload = input.bytes(input.number(1) * 4);
        ring->onPacket(packet);
        for (std::uint32_t i = 0; i < (how >> 7U) + 1U; ++i) {
            talker.tick(samples);
            samples += static_cast<std::int64_t>(mcu::mixing::kTickSamples);
            now += std::chrono::milliseconds(20);
        }
        // Whatever arrives, what waits stays bounded.
        MCU_CHECK(ring->figures(mcu::TalkerId{1}).bufferMs < 10000);
    }
    return 0;
}
