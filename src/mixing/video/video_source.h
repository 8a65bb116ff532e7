// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "base/ids.h"
#include "media/video_mixer.h"
#include "mixing/video/event_poster.h"
#include "mixing/video/packet_inbox.h"
#include "mixing/video/picture_decoder.h"
#include "mixing/video/reorder_buffer.h"
#include "mixing/video/unit_assembler.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

/// One incoming picture: reorder buffer, depacketizer, decoder, and the latest good picture. A
/// picture that is not whole, or follows one that was not, is never shown: the last good one stays
/// until the next keyframe, which is asked for.
/// Shared by the mixer (control thread), one decode worker and the composer; the worker runs it,
/// the others read latest() and stats().
class VideoSource {
public:
    VideoSource(SourceId id,
                const VideoSettings& settings,
                std::shared_ptr<PacketInbox> inbox,
                EventPoster events,
                std::shared_ptr<WakeSignal> composer);

    [[nodiscard]] SourceId id() const { return id_; }

    [[nodiscard]] const std::shared_ptr<PacketInbox>& inbox() const { return inbox_; }

    /// The last good picture, null before the first. Any thread.
    [[nodiscard]] PicturePointer latest() const;
    [[nodiscard]] media::SourceStats stats(SteadyTime now) const;

    /// Wakes the composer at the first picture; one that is there already is seen by latest().
    void await() { awaited_.store(true, std::memory_order_seq_cst); }

    /// Takes what has arrived, gives up on gaps, looks for a stall. The worker.
    void run(SteadyTime now);
    /// When run() is due again without new packets. The worker.
    [[nodiscard]] SteadyTime deadline(SteadyTime now) const;
    /// Frees the decoder. The worker, before it forgets the source.
    void shutDown();

private:
    struct DecodeState {
        std::unique_ptr<PictureDecoder> decoder;
        media::Codec codec = media::Codec::h264;
        std::optional<std::uint32_t> ssrc;
        bool needsKeyframe = true;
        bool up = false;
        bool stalled = false;
        int barren = 0;         ///< units taken in a row without a picture
        SteadyTime progress{};  ///< last picture, or the opening
        std::optional<SteadyTime> asked;
        std::optional<SteadyTime> askAt;  ///< a request that came too soon after the one before
    };

    static constexpr Duration kAskAgain = std::chrono::milliseconds(500);
    static constexpr Duration kAskFloor = std::chrono::milliseconds(200);
    static constexpr int kMaxBarren = 12;

    void onUnit(const CodedUnit& unit);
    void decode(const CodedUnit& unit);
    void fail();
    void publish(PicturePointer picture);
    /// Asks now, or as soon as `floor` has passed since the last request.
    void askKeyframe(Duration floor);

    const SourceId id_;
    const Duration stallAfter_;
    const std::shared_ptr<PacketInbox> inbox_;
    const EventPoster events_;
    const std::shared_ptr<WakeSignal> composer_;
    ReorderBuffer reorder_;
    UnitAssembler assembler_;
    DecodeState worker_;
    SteadyTime now_{};  ///< of the run at hand

    mutable std::mutex latestMutex_;  ///< held to copy a pointer only
    PicturePointer latest_;
    std::atomic<bool> awaited_{false};
    std::atomic<std::uint64_t> decoded_{0};
    std::atomic<std::uint64_t> broken_{0};
    std::atomic<SteadyTime::rep> lastPicture_{0};
};

}  // namespace mcu::mixing
