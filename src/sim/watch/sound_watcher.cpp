// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/sound_watcher.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sim/signal/tone.h"
#include "sim/watch/tone_finder.h"

namespace mcu::sim {
namespace {

constexpr std::size_t kPackets = 128;
constexpr std::size_t kWindowsPerSecond = 5;
constexpr std::uint64_t kMostConcealed = 10;
/// Sound at 48 kHz is thinned by this before tones are looked for: none lies above 3.6 kHz.
constexpr std::size_t kThinning = 3;
constexpr int kFullRate = 48000;

std::vector<std::int16_t> thinned(std::span<const std::int16_t> pcm) {
    std::vector<std::int16_t> made(pcm.size() / kThinning);
    for (std::size_t i = 0; i < made.size(); ++i) {
        int sum = 0;
        for (std::size_t k = 0; k < kThinning; ++k) {
            sum += pcm[i * kThinning + k];
        }
        made[i] = static_cast<std::int16_t>(sum / static_cast<int>(kThinning));
    }
    return made;
}

}  // namespace

SoundWatcher::SoundWatcher() : packets_(std::make_shared<PacketRing>(kPackets)) {}

void SoundWatcher::measure(std::shared_ptr<DelayProbe> probe) {
    const std::lock_guard lock(mutex_);
    probe_ = std::move(probe);
}

void SoundWatcher::poll() {
    auto& ring = packets_->ring();
    while (const KeptPacket* packet = ring.front()) {
        take(*packet);
        ring.popFront();
    }
}

bool SoundWatcher::useCodec(media::Codec codec) {
    if (codec_ == codec) {
        return true;
    }
    if (media::kindOf(codec) != media::Kind::audio || codec == media::Codec::telephoneEvent) {
        return false;
    }
    auto made = mixing::makeAudioDecoder(codec);
    if (!made) {
        logger("sim").error("no decoder: {}", made.error().message);
        return false;
    }
    decoder_ = std::move(*made);
    codec_ = codec;
    pcm_.resize(decoder_->maxSamples());
    onsets_.emplace(decoder_->sampleRate());
    window_.clear();
    return true;
}

void SoundWatcher::take(const KeptPacket& packet) {
    if (!useCodec(packet.codec) || (sequence_ && packet.sequence <= *sequence_)) {
        return;
    }
    const auto frame = static_cast<std::size_t>(decoder_->sampleRate()) / 50;
    if (sequence_) {
        const auto missing = std::min(packet.sequence - *sequence_ - 1, kMostConcealed);
        for (std::uint64_t i = 0; i < missing; ++i) {
            const auto pcm = std::span(pcm_).first(frame);
            decoder_->conceal({}, pcm);
            hear(pcm, packet.arrival);
        }
    }
    sequence_ = packet.sequence;
    const auto samples = decoder_->decode(packet.payload(), pcm_);
    const auto pcm = std::span(pcm_).first(samples);
    findOnsets(pcm, packet.arrival);
    hear(pcm, packet.arrival);
}

void SoundWatcher::findOnsets(std::span<const std::int16_t> pcm, SteadyTime arrival) {
    std::shared_ptr<DelayProbe> probe;
    {
        const std::lock_guard lock(mutex_);
        probe = probe_;
    }
    if (!probe) {
        return;
    }
    onsets_->take(pcm, [&](std::size_t offset) {
        const auto behind = std::chrono::nanoseconds(static_cast<std::int64_t>(offset) *
                                                     1'000'000'000 / decoder_->sampleRate());
        probe->arrived(0, arrival + behind);
    });
}

void SoundWatcher::hear(std::span<const std::int16_t> pcm, SteadyTime arrival) {
    window_.insert(window_.end(), pcm.begin(), pcm.end());
    const auto rate = decoder_->sampleRate();
    const auto size = static_cast<std::size_t>(rate) / kWindowsPerSecond;
    while (window_.size() >= size) {
        const auto piece = std::span<const std::int16_t>(window_).first(size);
        const bool thin = rate == kFullRate;
        const auto tones = thin ? findTones(thinned(piece), rate / static_cast<int>(kThinning))
                                : findTones(piece, rate);
        journal_.take(tones, rmsDbfs(piece), arrival);
        window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(size));
    }
}

}  // namespace mcu::sim
