// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include <gst/gst.h>

#include "base/result.h"

namespace mcu::mixing {

struct BufferUnref {
    void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
};

/// An owned reference to a GStreamer buffer.
using BufferPointer = std::unique_ptr<GstBuffer, BufferUnref>;

/// Loads GStreamer once for the process.
Status initGstreamer();

/// One GStreamer element between two pads of ours, run on the caller's thread: a buffer goes in by
/// push() and what the element makes of it comes out through `output` before push() returns. No
/// pipeline, no clock, no queue, no thread. Owned by a decoder or encoder; one thread at a time.
class ElementRunner {
public:
    /// A buffer and the caps in force; both borrowed for the call.
    using Output = std::function<void(GstBuffer*, GstCaps*)>;
    using Configure = std::function<void(GstElement*)>;

    /// `outputCaps`: what the element may put out, as caps text ("ANY" for all).
    static Result<std::unique_ptr<ElementRunner>> create(const std::string& factory,
                                                         const std::string& inputCaps,
                                                         const std::string& outputCaps,
                                                         const Configure& configure,
                                                         Output output);
    ~ElementRunner();
    ElementRunner(const ElementRunner&) = delete;
    ElementRunner& operator=(const ElementRunner&) = delete;

    /// False when the element refused the buffer; it should be replaced then.
    bool push(BufferPointer buffer);
    /// Asks for a keyframe with the next buffer.
    void forceKeyUnit();
    /// Tells the element that nothing follows.
    void finish();

private:
    explicit ElementRunner(Output output) : output_(std::move(output)) {}

    Status build(const std::string& factory,
                 const std::string& inputCaps,
                 const std::string& outputCaps,
                 const Configure& configure);
    bool announce(const std::string& inputCaps);

    static GstFlowReturn onBuffer(GstPad* pad, GstObject* parent, GstBuffer* buffer) noexcept;
    static gboolean onEvent(GstPad* pad, GstObject* parent, GstEvent* event) noexcept;
    static gboolean onQuery(GstPad* pad, GstObject* parent, GstQuery* query) noexcept;

    Output output_;
    GstElement* element_ = nullptr;
    GstPad* feed_ = nullptr;   ///< our source pad, linked to the element's sink
    GstPad* drain_ = nullptr;  ///< our sink pad, linked to the element's source
};

/// A buffer that holds a copy of the bytes.
BufferPointer copyToBuffer(std::span<const std::byte> bytes);

}  // namespace mcu::mixing
