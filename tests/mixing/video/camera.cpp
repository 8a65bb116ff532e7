// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/camera.h"

#include <cstring>
#include <utility>

#include "media/h261/depacketizer.h"
#include "media/h261/packetizer.h"
#include "media/h263/depacketizer.h"
#include "media/h263/packetizer.h"
#include "media/h264/depacketizer.h"
#include "media/h264/packetizer.h"
#include "media/vp8/depacketizer.h"
#include "media/vp8/packetizer.h"
#include "mixing/video/gst_picture.h"
#include "mixing/video/picture_decoder.h"

namespace mcu::test {

namespace {

constexpr int kBars = 8;

/// Bars take the lower half, so that a caption at the lower edge leaves enough of them.
int barTop(int height) {
    return height / 2;
}

int mean(const mixing::Picture& picture, int x, int y, int width, int height) {
    long sum = 0;
    for (int line = 0; line < height; ++line) {
        const auto* row = picture.at(0, x, y + line);
        for (int i = 0; i < width; ++i) {
            sum += row[i];
        }
    }
    return static_cast<int>(sum / (static_cast<long>(width) * height));
}

}  // namespace

std::shared_ptr<mixing::Picture> draw(int width, int height, TestPicture what) {
    mixing::PicturePool pool;
    auto made = pool.take(width, height);
    for (int y = 0; y < height; ++y) {
        auto* row = made->at(0, 0, y);
        for (int x = 0; x < width; ++x) {
            const int bar = x * kBars / width;
            const bool white = ((what.number >> bar) & 1) != 0;
            const int grain = ((x * 7 + y * 13) ^ (x * y)) % 16 - 8;  // makes keyframes large
            const int ground = y < barTop(height) ? what.luma : white ? 220 : 30;
            row[x] = static_cast<std::uint8_t>(ground + grain);
        }
    }
    for (int plane = 1; plane < 3; ++plane) {
        for (int y = 0; y < made->chromaHeight(); ++y) {
            std::memset(made->at(plane, 0, y), plane == 1 ? 90 : 170, made->chromaWidth());
        }
    }
    return made;
}

TestPicture read(const mixing::Picture& picture, int x, int y, int width, int height) {
    TestPicture what;
    what.luma = mean(picture, x + width / 4, y + height / 8, width / 2, height / 4);
    const int bar = width / kBars;
    for (int i = 0; i < kBars; ++i) {
        const int level = mean(
            picture, x + i * bar + bar / 4, y + barTop(height) + height / 8, bar / 2, height / 8);
        what.number |= level > 125 ? 1 << i : 0;
    }
    return what;
}

Camera::Camera(Kind kind, int width, int height, std::shared_ptr<media::PacketSink> sink)
    : kind_(kind), width_(width), height_(height), sink_(std::move(sink)) {}

Camera::~Camera() = default;

void Camera::resize(int width, int height) {
    width_ = width;
    height_ = height;
    runner_.reset();
}

media::Codec Camera::codec() const {
    switch (kind_) {
        case Kind::vp8:
            return media::Codec::vp8;
        case Kind::h263:
            return media::Codec::h263;
        case Kind::h263v1998:
            return media::Codec::h263v1998;
        case Kind::h261:
            return media::Codec::h261;
        default:
            return media::Codec::h264;
    }
}

std::unique_ptr<mixing::ElementRunner> Camera::makeRunner() {
    const auto output = [this](GstBuffer* buffer, GstCaps* /*caps*/) { take(buffer); };
    const auto input = "video/x-raw,format=I420,framerate=30/1,width=" + std::to_string(width_) +
                       ",height=" + std::to_string(height_);
    if (media::isCif(codec())) {
        const bool h261 = kind_ == Kind::h261;
        const auto configure = [h261](GstElement* element) {
            g_object_set(element, "bitrate", 1500000, "gop-size", 600, nullptr);
            if (!h261) {
                g_object_set(element, "ps", 1, nullptr);
            }
        };
        return std::move(*mixing::ElementRunner::create(h261 ? "avenc_h261" : "avenc_h263",
                                                        input,
                                                        h261 ? "video/x-h261" : "video/x-h263",
                                                        configure,
                                                        output));
    }
    if (kind_ == Kind::vp8) {
        const auto configure = [](GstElement* element) {
            g_object_set(element,
                         "deadline",
                         G_GINT64_CONSTANT(1),
                         "cpu-used",
                         8,
                         "threads",
                         1,
                         "lag-in-frames",
                         0,
                         "target-bitrate",
                         2000000,
                         "keyframe-max-dist",
                         3000,
                         nullptr);
        };
        return std::move(
            *mixing::ElementRunner::create("vp8enc", input, "video/x-vp8", configure, output));
    }
    const auto configure = [this](GstElement* element) {
        gst_util_set_object_arg(G_OBJECT(element), "speed-preset", "ultrafast");
        gst_util_set_object_arg(G_OBJECT(element), "tune", "zerolatency");
        g_object_set(
            element,
            "threads",
            1,
            "sliced-threads",
            FALSE,
            "bitrate",
            3000,
            "key-int-max",
            3000,
            "byte-stream",
            TRUE,
            "option-string",
            kind_ == Kind::h264SmallSlices ? "slice-max-size=400:scenecut=0" : "scenecut=0",
            nullptr);
    };
    return std::move(
        *mixing::ElementRunner::create("x264enc",
                                       input,
                                       "video/x-h264,stream-format=byte-stream,alignment=au",
                                       configure,
                                       output));
}

void Camera::encode(TestPicture what, bool keyframe) {
    if (!runner_) {
        runner_ = makeRunner();
    } else if (keyframe) {
        runner_->forceKeyUnit();
    }
    frame_ = {};
    auto buffer = mixing::wrapPicture(draw(width_, height_, what));
    GST_BUFFER_PTS(buffer.get()) = time_;
    time_ += 33 * GST_MSECOND;
    runner_->push(std::move(buffer));
}

void Camera::take(GstBuffer* buffer) {
    std::vector<std::byte> bytes(gst_buffer_get_size(buffer));
    gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
    if (kind_ == Kind::vp8) {
        media::vp8::packetize(bytes, frame_);
        return;
    }
    if (kind_ == Kind::h261) {
        static_cast<void>(media::h261::packetize(bytes, frame_));
        return;
    }
    if (media::isCif(codec())) {
        const auto format = kind_ == Kind::h263 ? media::h263::PayloadFormat::rfc2190
                                                : media::h263::PayloadFormat::rfc4629;
        static_cast<void>(media::h263::packetize(format, bytes, frame_));
        return;
    }
    media::EncodedFrame plain;
    const bool mode0 = kind_ == Kind::h264SmallSlices;
    if (!media::h264::packetize(bytes, mode0 ? 0 : 1, plain)) {
        return;
    }
    frame_ = plain;
    const auto first = std::to_integer<int>(plain.payload(0)[0]) & 0x1F;
    if (mode0 || first != 7) {
        return;
    }
    // Parameter sets travel in one STAP-A.
    frame_.bytes = {std::byte{24}};
    frame_.ends.clear();
    for (std::size_t i = 0; i < 2; ++i) {
        const auto nal = plain.payload(i);
        frame_.bytes.push_back(static_cast<std::byte>(nal.size() >> 8U));
        frame_.bytes.push_back(static_cast<std::byte>(nal.size() & 0xFFU));
        frame_.bytes.insert(frame_.bytes.end(), nal.begin(), nal.end());
    }
    frame_.ends.push_back(static_cast<std::uint32_t>(frame_.bytes.size()));
    for (std::size_t i = 2; i < plain.count(); ++i) {
        const auto payload = plain.payload(i);
        frame_.bytes.insert(frame_.bytes.end(), payload.begin(), payload.end());
        frame_.ends.push_back(static_cast<std::uint32_t>(frame_.bytes.size()));
    }
}

void Camera::send(TestPicture what, bool keyframe, const std::function<bool(std::size_t)>& keep) {
    encode(what, keyframe);
    timestamp_ += 3000;
    for (std::size_t i = 0; i < frame_.count(); ++i) {
        if (keep && !keep(i)) {
            ++sequence_;
        } else {
            sendRaw(frame_.payload(i), i + 1 == frame_.count());
        }
    }
}

void Camera::sendRaw(std::span<const std::byte> payload, bool marker) {
    media::ReceivedPacket packet;
    packet.sequence = sequence_++;
    packet.rtpTimestamp = timestamp_;
    packet.ssrc = 77;
    packet.codec = codec();
    packet.marker = marker;
    packet.arrival = std::chrono::steady_clock::now();
    packet.payload = payload;
    sink_->onPacket(packet);
}

struct Viewer::Impl {
    media::Codec codec;
    std::unique_ptr<mixing::PictureDecoder> decoder;
    media::h264::Depacketizer h264;
    media::vp8::Depacketizer vp8;
    media::h263::Depacketizer h263{media::h263::PayloadFormat::rfc2190};
    media::h263::Depacketizer h263v1998{media::h263::PayloadFormat::rfc4629};
    media::h261::Depacketizer h261;

