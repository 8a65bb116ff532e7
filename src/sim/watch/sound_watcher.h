// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "mixing/audio/codec/audio_codec.h"
#include "sim/watch/delay_probe.h"
#include "sim/watch/onset_detector.h"
#include "sim/watch/packet_ring.h"
#include "sim/watch/sound_journal.h"
#include "sim/watch/watcher.h"

namespace mcu::sim {

/// Decodes what a room hears and finds tones in it. Owned by its Room; polled by the watching
/// thread.
class SoundWatcher final : public Watcher {
public:
    SoundWatcher();

    /// For Transport::setSink.
    [[nodiscard]] std::shared_ptr<media::PacketSink> sink() const { return packets_; }

    [[nodiscard]] const SoundJournal& journal() const { return journal_; }

    /// Null ends the measurement. Any thread.
    void measure(std::shared_ptr<DelayProbe> probe);

    void poll() override;

private:
    void take(const KeptPacket& packet);
    bool useCodec(media::Codec codec);
    void hear(std::span<const std::int16_t> pcm, SteadyTime arrival);
    void findOnsets(std::span<const std::int16_t> pcm, SteadyTime arrival);

    std::shared_ptr<PacketRing> packets_;
    SoundJournal journal_;
    std::mutex mutex_;
    std::shared_ptr<DelayProbe> probe_;  // guarded by mutex_
    // The watching thread's.
    std::optional<media::Codec> codec_;
    std::unique_ptr<mixing::AudioDecoder> decoder_;
    std::optional<OnsetDetector> onsets_;
    std::optional<std::uint64_t> sequence_;
    std::vector<std::int16_t> pcm_;
    std::vector<std::int16_t> window_;
};

}  // namespace mcu::sim
