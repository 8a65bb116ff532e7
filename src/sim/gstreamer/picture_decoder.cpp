// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gstreamer/picture_decoder.h"

#include <cstring>
#include <mutex>
#include <utility>

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

#include "sim/gstreamer/gst_pointer.h"

namespace mcu::sim {
namespace {

constexpr guint64 kQueueBytes = 8U << 20U;
constexpr GstClockTime kPngPatience = 5 * GST_SECOND;

std::string decoderText(media::Codec codec) {
    const std::string front =
        "appsrc name=source format=time is-live=true min-latency=0 max-bytes=0 caps=";
    const std::string back =
        " ! videoconvert ! video/x-raw,format=I420 ! appsink name=sink sync=false max-buffers=4";
    if (codec == media::Codec::vp8) {
        return front + "video/x-vp8 ! vp8dec threads=1" + back;
    }
    if (codec == media::Codec::h261) {
        return front + "video/x-h261 ! avdec_h261" + back;
    }
    if (media::isCif(codec)) {
        return front + "video/x-h263,variant=itu ! avdec_h263" + back;
    }
    return front +
           "video/x-h264,stream-format=byte-stream,alignment=au ! avdec_h264 max-threads=1" + back;
}

}  // namespace

struct PictureDecoder::Impl {
    Handler handler;
    mutable std::mutex mutex;
    SamplePointer last;  // guarded by mutex
    ElementPointer source;
    // Last member: stopped, and with it the thread that uses the others, before they go.
    PipelinePointer pipeline;

    GstFlowReturn take(GstAppSink* sink) {
        SamplePointer sample(gst_app_sink_pull_sample(sink));
        if (!sample) {
            return GST_FLOW_EOS;
        }
        GstBuffer* buffer = gst_sample_get_buffer(sample.get());
        GstVideoInfo info;
        GstVideoFrame frame;
        if (gst_video_info_from_caps(&info, gst_sample_get_caps(sample.get())) == 0 ||
            gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ) == 0) {
            return GST_FLOW_OK;
        }
        const LumaView luma{static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)),
                            GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0),
                            GST_VIDEO_FRAME_WIDTH(&frame),
                            GST_VIDEO_FRAME_HEIGHT(&frame)};
        handler(luma, SteadyTime(std::chrono::nanoseconds(GST_BUFFER_PTS(buffer))));
        gst_video_frame_unmap(&frame);
        const std::lock_guard lock(mutex);
        last = std::move(sample);
        return GST_FLOW_OK;
    }
};

PictureDecoder::PictureDecoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PictureDecoder::~PictureDecoder() = default;

Result<std::unique_ptr<PictureDecoder>> PictureDecoder::make(media::Codec codec, Handler handler) {
    auto impl = std::make_unique<Impl>();
    impl->handler = std::move(handler);
    auto pipeline = makePipeline(decoderText(codec));
    if (!pipeline) {
        return pipeline.error();
    }
    impl->pipeline = std::move(*pipeline);
    impl->source = elementOf(impl->pipeline, "source");
    const auto sink = elementOf(impl->pipeline, "sink");
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* from, gpointer self) {
        return static_cast<Impl*>(self)->take(from);
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &callbacks, impl.get(), nullptr);
    if (auto started = play(impl->pipeline, "decoder"); !started) {
        return started.error();
    }
    return std::unique_ptr<PictureDecoder>(new PictureDecoder(std::move(impl)));
}

bool PictureDecoder::decode(std::span<const std::byte> unit, SteadyTime arrival) {
    auto* source = GST_APP_SRC(impl_->source.get());
    if (gst_app_src_get_current_level_bytes(source) > kQueueBytes) {
        return true;
    }
    GstBuffer* buffer = gst_buffer_new_memdup(unit.data(), unit.size());
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(arrival.time_since_epoch()).count());
    GST_BUFFER_DTS(buffer) = GST_BUFFER_PTS(buffer);
    return gst_app_src_push_buffer(source, buffer) == GST_FLOW_OK;
}

Result<std::vector<std::byte>> PictureDecoder::png() const {
    SamplePointer sample;
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->last) {
            sample.reset(gst_sample_ref(impl_->last.get()));
        }
    }
    if (!sample) {
        return Error(ErrorCode::unavailable, "no picture yet");
    }
    GstCaps* caps = gst_caps_new_empty_simple("image/png");
    GError* failure = nullptr;
    const SamplePointer image(gst_video_convert_sample(sample.get(), caps, kPngPatience, &failure));
    gst_caps_unref(caps);
    if (!image) {
        Error error(ErrorCode::internal,
                    std::string("PNG: ") + (failure != nullptr ? failure->message : "failed"));
        g_clear_error(&failure);
        return error;
    }
    GstMapInfo map;
    GstBuffer* buffer = gst_sample_get_buffer(image.get());
    if (gst_buffer_map(buffer, &map, GST_MAP_READ) == 0) {
        return Error(ErrorCode::internal, "PNG: cannot be read");
    }
    std::vector<std::byte> bytes(map.size);
    std::memcpy(bytes.data(), map.data, map.size);
    gst_buffer_unmap(buffer, &map);
    return bytes;
}

}  // namespace mcu::sim
