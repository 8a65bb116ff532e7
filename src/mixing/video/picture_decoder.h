// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "base/result.h"
#include "media/codec.h"
#include "mixing/video/element_runner.h"
#include "mixing/video/picture.h"

namespace mcu::mixing {

/// Decodes whole access units (H.264 Annex B, VP8, H.263, H.261) with libav through GStreamer,
/// without added delay. Owned by one source; one thread at a time.
class PictureDecoder {
public:
    static Result<std::unique_ptr<PictureDecoder>> create(media::Codec codec);

    enum class Outcome {
        picture,  ///< latest() is new
        nothing,  ///< taken, no picture yet or the picture was damaged
        failed,   ///< the decoder must be replaced
    };
    Outcome decode(std::span<const std::byte> unit);

    [[nodiscard]] PicturePointer latest() const { return latest_; }

private:
    PictureDecoder() = default;
    void take(GstBuffer* buffer, GstCaps* caps);

    std::unique_ptr<ElementRunner> runner_;
    PicturePointer latest_;
    GstClockTime time_ = 0;
    bool fresh_ = false;
    bool refused_ = false;
};

}  // namespace mcu::mixing
