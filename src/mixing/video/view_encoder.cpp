// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/view_encoder.h"

#include <utility>

#include <gst/video/video.h>

#include "base/log.h"
#include "media/h261/packetizer.h"
#include "media/h263/packetizer.h"
#include "media/h264/packetizer.h"
#include "media/vp8/packetizer.h"
#include "mixing/video/encoder_element.h"
#include "mixing/video/gst_picture.h"

namespace mcu::mixing {

namespace {

Status packetize(media::Codec codec, std::span<const std::byte> bytes, media::EncodedFrame& frame) {
    using media::h263::PayloadFormat;
    switch (codec) {
        case media::Codec::h264:
            return media::h264::packetize(bytes, 0, frame);
        case media::Codec::h263:
            return media::h263::packetize(PayloadFormat::rfc2190, bytes, frame);
        case media::Codec::h263v1998:
            return media::h263::packetize(PayloadFormat::rfc4629, bytes, frame);
        case media::Codec::h261:
            return media::h261::packetize(bytes, frame);
        default:
            media::vp8::packetize(bytes, frame);
            return {};
    }
}

}  // namespace

ViewEncoder::ViewEncoder(EncoderId id,
                         const media::EncoderSpec& spec,
                         std::shared_ptr<media::FrameSink> sink,
                         std::string x264Preset)
    : id_(id), spec_(spec), x264Preset_(std::move(x264Preset)), sink_(std::move(sink)) {}

bool ViewEncoder::offer(EncodeJob job) {
    const std::scoped_lock lock(mutex_);
    if (closed_) {
        return false;
    }
    if (queue_.size() >= kMaxQueued) {
        queue_.pop_front();
        dropped_.fetch_add(1);
    }
    queue_.push_back(std::move(job));
    return !std::exchange(scheduled_, true);
}

bool ViewEncoder::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    queue_.clear();
    return !std::exchange(scheduled_, true);
}

bool ViewEncoder::step() {
    EncodeJob job;
    {
        const std::scoped_lock lock(mutex_);
        if (!closed_) {
            if (queue_.empty()) {
                scheduled_ = false;
                return false;
            }
            job = std::move(queue_.front());
            queue_.pop_front();
        }
    }
    if (!job.picture) {
        release();
        return false;
    }
    encode(job);
    const std::scoped_lock lock(mutex_);
    scheduled_ = closed_ || !queue_.empty();
    return scheduled_;
}

void ViewEncoder::release() {
    runner_.reset();
    sink_.reset();
}

bool ViewEncoder::ready() {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (runner_) {
        return true;
    }
    if (failedAt_ && now - *failedAt_ < kRetry) {
        return false;
    }
    auto made = makeEncoder(
        spec_, x264Preset_, [this](GstBuffer* buffer, GstCaps* /*caps*/) { take(buffer); });
    if (!made) {
        failedAt_ = now;
        logger("video").error(
            "encoder failed encoder={} why=\"{}\"", id_.value, made.error().message);
        return false;
    }
    runner_ = std::move(*made);
    return true;
}

void ViewEncoder::encode(const EncodeJob& job) {
    if (!ready()) {
        return;
    }
    const SteadyTime now = std::chrono::steady_clock::now();
    if (keyframeWanted_.load() && (!lastKeyframe_ || now - *lastKeyframe_ >= kKeyframeFloor)) {
        keyframeWanted_.store(false);
        if (lastKeyframe_) {
            runner_->forceKeyUnit();
        }
    }
    if (!firstTimestamp_) {
        firstTimestamp_ = job.rtpTimestamp;
    }
    auto buffer = wrapPicture(job.picture);
    constexpr GstClockTime kRtpClock = 90000;
    GST_BUFFER_PTS(buffer.get()) =
        gst_util_uint64_scale(job.rtpTimestamp - *firstTimestamp_, GST_SECOND, kRtpClock);
    current_ = &job;
    const bool taken = runner_->push(std::move(buffer));
    current_ = nullptr;
    if (!taken) {
        logger("video").warn("encoder restarts encoder={}", id_.value);
        runner_.reset();
        failedAt_ = now;
    }
}

void ViewEncoder::take(GstBuffer* buffer) {
    GstMapInfo map;
    if (current_ == nullptr || gst_buffer_map(buffer, &map, GST_MAP_READ) == FALSE) {
        return;
    }
    const std::span bytes(reinterpret_cast<const std::byte*>(map.data), map.size);
    auto frame = std::make_shared<media::EncodedFrame>();
    frame->bytes.reserve(bytes.size() + bytes.size() / 500);
    frame->rtpTimestamp = current_->rtpTimestamp;
    frame->captured = current_->captured;
    const auto cut = packetize(spec_.codec, bytes, *frame);
    gst_buffer_unmap(buffer, &map);
    if (!cut) {
        // Receivers cannot decode on after a frame they never got.
        logger("video").warn("frame dropped encoder={} why=\"{}\"", id_.value, cut.error().message);
        requestKeyframe();
        return;
    }
    if (frame->keyframe) {
        lastKeyframe_ = std::chrono::steady_clock::now();
    }
    if (frame->count() > 0) {
        sink_->push(std::move(frame));
    }
}

}  // namespace mcu::mixing
