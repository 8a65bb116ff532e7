// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gstreamer/video_encoding.h"

#include <cstring>
#include <utility>

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include "sim/gstreamer/gst_pointer.h"

namespace mcu::sim {
namespace {

/// Room for RTP and SRTP: below media::kMaxPayload with a reserve, since x264 may exceed it by a
/// macroblock's end.
constexpr int kSliceBytes = 1100;

std::string rawCaps(const VideoSpec& spec) {
    return "video/x-raw,format=I420,width=" + std::to_string(spec.width) +
           ",height=" + std::to_string(spec.height) +
           ",framerate=" + std::to_string(spec.framesPerSecond) + "/1,pixel-aspect-ratio=1/1";
}

std::string encoderText(const VideoSpec& spec) {
    const auto rate = std::to_string(spec.framesPerSecond);
    if (spec.codec == media::Codec::vp8) {
        return "vp8enc deadline=1 cpu-used=8 threads=1 end-usage=cbr target-bitrate=" +
               std::to_string(spec.kbps * 1000) + " keyframe-max-dist=" + rate +
               " keyframe-mode=auto";
    }
    if (media::isCif(spec.codec)) {
        const std::string element =
            spec.codec == media::Codec::h261 ? "avenc_h261" : "avenc_h263 ps=1";
        return element +
               " threads=1 sc-threshold=1000000000 bitrate=" + std::to_string(spec.kbps * 1000) +
               " gop-size=" + rate;
    }
    const std::string slices =
        spec.h264Mode == 0 ? ":slice-max-size=" + std::to_string(kSliceBytes) : "";
    return "x264enc tune=zerolatency speed-preset=superfast threads=1 byte-stream=true aud=false "
           "bitrate=" +
           std::to_string(spec.kbps) + " key-int-max=" + rate + " option-string=keyint=" + rate +
           ":min-keyint=" + rate + ":scenecut=0:sliced-threads=0" + slices +
           " ! video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au";
}

CodedPicture codedPicture(GstSample* sample) {
    CodedPicture picture;
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    GstMapInfo map;
    if (buffer != nullptr && gst_buffer_map(buffer, &map, GST_MAP_READ) != 0) {
        picture.bytes.resize(map.size);
        std::memcpy(picture.bytes.data(), map.data, map.size);
        picture.keyframe = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
        gst_buffer_unmap(buffer, &map);
    }
    return picture;
}

/// Everything the pipeline puts out until its end, at most `most` pictures (0: no limit).
Result<std::vector<CodedPicture>> drain(const PipelinePointer& pipeline,
                                        std::size_t most,
                                        const std::string& doing) {
    std::vector<CodedPicture> pictures;
    const auto sink = elementOf(pipeline, "sink");
    while (most == 0 || pictures.size() < most) {
        const SamplePointer sample(gst_app_sink_pull_sample(GST_APP_SINK(sink.get())));
        if (!sample) {
            break;
        }
        pictures.push_back(codedPicture(sample.get()));
    }
    if (pictures.empty()) {
        return pipelineError(pipeline, doing);
    }
    return pictures;
}

}  // namespace

Result<std::vector<CodedPicture>> encodePictures(const VideoSpec& spec,
                                                 int count,
                                                 const std::function<const Picture&(int)>& draw) {
    const std::string doing = "encoding " + spec.name();
    auto pipeline = makePipeline(
        "appsrc name=source format=time block=true max-bytes=8000000 caps=" + rawCaps(spec) +
        " ! " + encoderText(spec) + " ! appsink name=sink sync=false max-buffers=0");
    if (!pipeline) {
        return pipeline.error();
    }
    if (auto started = play(*pipeline, doing); !started) {
        return started.error();
    }
    const auto source = elementOf(*pipeline, "source");
    for (int index = 0; index < count; ++index) {
        const auto& bytes = draw(index).bytes();
        GstBuffer* buffer = gst_buffer_new_memdup(bytes.data(), bytes.size());
        GST_BUFFER_PTS(buffer) = gst_util_uint64_scale_int(
            static_cast<guint64>(index), GST_SECOND, spec.framesPerSecond);
        GST_BUFFER_DURATION(buffer) = GST_SECOND / static_cast<guint64>(spec.framesPerSecond);
        if (gst_app_src_push_buffer(GST_APP_SRC(source.get()), buffer) != GST_FLOW_OK) {
            return pipelineError(*pipeline, doing);
        }
    }
    gst_app_src_end_of_stream(GST_APP_SRC(source.get()));
    return drain(*pipeline, 0, doing);
}

Result<std::vector<CodedPicture>> encodeVideoFile(const VideoSpec& spec,
                                                  const std::string& file,
                                                  int seconds) {
    const std::string doing = "encoding " + file;
    auto pipeline = makePipeline(
        "filesrc name=file ! decodebin ! videoconvert ! videorate ! videoscale add-borders=true "
        "! " +
        rawCaps(spec) + " ! " + encoderText(spec) +
        " ! appsink name=sink sync=false max-buffers=50");
    if (!pipeline) {
        return pipeline.error();
    }
    g_object_set(elementOf(*pipeline, "file").get(), "location", file.c_str(), nullptr);
    if (auto started = play(*pipeline, doing); !started) {
        return started.error();
    }
    return drain(*pipeline, static_cast<std::size_t>(seconds * spec.framesPerSecond), doing);
}

std::string VideoSpec::name() const {
    std::string made;
    if (codec == media::Codec::h264) {
        made = "h264-" + std::to_string(h264Mode);
    } else {
        // H.263 is one coding with two ways to cut it.
        made = codec == media::Codec::vp8 ? "vp8" : codec == media::Codec::h261 ? "h261" : "h263";
    }
    return made + "-" + std::to_string(width) + "x" + std::to_string(height) + "-" +
           std::to_string(framesPerSecond) + "-" + std::to_string(kbps);
}

}  // namespace mcu::sim
