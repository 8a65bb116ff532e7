// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "media/h261/depacketizer.h"
#include "media/h263/depacketizer.h"
#include "media/h264/depacketizer.h"
#include "media/vp8/depacketizer.h"
#include "mixing/video/packet_inbox.h"

namespace mcu::mixing {

/// One coded picture as it came in.
struct CodedUnit {
    media::Codec codec = media::Codec::h264;
    std::span<const std::byte> bytes;  ///< valid during the call
    bool intact = false;               ///< nothing is missing in it
    bool keyframe = false;
    bool acceptable = false;  ///< of a size and format we decode
    bool lossBefore = false;  ///< packets were lost since the unit before
};

/// Gathers packets in sequence order to coded pictures: one ends with the marker bit or when the
/// timestamp changes. Owned by a source; one thread.
class UnitAssembler {
public:
    using Output = std::function<void(const CodedUnit&)>;

    explicit UnitAssembler(Output output) : output_(std::move(output)) {}

    void add(const Packet& packet, bool lossBefore);
    void reset();

private:
    /// Calls `work` with the depacketizer of the codec.
    template <typename Work>
    auto with(media::Codec codec, const Work& work);
    void finish();
    [[nodiscard]] bool acceptable(const media::h264::Depacketizer& unit) const;
    [[nodiscard]] bool acceptable(const media::vp8::Depacketizer& unit) const;
    [[nodiscard]] bool acceptable(const media::h263::Depacketizer& unit) const;
    [[nodiscard]] bool acceptable(const media::h261::Depacketizer& unit) const;

    Output output_;
    media::h264::Depacketizer h264_;
    media::vp8::Depacketizer vp8_;
    media::h263::Depacketizer h263_{media::h263::PayloadFormat::rfc2190};
    media::h263::Depacketizer h263v1998_{media::h263::PayloadFormat::rfc4629};
    media::h261::Depacketizer h261_;
    media::Codec codec_ = media::Codec::h264;
    std::uint32_t timestamp_ = 0;
    bool open_ = false;            ///< a unit has begun and not ended
    bool damaged_ = false;         ///< a packet of it is missing or malformed
    bool lossSeen_ = false;        ///< since the last unit given out
    bool parametersHeld_ = false;  ///< h264_ begins with parameter sets of the picture to come
};

}  // namespace mcu::mixing
