// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/encoder_element.h"

#include <utility>

namespace mcu::mixing {

namespace {

constexpr int kKeyframeSeconds = 10;  ///< apart, when nobody asks for one
constexpr int kRateBufferMs = 400;    ///< bounds how large a keyframe may get

std::string inputCaps(const media::EncoderSpec& spec) {
    return std::string("video/x-raw,format=I420,interlace-mode=progressive,pixel-aspect-ratio=") +
           (media::isCif(spec.codec) ? "12/11" : "1/1") + ",width=" + std::to_string(spec.width) +
           ",height=" + std::to_string(spec.height) +
           ",framerate=" + std::to_string(spec.framesPerSecond) + "/1";
}

std::string h264Caps(const media::EncoderSpec& spec) {
    const char* profile = "constrained-baseline";
    if (spec.h264ProfileIdc == 77) {
        profile = "main";
    } else if (spec.h264ProfileIdc == 100) {
        profile = "high";
    }
    return std::string("video/x-h264,stream-format=byte-stream,alignment=au,profile=") + profile;
}

void configureX264(GstElement* element, const media::EncoderSpec& spec, const std::string& preset) {
    gst_util_set_object_arg(G_OBJECT(element), "speed-preset", preset.c_str());
    gst_util_set_object_arg(G_OBJECT(element), "tune", "zerolatency");
    // Slices of at most 1170 bytes fit a packet, so they suit packetization mode 0. A cut is coded
    // as it comes: a scene-cut keyframe would be a burst that nobody asked for.
    const std::string options = "slice-max-size=1170:scenecut=0:level=" +
                                std::to_string(static_cast<int>(spec.h264LevelIdc));
    g_object_set(element,
                 "bitrate",
                 spec.kbps,
                 "vbv-buf-capacity",
                 kRateBufferMs,
                 "key-int-max",
                 spec.framesPerSecond * kKeyframeSeconds,
                 "threads",
                 1,
                 "sliced-threads",
                 FALSE,
                 "bframes",
                 0,
                 "rc-lookahead",
                 0,
                 "sync-lookahead",
                 0,
                 "mb-tree",
                 FALSE,
                 "byte-stream",
                 TRUE,
                 "aud",
                 FALSE,
                 "option-string",
                 options.c_str(),
                 nullptr);
}

void configureVp8(GstElement* element, const media::EncoderSpec& spec) {
    gst_util_set_object_arg(G_OBJECT(element), "end-usage", "cbr");
    g_object_set(element,
                 "deadline",
                 G_GINT64_CONSTANT(1),  // as fast as it can
                 "cpu-used",
                 8,
                 "threads",
                 1,
                 "lag-in-frames",
                 0,
                 "target-bitrate",
                 spec.kbps * 1000,
                 "max-intra-bitrate",
                 400,
                 "buffer-size",
                 2 * kRateBufferMs,
                 "buffer-initial-size",
                 kRateBufferMs,
                 "buffer-optimal-size",
                 kRateBufferMs,
                 "min-quantizer",
                 4,
                 "max-quantizer",
                 56,
                 "static-threshold",
                 1,
                 "keyframe-max-dist",
                 spec.framesPerSecond * kKeyframeSeconds,
                 nullptr);
}

/// H.263 with its annexes off, which every receiver decodes, or H.261.
void configureCif(GstElement* element, const media::EncoderSpec& spec) {
    constexpr int kMostBetweenKeyframes = 132;  // bounds the drift of inverse transforms
    constexpr int kNever = 1000000000;
    g_object_set(element,
                 "bitrate",
                 spec.kbps * 1000,
                 "maxrate",
                 gint64{spec.kbps} * 1000,
                 "bufsize",
                 spec.kbps * kRateBufferMs,
                 "gop-size",
                 kMostBetweenKeyframes,
                 "sc-threshold",
                 kNever,  // a cut is coded as it comes
                 "max-bframes",
                 0,
                 "threads",
                 1,
                 nullptr);
    if (spec.codec != media::Codec::h261) {
        // Each group of blocks has its header, a place to cut; those of H.261 have it anyway.
        g_object_set(element, "ps", 1, nullptr);
    }
}

}  // namespace

Result<std::unique_ptr<ElementRunner>> makeEncoder(const media::EncoderSpec& spec,
                                                   const std::string& x264Preset,
                                                   ElementRunner::Output output) {
    if (spec.codec == media::Codec::h264) {
        return ElementRunner::create(
            "x264enc",
            inputCaps(spec),
            h264Caps(spec),
            [&](GstElement* element) { configureX264(element, spec, x264Preset); },
            std::move(output));
    }
    if (media::isCif(spec.codec)) {
        const bool h261 = spec.codec == media::Codec::h261;
        return ElementRunner::create(
            h261 ? "avenc_h261" : "avenc_h263",
            inputCaps(spec),
            h261 ? "video/x-h261" : "video/x-h263",
            [&](GstElement* element) { configureCif(element, spec); },
            std::move(output));
    }
    return ElementRunner::create(
        "vp8enc",
        inputCaps(spec),
        "video/x-vp8",
        [&](GstElement* element) { configureVp8(element, spec); },
        std::move(output));
}

}  // namespace mcu::mixing
