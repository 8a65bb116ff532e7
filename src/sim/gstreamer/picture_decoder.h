// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "media/codec.h"
#include "sim/picture/picture.h"

namespace mcu::sim {

/// Decodes what a looking room receives (H.264, VP8, H.263, H.261), on GStreamer's thread. Owned by
/// a PictureWatcher; decode() from one thread.
class PictureDecoder {
public:
    /// A decoded picture and when the first packet of it arrived; on the decoder's thread.
    using Handler = std::function<void(const LumaView&, SteadyTime)>;

    static Result<std::unique_ptr<PictureDecoder>> make(media::Codec codec, Handler handler);
    ~PictureDecoder();
    PictureDecoder(const PictureDecoder&) = delete;
    PictureDecoder& operator=(const PictureDecoder&) = delete;

    /// Queues a coded picture. False: the decoder has failed.
    bool decode(std::span<const std::byte> unit, SteadyTime arrival);
    /// The last decoded picture as PNG; any thread; blocks while it is encoded.
    [[nodiscard]] Result<std::vector<std::byte>> png() const;

private:
    struct Impl;
    explicit PictureDecoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::sim