    template <typename Depacketizer>
    mixing::PicturePointer show(Depacketizer& depacketizer, const media::EncodedFrame& frame) {
        depacketizer.clear();
        for (std::size_t i = 0; i < frame.count(); ++i) {
            depacketizer.add(frame.payload(i));
        }
        if (!depacketizer.complete() ||
            decoder->decode(depacketizer.unit()) != mixing::PictureDecoder::Outcome::picture) {
            return nullptr;
        }
        return decoder->latest();
    }
};

Viewer::Viewer(media::Codec codec) : impl_(std::make_unique<Impl>()) {
    impl_->codec = codec;
    impl_->decoder = std::move(*mixing::PictureDecoder::create(codec));
}

Viewer::Viewer(Viewer&&) noexcept = default;
Viewer& Viewer::operator=(Viewer&&) noexcept = default;
Viewer::~Viewer() = default;

mixing::PicturePointer Viewer::show(const media::EncodedFrame& frame) {
    switch (impl_->codec) {
        case media::Codec::vp8:
            return impl_->show(impl_->vp8, frame);
        case media::Codec::h263:
            return impl_->show(impl_->h263, frame);
        case media::Codec::h263v1998:
            return impl_->show(impl_->h263v1998, frame);
        case media::Codec::h261:
            return impl_->show(impl_->h261, frame);
        default:
            return impl_->show(impl_->h264, frame);
    }
}

}  // namespace mcu::test
