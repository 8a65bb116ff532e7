// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "base/ids.h"
#include "media/video_mixer.h"
#include "mixing/video/element_runner.h"
#include "mixing/video/picture.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

/// A composed picture on its way to an encoder.
struct EncodeJob {
    PicturePointer picture;  ///< of the encoder's size
    SteadyTime captured{};
    std::uint32_t rtpTimestamp = 0;
};

/// One encoder of a view: takes composed pictures from the composer into a queue of two (the older
/// is dropped when encoding is slow), encodes on a thread of the encode pool, one picture at a
/// time, and cuts the result into payloads. Shared by mixer, composer and pool, for each may be the
/// last to need it; the GStreamer element lives and dies on the pool.
class ViewEncoder {
public:
    ViewEncoder(EncoderId id,
                const media::EncoderSpec& spec,
                std::shared_ptr<media::FrameSink> sink,
                std::string x264Preset);

    [[nodiscard]] EncoderId id() const { return id_; }

    [[nodiscard]] const media::EncoderSpec& spec() const { return spec_; }

    /// Queues a picture. True when the encoder must be given to the pool. The composer.
    bool offer(EncodeJob job);

    /// The next picture becomes a keyframe, at most one in 500 ms. Any thread.
    void requestKeyframe() { keyframeWanted_.store(true); }

    /// Nothing is encoded any more. True when the encoder must be given to the pool, which frees
    /// what it holds. Any thread.
    bool close();

    /// Encodes one queued picture; true when there are more. A pool thread.
    bool step();
    /// Frees the element. When no pool thread runs any more.
    void release();

    [[nodiscard]] std::uint64_t dropped() const { return dropped_.load(); }

private:
    static constexpr std::size_t kMaxQueued = 2;
    static constexpr Duration kKeyframeFloor = std::chrono::milliseconds(500);
    static constexpr Duration kRetry = std::chrono::seconds(1);

    void encode(const EncodeJob& job);
    bool ready();
    void take(GstBuffer* buffer);

    const EncoderId id_;
    const media::EncoderSpec spec_;
    const std::string x264Preset_;
    std::atomic<bool> keyframeWanted_{false};
    std::atomic<std::uint64_t> dropped_{0};

    std::mutex mutex_;  ///< held for moments only
    std::deque<EncodeJob> queue_;
    bool scheduled_ = false;  ///< in the pool's hands
    bool closed_ = false;

    // The pool's, one thread at a time:
    std::shared_ptr<media::FrameSink> sink_;
    std::unique_ptr<ElementRunner> runner_;
    const EncodeJob* current_ = nullptr;
    std::optional<SteadyTime> lastKeyframe_;
    std::optional<SteadyTime> failedAt_;
    std::optional<std::uint32_t> firstTimestamp_;
};

}  // namespace mcu::mixing
