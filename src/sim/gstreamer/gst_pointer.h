// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <gst/gst.h>

#include "base/result.h"

namespace mcu::sim {

struct GstObjectRelease {
    void operator()(GstElement* element) const {
        gst_element_set_state(element, GST_STATE_NULL);
        gst_object_unref(element);
    }
};

/// A pipeline; stopped when it goes.
using PipelinePointer = std::unique_ptr<GstElement, GstObjectRelease>;

struct GstElementUnref {
    void operator()(GstElement* element) const { gst_object_unref(element); }
};

/// An element inside a pipeline, borrowed by name.
using ElementPointer = std::unique_ptr<GstElement, GstElementUnref>;

struct GstSampleUnref {
    void operator()(GstSample* sample) const { gst_sample_unref(sample); }
};

using SamplePointer = std::unique_ptr<GstSample, GstSampleUnref>;

/// A pipeline from its launch text; initialises GStreamer first.
[[nodiscard]] Result<PipelinePointer> makePipeline(const std::string& text);
[[nodiscard]] ElementPointer elementOf(const PipelinePointer& pipeline, const char* name);
/// The first error on the pipeline's bus, or a general one.
[[nodiscard]] Error pipelineError(const PipelinePointer& pipeline, const std::string& doing);
/// Starts a pipeline.
[[nodiscard]] Status play(const PipelinePointer& pipeline, const std::string& doing);

}  // namespace mcu::sim
