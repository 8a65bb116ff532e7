// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gstreamer/sound_file.h"

#include <cstring>

#include <gst/app/gstappsink.h>

#include "sim/gstreamer/gst_pointer.h"

namespace mcu::sim {
namespace {

constexpr std::size_t kMostSeconds = 60;

void append(GstSample* sample, std::vector<std::int16_t>& pcm) {
    GstMapInfo map;
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    if (buffer != nullptr && gst_buffer_map(buffer, &map, GST_MAP_READ) != 0) {
        const auto before = pcm.size();
        pcm.resize(before + map.size / sizeof(std::int16_t));
        std::memcpy(pcm.data() + before, map.data, (pcm.size() - before) * sizeof(std::int16_t));
        gst_buffer_unmap(buffer, &map);
    }
}

}  // namespace

Result<std::vector<std::int16_t>> readSoundFile(const std::string& file, int sampleRate) {
    auto pipeline = makePipeline(
        "filesrc name=file ! decodebin ! audioconvert ! audioresample ! "
        "audio/x-raw,format=S16LE,channels=1,layout=interleaved,rate=" +
        std::to_string(sampleRate) + " ! appsink name=sink sync=false max-buffers=50");
    if (!pipeline) {
        return pipeline.error();
    }
    g_object_set(elementOf(*pipeline, "file").get(), "location", file.c_str(), nullptr);
    if (auto started = play(*pipeline, "reading " + file); !started) {
        return started.error();
    }
    const auto sink = elementOf(*pipeline, "sink");
    std::vector<std::int16_t> pcm;
    while (pcm.size() < kMostSeconds * static_cast<std::size_t>(sampleRate)) {
        const SamplePointer sample(gst_app_sink_pull_sample(GST_APP_SINK(sink.get())));
        if (!sample) {
            break;
        }
        append(sample.get(), pcm);
    }
    if (pcm.empty()) {
        return pipelineError(*pipeline, "reading " + file);
    }
    return pcm;
}

}  // namespace mcu::sim
