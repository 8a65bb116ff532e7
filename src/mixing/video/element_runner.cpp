// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/element_runner.h"

#include <mutex>
#include <utility>

#include <gst/video/video.h>

namespace mcu::mixing {

namespace {

struct CapsUnref {
    void operator()(GstCaps* caps) const { gst_caps_unref(caps); }
};

using CapsPointer = std::unique_ptr<GstCaps, CapsUnref>;

Error refuse(const std::string& factory, const std::string& why) {
    return {ErrorCode::unavailable,
            "GStreamer element " + factory + " " + why,
            "install the GStreamer plugins named in packages.txt"};
}

}  // namespace

Status initGstreamer() {
    static std::once_flag once;
    static bool loaded = false;
    std::call_once(once, [] {
        // The plugin registry may need a helper process; signals and locale stay the program's.
        loaded = gst_init_check(nullptr, nullptr, nullptr) == TRUE;
    });
    if (!loaded) {
        return Error(ErrorCode::unavailable, "GStreamer cannot be initialised");
    }
    return {};
}

Result<std::unique_ptr<ElementRunner>> ElementRunner::create(const std::string& factory,
                                                             const std::string& inputCaps,
                                                             const std::string& outputCaps,
                                                             const Configure& configure,
                                                             Output output) {
    if (auto ready = initGstreamer(); !ready) {
        return ready.error();
    }
    std::unique_ptr<ElementRunner> made(new ElementRunner(std::move(output)));
    if (auto built = made->build(factory, inputCaps, outputCaps, configure); !built) {
        return built.error();
    }
    return made;
}

Status ElementRunner::build(const std::string& factory,
                            const std::string& inputCaps,
                            const std::string& outputCaps,
                            const Configure& configure) {
    GstElement* element = gst_element_factory_make(factory.c_str(), nullptr);
    if (element == nullptr) {
        return refuse(factory, "is not installed");
    }
    element_ = GST_ELEMENT(gst_object_ref_sink(element));
    configure(element_);

    feed_ = GST_PAD(gst_object_ref_sink(gst_pad_new("feed", GST_PAD_SRC)));
    const CapsPointer taken(gst_caps_from_string(outputCaps.c_str()));
    GstPadTemplate* acceptable =
        gst_pad_template_new("drain", GST_PAD_SINK, GST_PAD_ALWAYS, taken.get());
    gst_object_ref_sink(acceptable);
    drain_ = GST_PAD(gst_object_ref_sink(gst_pad_new_from_template(acceptable, "drain")));
    gst_object_unref(acceptable);
    gst_pad_set_chain_function_full(drain_, onBuffer, this, nullptr);
    gst_pad_set_event_function_full(drain_, onEvent, this, nullptr);
    gst_pad_set_query_function_full(drain_, onQuery, this, nullptr);

    GstPad* sink = gst_element_get_static_pad(element_, "sink");
    GstPad* source = gst_element_get_static_pad(element_, "src");
    const bool linked = gst_pad_link(feed_, sink) == GST_PAD_LINK_OK &&
                        gst_pad_link(source, drain_) == GST_PAD_LINK_OK;
    gst_object_unref(sink);
    gst_object_unref(source);
    gst_pad_set_active(drain_, TRUE);
    gst_pad_set_active(feed_, TRUE);
    if (!linked || gst_element_set_state(element_, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE ||
        !announce(inputCaps)) {
        return refuse(factory, "does not take " + inputCaps);
    }
    return {};
}

bool ElementRunner::announce(const std::string& inputCaps) {
    const CapsPointer caps(gst_caps_from_string(inputCaps.c_str()));
    if (!caps) {
        return false;
    }
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    return gst_pad_push_event(feed_, gst_event_new_stream_start("mcu")) == TRUE &&
           gst_pad_push_event(feed_, gst_event_new_caps(caps.get())) == TRUE &&
           gst_pad_push_event(feed_, gst_event_new_segment(&segment)) == TRUE;
}

ElementRunner::~ElementRunner() {
    // Our pads go inactive first, so that nothing the element drains reaches the owner any more.
    if (drain_ != nullptr) {
        gst_pad_set_active(drain_, FALSE);
    }
    if (feed_ != nullptr) {
        gst_pad_set_active(feed_, FALSE);
    }
    if (element_ != nullptr) {
        gst_element_set_state(element_, GST_STATE_NULL);
        gst_object_unref(element_);
    }
    if (drain_ != nullptr) {
        gst_object_unref(drain_);
    }
    if (feed_ != nullptr) {
        gst_object_unref(feed_);
    }
}

bool ElementRunner::push(BufferPointer buffer) {
    return gst_pad_push(feed_, buffer.release()) == GST_FLOW_OK;
}

void ElementRunner::forceKeyUnit() {
    gst_pad_push_event(drain_,
                       gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
}

void ElementRunner::finish() {
    gst_pad_push_event(feed_, gst_event_new_eos());
}

GstFlowReturn ElementRunner::onBuffer(GstPad* pad,
                                      GstObject* /*parent*/,
                                      GstBuffer* buffer) noexcept {
    const BufferPointer owned(buffer);
    const auto* self = static_cast<const ElementRunner*>(pad->chaindata);
    const CapsPointer caps(gst_pad_get_current_caps(pad));
    if (caps) {
        self->output_(owned.get(), caps.get());
    }
    return GST_FLOW_OK;
}

gboolean ElementRunner::onEvent(GstPad* /*pad*/, GstObject* /*parent*/, GstEvent* event) noexcept {
    gst_event_unref(event);  // sticky events are kept by the pad itself
    return TRUE;
}

gboolean ElementRunner::onQuery(GstPad* pad, GstObject* parent, GstQuery* query) noexcept {
    if (GST_QUERY_TYPE(query) == GST_QUERY_ALLOCATION) {
        // Decoders then write into their pool's own layout, without a copy.
        gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
        return TRUE;
    }
    return gst_pad_query_default(pad, parent, query);
}

BufferPointer copyToBuffer(std::span<const std::byte> bytes) {
    BufferPointer buffer(gst_buffer_new_allocate(nullptr, bytes.size(), nullptr));
    gst_buffer_fill(buffer.get(), 0, bytes.data(), bytes.size());
    return buffer;
}

}  // namespace mcu::mixing
