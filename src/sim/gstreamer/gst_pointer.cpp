// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gstreamer/gst_pointer.h"

#include <mutex>

namespace mcu::sim {

Result<PipelinePointer> makePipeline(const std::string& text) {
    static std::once_flag once;
    std::call_once(once, [] { gst_init(nullptr, nullptr); });
    GError* failure = nullptr;
    GstElement* element = gst_parse_launch(text.c_str(), &failure);
    PipelinePointer pipeline(element);
    if (failure != nullptr) {
        Error error(ErrorCode::internal, std::string("pipeline: ") + failure->message);
        g_error_free(failure);
        return error;
    }
    if (!pipeline) {
        return Error(ErrorCode::internal, "pipeline: cannot be made");
    }
    return pipeline;
}

ElementPointer elementOf(const PipelinePointer& pipeline, const char* name) {
    return ElementPointer(gst_bin_get_by_name(GST_BIN(pipeline.get()), name));
}

Error pipelineError(const PipelinePointer& pipeline, const std::string& doing) {
    GstBus* bus = gst_element_get_bus(pipeline.get());
    GstMessage* message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    gst_object_unref(bus);
    std::string reason = "failed";
    if (message != nullptr) {
        GError* failure = nullptr;
        gst_message_parse_error(message, &failure, nullptr);
        reason = failure->message;
        g_error_free(failure);
        gst_message_unref(message);
    }
    return {ErrorCode::internal, doing + ": " + reason};
}

Status play(const PipelinePointer& pipeline, const std::string& doing) {
    if (gst_element_set_state(pipeline.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
        return pipelineError(pipeline, doing);
    }
    return {};
}

}  // namespace mcu::sim
