// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

#include "media/h261/depacketizer.h"
#include "media/h263/depacketizer.h"
#include "media/h264/depacketizer.h"
#include "media/vp8/depacketizer.h"
#include "sim/gstreamer/picture_decoder.h"
#include "sim/watch/packet_ring.h"
#include "sim/watch/picture_journal.h"
#include "sim/watch/watcher.h"

namespace mcu::sim {

/// Decodes what a room sees and reads the picture codes in it. Owned by its Room; polled by the
/// watching thread.
class PictureWatcher final : public Watcher {
public:
    /// `keyframeWanted` is called on the watching thread when the decoder cannot go on without a
    /// keyframe.
    explicit PictureWatcher(std::function<void()> keyframeWanted);

    /// For Transport::setSink.
    [[nodiscard]] std::shared_ptr<media::PacketSink> sink() const { return packets_; }

    [[nodiscard]] const PictureJournal& journal() const { return journal_; }

    [[nodiscard]] PictureJournal& journal() { return journal_; }

    /// The last picture; any thread; blocks while it is encoded.
    [[nodiscard]] Result<std::vector<std::byte>> png() const;

    [[nodiscard]] std::uint64_t damagedPictures() const { return damaged_; }

    void poll() override;

private:
    using Unit = std::variant<media::h264::Depacketizer,
                              media::vp8::Depacketizer,
                              media::h263::Depacketizer,
                              media::h261::Depacketizer>;

    void take(const KeptPacket& packet);
    void begin(const KeptPacket& packet);
    void finish();
    void decode(std::span<const std::byte> unit);
    bool useCodec(media::Codec codec);
    void makeUnit(media::Codec codec);
    void needKeyframe();

    std::function<void()> keyframeWanted_;
    std::shared_ptr<PacketRing> packets_;
    PictureJournal journal_;
    std::atomic<std::uint64_t> damaged_{0};
    // The watching thread's.
    std::optional<media::Codec> codec_;
    Unit unit_;
    bool open_ = false;  ///< a unit is being put together
    bool waitsForKeyframe_ = true;
    std::uint32_t timestamp_ = 0;
    SteadyTime arrival_{};
    std::optional<std::uint64_t> sequence_;
    SteadyTime asked_{};
    // Shared with png(); the last member: its thread writes the journal.
    mutable std::mutex mutex_;
    std::unique_ptr<PictureDecoder> decoder_;
};

}  // namespace mcu::sim
