// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "media/banner.h"
#include "media/codec.h"
#include "media/encoded_frame.h"
#include "media/packet_sink.h"

namespace mcu::media {

/// A rectangle in fractions of the picture (0..1), so that a layout fits every class size.
struct Rect {
    double x = 0;
    double y = 0;
    double width = 1;
    double height = 1;
    bool operator==(const Rect&) const = default;
};

/// One pane of a composed picture. Later panes are painted over earlier ones (picture-in-picture).
struct Pane {
    Rect rect;
    SourceId source;      ///< none: the pane shows its slate (grey ground and caption)
    std::string caption;  ///< UTF-8, NFC; empty: none
    /// Shown big on a slate or over a greyed picture, e.g. "mất tín hiệu 12 s"; empty: none. Greys
    /// the picture.
    std::string notice;
    bool operator==(const Pane&) const = default;
};

/// What a view shows. Applied atomically at one frame edge, once all its sources have a picture
/// ("switch without a hole") or `hold` has passed; until then the view goes on with the composition
/// before.
struct Composition {
    std::vector<Pane> panes;
    Banner banner;
    /// Longest wait for missing sources; after it the cut happens with slates for those still
    /// missing.
    Duration hold = std::chrono::seconds(2);
    /// Returned in onCut. 0: no report wanted.
    std::uint64_t takeId = 0;
};

/// One encoder of a view: a class of receivers.
struct EncoderSpec {
    Codec codec = Codec::h264;
    int width = 1280;
    int height = 720;
    int framesPerSecond = 30;
    int kbps = 2000;
    /// H.264: the profile all receivers of the class can decode; payloads are always single NAL
    /// units of at most kMaxPayload bytes, so they suit packetization modes 0 and 1 alike.
    std::uint8_t h264ProfileIdc = 66;
    std::uint8_t h264LevelIdc = 31;
    auto operator<=>(const EncoderSpec&) const = default;
};

struct ViewStats {
    ViewId view;
    std::uint64_t framesComposed = 0;
    std::uint64_t framesLate = 0;  ///< composed more than 50 ms after their due time
    double worstLateMs = 0;
    int encoders = 0;
};

/// How a decoded picture looks, of a source given to watchLoop. Luma from 0 to 255.
struct PictureLook {
    float brightness = 0;  ///< mean luma
    float contrast = 0;    ///< deviation of the luma over the picture
    double stillMs = 0;    ///< since anything in it changed
};

struct SourceStats {
    SourceId source;
    int width = 0;
    int height = 0;
    std::uint64_t framesDecoded = 0;
    std::uint64_t framesBroken = 0;  ///< incomplete or undecodable, not shown
    double ageMs = 0;                ///< since the last decoded frame; negative: none yet
    /// Of a source given to watchLoop: what it brings is what its site was sent so long ago;
    /// negative: it is not.
    double loopDelayMs = -1;
    std::optional<PictureLook> look;  ///< of a source given to watchLoop, once there is a picture
};

/// Pictures of conferences: decoders for sources that are watched, one composer per view, one
/// encoder per class. GStreamer decodes and encodes; composing is ours (docs/decisions). All
/// functions on the control thread; none blocks.
class VideoMixer {
public:
    /// Called on the control thread.
    class Listener {
    public:
        virtual ~Listener() = default;
        /// First decoded picture of a source since it was opened or since it stalled.
        virtual void onSourceUp(SourceId source) = 0;
        /// No decoded picture for 2 s (a frozen or broken stream). Repeated never; onSourceUp ends
        /// it.
        virtual void onSourceStalled(SourceId source) = 0;
        /// The decoder needs a keyframe (start, loss, error). Already rate-limited to one in 200 ms
        /// a source.
        virtual void onKeyframeNeeded(SourceId source) = 0;
        /// A composition with a takeId was first put out, at the time given (frame handed to the
        /// encoders).
        virtual void onCut(ViewId view, std::uint64_t takeId, SteadyTime at) = 0;
    };

    virtual ~VideoMixer() = default;

    struct Source {
        SourceId id;
        std::shared_ptr<PacketSink> sink;
    };

    /// Starts a decoder (reorder buffer, depacketizer, decoder). Codec by the packets' own field.
    virtual Result<Source> openSource() = 0;
    virtual void closeSource(SourceId source) = 0;

    /// A picture somebody is sent: a view, or that of a source, passed through. Neither: nothing.
    struct SentPicture {
        ViewId view;
        SourceId source;
        bool operator==(const SentPicture&) const = default;
    };

    /// Compares what a source brings with what its site is sent: SourceStats::loopDelayMs says
    /// whether the one comes back in the other. Nothing: stop. Ends with the source. The same
    /// picture again changes nothing.
    virtual void watchLoop(SourceId source, const SentPicture& sent) = 0;

    /// A view composes at `width` x `height` and `framesPerSecond`; encoders of smaller size scale
    /// from it.
    virtual Result<ViewId> createView(int width, int height, int framesPerSecond) = 0;
    virtual void destroyView(ViewId view) = 0;
    virtual void compose(ViewId view, Composition composition) = 0;

    virtual Result<EncoderId> openEncoder(ViewId view,
                                          const EncoderSpec& spec,
                                          std::shared_ptr<FrameSink> sink) = 0;
    virtual void closeEncoder(EncoderId encoder) = 0;
    /// The next frame is a keyframe. Coalesced and rate-limited inside (at most one in 500 ms an
    /// encoder).
    virtual void requestKeyframe(EncoderId encoder) = 0;

    using PngCallback = std::function<void(Result<std::vector<std::byte>>)>;
    /// Encodes the last picture to PNG on a worker; the callback runs on the control thread. With a
    /// source or view that has no picture: an error.
    virtual void snapshotView(ViewId view, PngCallback done) = 0;
    virtual void snapshotSource(SourceId source, PngCallback done) = 0;

    [[nodiscard]] virtual std::vector<ViewStats> viewStats() const = 0;
    [[nodiscard]] virtual std::vector<SourceStats> sourceStats() const = 0;
};

}  // namespace mcu::media
