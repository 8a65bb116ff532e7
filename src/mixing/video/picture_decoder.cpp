// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/picture_decoder.h"

#include <utility>

#include "mixing/video/gst_picture.h"

namespace mcu::mixing {

namespace {

void configure(GstElement* element) {
    // Without direct rendering a picture comes out in a pooled buffer; with it the decoder still
    // holds the buffer, and the base class allocates and copies each picture anew
    // (docs/decisions/0090). One thread: no frame of delay by frame threads. "Normal" compliance:
    // "auto" means strict outside a live pipeline, and that holds pictures back for reordering that
    // never comes.
    g_object_set(element,
                 "direct-rendering",
                 FALSE,
                 "std-compliance",
                 0,
                 "output-corrupt",
                 FALSE,
                 "qos",
                 FALSE,
                 "max-errors",
                 -1,
                 nullptr);
    // Decoders that know no threads do not have it.
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), "max-threads") != nullptr) {
        g_object_set(element, "max-threads", 1, nullptr);
    }
}

struct Element {
    const char* factory;
    const char* input;
};

Element elementOf(media::Codec codec) {
    switch (codec) {
        case media::Codec::vp8:
            return {"avdec_vp8", "video/x-vp8"};
        case media::Codec::h263:
        case media::Codec::h263v1998:
            return {"avdec_h263", "video/x-h263,variant=itu"};
        case media::Codec::h261:
            return {"avdec_h261", "video/x-h261"};
        default:
            return {"avdec_h264", "video/x-h264,stream-format=byte-stream,alignment=au"};
    }
}

}  // namespace

Result<std::unique_ptr<PictureDecoder>> PictureDecoder::create(media::Codec codec) {
    std::unique_ptr<PictureDecoder> made(new PictureDecoder());
    const auto element = elementOf(codec);
    auto runner = ElementRunner::create(
        element.factory,
        element.input,
        "video/x-raw",
        configure,
        [self = made.get()](GstBuffer* buffer, GstCaps* caps) { self->take(buffer, caps); });
    if (!runner) {
        return runner.error();
    }
    made->runner_ = std::move(*runner);
    return made;
}

void PictureDecoder::take(GstBuffer* buffer, GstCaps* caps) {
    if (GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_CORRUPTED)) {
        return;
    }
    if (auto picture = wrapBuffer(buffer, caps)) {
        latest_ = std::move(picture);
        fresh_ = true;
    } else {
        refused_ = true;
    }
}

PictureDecoder::Outcome PictureDecoder::decode(std::span<const std::byte> unit) {
    fresh_ = false;
    refused_ = false;
    auto buffer = copyToBuffer(unit);
    time_ += 33 * GST_MSECOND;  // decoders want times that grow; nobody reads them
    GST_BUFFER_PTS(buffer.get()) = time_;
    GST_BUFFER_DTS(buffer.get()) = time_;
    if (!runner_->push(std::move(buffer)) || refused_) {
        return Outcome::failed;
    }
    return fresh_ ? Outcome::picture : Outcome::nothing;
}

}  // namespace mcu::mixing
