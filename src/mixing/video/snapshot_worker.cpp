// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/snapshot_worker.h"

#include <pthread.h>
#include <string>
#include <utility>

#include <libyuv.h>

#include "mixing/video/element_runner.h"

namespace mcu::mixing {

Result<std::vector<std::byte>> encodePng(const Picture& picture) {
    const int stride = (picture.width * 3 + 3) / 4 * 4;  // as GStreamer lays RGB out
    std::vector<std::byte> rgb(static_cast<std::size_t>(stride) * picture.height);
    libyuv::I420ToRAW(picture.planes[0],
                      picture.strides[0],
                      picture.planes[1],
                      picture.strides[1],
                      picture.planes[2],
                      picture.strides[2],
                      reinterpret_cast<std::uint8_t*>(rgb.data()),
                      stride,
                      picture.width,
                      picture.height);
    std::vector<std::byte> png;
    auto runner = ElementRunner::create(
        "pngenc",
        "video/x-raw,format=RGB,framerate=0/1,width=" + std::to_string(picture.width) +
            ",height=" + std::to_string(picture.height),
        "image/png",
        [](GstElement* element) {
            g_object_set(element, "compression-level", 2, "snapshot", FALSE, nullptr);
        },
        [&png](GstBuffer* buffer, GstCaps* /*caps*/) {
            const auto at = png.size();
            png.resize(at + gst_buffer_get_size(buffer));
            gst_buffer_extract(buffer, 0, png.data() + at, png.size() - at);
        });
    if (!runner) {
        return runner.error();
    }
    auto buffer = copyToBuffer(rgb);
    GST_BUFFER_PTS(buffer.get()) = 0;
    if (!(*runner)->push(std::move(buffer)) || png.empty()) {
        return Error(ErrorCode::internal, "the picture cannot be written as PNG");
    }
    return png;
}

SnapshotWorker::SnapshotWorker() : thread_([this] { work(); }) {
    pthread_setname_np(thread_.native_handle(), "video-snapshot");
}

SnapshotWorker::~SnapshotWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void SnapshotWorker::post(Task task) {
    {
        const std::scoped_lock lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void SnapshotWorker::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (stopping_) {
            return;
        }
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

}  // namespace mcu::mixing
