// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/dict.h>
}

#include "media/bit_cursor.h"
#include "media/h261/depacketizer.h"
#include "media/h261/packetizer.h"
#include "media/h263/macroblock_walk.h"
#include "media/h263/packetizer.h"
#include "mixing/video/encoder_element.h"
#include "mixing/video/gst_picture.h"
#include "mixing/video/mixer_fixture.h"

namespace mcu::test {

namespace {

using media::h263::PayloadFormat;
using Bytes = std::vector<std::byte>;

/// Detail everywhere that moves: large pictures with motion vectors of all kinds.
mixing::PicturePointer moving(int width, int height, int index) {
    mixing::PicturePool pool;
    auto made = pool.take(width, height);
    for (int plane = 0; plane < 3; ++plane) {
        const int rows = plane == 0 ? height : made->chromaHeight();
        const int columns = plane == 0 ? width : made->chromaWidth();
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                const double u = x + 3 * index;
                const double v = y - 2 * index;
                const double wave = std::sin(u / 2.3 + v / 7.1) + std::sin(u / 5.9 - v / 3.1);
                const unsigned grain = static_cast<unsigned>((x * 31 + y * 17) * (index + 7)) % 9;
                *made->at(plane, x, y) = static_cast<std::uint8_t>(128 + 50 * wave + grain);
            }
        }
    }
    return made;
}

std::vector<Bytes> encoded(
    int width, int height, int kbps, int count, media::Codec codec = media::Codec::h263) {
    std::vector<Bytes> out;
    media::EncoderSpec spec;
    spec.codec = codec;
    spec.width = width;
    spec.height = height;
    spec.kbps = kbps;
    auto runner = mixing::makeEncoder(spec, "", [&](GstBuffer* buffer, GstCaps* /*caps*/) {
        out.emplace_back(gst_buffer_get_size(buffer));
        gst_buffer_extract(buffer, 0, out.back().data(), out.back().size());
    });
    EXPECT_TRUE(runner.has_value());
    for (int i = 0; i < count; ++i) {
        auto buffer = mixing::wrapPicture(moving(width, height, i));
        GST_BUFFER_PTS(buffer.get()) = gst_util_uint64_scale(i, GST_SECOND, 30);
        EXPECT_TRUE((*runner)->push(std::move(buffer)));
    }
    EXPECT_EQ(out.size(), static_cast<std::size_t>(count)) << "no picture is held back";
    return out;
}

struct Size {
    int width;
    int height;
    int kbps;
};

class H263Pictures : public ::testing::TestWithParam<Size> {};

TEST_P(H263Pictures, AreCutIntoPacketsAndPutTogetherAgain) {
    const auto [width, height, kbps] = GetParam();
    ASSERT_TRUE(mixing::initGstreamer());
    bool withinGroups = false;
    for (const auto& picture : encoded(width, height, kbps, 12)) {
        for (const auto format : {PayloadFormat::rfc2190, PayloadFormat::rfc4629}) {
            media::EncodedFrame frame;
            ASSERT_TRUE(media::h263::packetize(format, picture, frame));
            media::h263::Depacketizer depacketizer(format);
            for (std::size_t i = 0; i < frame.count(); ++i) {
                ASSERT_LE(frame.payload(i).size(), media::kMaxPayload);
                ASSERT_TRUE(depacketizer.add(frame.payload(i)));
                withinGroups =
                    withinGroups || (format == PayloadFormat::rfc2190 &&
                                     (frame.payload(i)[0] & std::byte{0x80}) != std::byte{0});
            }
            ASSERT_TRUE(depacketizer.complete());
            EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
        }
    }
    EXPECT_EQ(withinGroups, kbps > 1000) << "groups that fit no packet";
}

/// One of GStreamer's payloads in mode B, as it says where it begins.
media::h263::CutPoint modeB(std::span<const std::byte> payload, std::size_t bytesBefore) {
    media::BitCursor cursor(payload);
    cursor.skip(2);
    media::h263::CutPoint out;
    const auto skipped = cursor.read(3);
    out.bit = (bytesBefore - (skipped != 0 ? 1 : 0)) * 8 + skipped;
    cursor.skip(11);
    out.group = static_cast<std::uint8_t>(cursor.read(5));
    out.macroblock = static_cast<std::uint16_t>(cursor.read(9));
    return out;
}

/// GStreamer's payloader of RFC 2190 finds the same macroblocks where it cuts, and the depacketizer
/// takes what it makes. (Quantizers and vectors in its headers are others than RFC 2190 wants.)
TEST_P(H263Pictures, AreReadAsAnotherSenderReadsThem) {
    const auto [width, height, kbps] = GetParam();
    ASSERT_TRUE(mixing::initGstreamer());
    std::vector<Bytes> packets;
    auto payloader = mixing::ElementRunner::create(
        "rtph263pay",
        "video/x-h263,variant=itu,h263version=h263",
        "application/x-rtp",
        [](GstElement* element) { g_object_set(element, "mtu", 700, nullptr); },
        [&](GstBuffer* buffer, GstCaps* /*caps*/) {
            constexpr std::size_t kRtpHeader = 12;
            Bytes packet(gst_buffer_get_size(buffer));
            gst_buffer_extract(buffer, 0, packet.data(), packet.size());
            packets.emplace_back(packet.begin() + kRtpHeader, packet.end());
        });
    ASSERT_TRUE(payloader.has_value());
    int compared = 0;
    std::vector<media::h263::CutPoint> points;
    for (const auto& picture : encoded(width, height, kbps, 12)) {
        packets.clear();
        ASSERT_TRUE((*payloader)->push(mixing::copyToBuffer(picture)));
        ASSERT_TRUE(media::h263::findCutPoints(picture, points));
        media::h263::Depacketizer depacketizer(PayloadFormat::rfc2190);
        bool shifted = false;  // GStreamer 1.22 sends a byte twice that a macroblock ends with
        for (const auto& packet : packets) {
            if ((packet[0] & std::byte{0x80}) != std::byte{0}) {
                const auto theirs = modeB(packet, depacketizer.unit().size());
                const auto ours = std::ranges::find_if(points, [&](const auto& point) {
                    return point.group == theirs.group && point.macroblock == theirs.macroblock;
                });
                ASSERT_NE(ours, points.end());
                shifted = shifted || (ours->macroblock != 0 && ours->bit % 8 == 0);
                EXPECT_TRUE(shifted || ours->bit == theirs.bit);
                ++compared;
            }
            EXPECT_TRUE(depacketizer.add(packet));
        }
        if (!shifted) {
            EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
        }
    }
    EXPECT_EQ(compared > 0, kbps > 1000);
}

struct FreeContext {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};

struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};

struct FreePacket {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};

/// libavcodec by itself, since it tells where it put macroblocks: AV_PKT_DATA_H263_MB_INFO.
class InformedEncoder {
public:
    InformedEncoder(int width, int height, int kbps)
        : context_(avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_H263))) {
        context_->width = width;
        context_->height = height;
        context_->pix_fmt = AV_PIX_FMT_YUV420P;
        context_->time_base = {1, 30};
        context_->bit_rate = kbps * 1000;
        context_->gop_size = 300;
        AVDictionary* options = nullptr;
        av_dict_set(&options, "ps", "1", 0);
        av_dict_set(&options, "mb_info", "600", 0);
        EXPECT_GE(avcodec_open2(context_.get(), nullptr, &options), 0);
        av_dict_free(&options);
    }

    /// The packet of a picture, valid until the next.
    const AVPacket& encode(const mixing::Picture& picture, int index) {
        std::unique_ptr<AVFrame, FreeFrame> frame(av_frame_alloc());
        frame->format = AV_PIX_FMT_YUV420P;
        frame->width = picture.width;
        frame->height = picture.height;
        frame->pts = index;
        EXPECT_GE(av_frame_get_buffer(frame.get(), 0), 0);
        for (int plane = 0; plane < 3; ++plane) {
            const int rows = plane == 0 ? picture.height : picture.chromaHeight();
            const int columns = plane == 0 ? picture.width : picture.chromaWidth();
            for (int y = 0; y < rows; ++y) {
                std::copy_n(
                    picture.at(plane, 0, y),
                    columns,
                    frame->data[plane] + static_cast<std::ptrdiff_t>(y) * frame->linesize[plane]);
            }
        }
        EXPECT_GE(avcodec_send_frame(context_.get(), frame.get()), 0);
        EXPECT_GE(avcodec_receive_packet(context_.get(), packet_.get()), 0);
        return *packet_;
    }

private:
    std::unique_ptr<AVCodecContext, FreeContext> context_;
    std::unique_ptr<AVPacket, FreePacket> packet_{av_packet_alloc()};
};

/// One entry of that information: bit, quantizer, GOB, macroblock, predictor of the vector.
media::h263::CutPoint informed(std::span<const std::uint8_t> entry) {
    media::h263::CutPoint out;
    out.bit = entry[0] | std::size_t{entry[1]} << 8U | std::size_t{entry[2]} << 16U;
    out.quantizer = entry[4];
    out.group = entry[5];
    out.macroblock = static_cast<std::uint16_t>(entry[6] | entry[7] << 8U);
    out.horizontal = static_cast<std::int8_t>(entry[8]);
    out.vertical = static_cast<std::int8_t>(entry[9]);
    return out;
}

TEST_P(H263Pictures, AreReadAsTheirEncoderWroteThem) {
    constexpr std::size_t kEntry = 12;
    const auto [width, height, kbps] = GetParam();
    InformedEncoder encoder(width, height, kbps);
    int compared = 0;
    int moved = 0;
    std::vector<media::h263::CutPoint> points;
    for (int i = 0; i < 20; ++i) {
        const auto& packet = encoder.encode(*moving(width, height, i), i);
        const std::span bytes(reinterpret_cast<const std::byte*>(packet.data),
                              static_cast<std::size_t>(packet.size));
        ASSERT_TRUE(media::h263::findCutPoints(bytes, points));
        std::size_t length = 0;
        const auto* data = av_packet_get_side_data(&packet, AV_PKT_DATA_H263_MB_INFO, &length);
        for (std::size_t at = 0; at + kEntry <= length; at += kEntry) {
            const auto theirs = informed({data + at, kEntry});
            const auto ours = std::ranges::find_if(points, [&](const auto& point) {
                return point.bit == theirs.bit && !point.header;
            });
            ASSERT_NE(ours, points.end()) << theirs.bit;
            EXPECT_EQ(ours->quantizer, theirs.quantizer);
            EXPECT_EQ(ours->group, theirs.group);
            EXPECT_EQ(ours->macroblock, theirs.macroblock);
            EXPECT_EQ(ours->horizontal, theirs.horizontal);
            EXPECT_EQ(ours->vertical, theirs.vertical);
            ++compared;
            moved += theirs.horizontal != 0 ? 1 : 0;
        }
    }
    EXPECT_EQ(compared > 100, kbps > 1000);
    EXPECT_EQ(moved > 100, kbps > 1000);
}

INSTANTIATE_TEST_SUITE_P(Sizes,
                         H263Pictures,
                         ::testing::Values(Size{176, 144, 128},
                                           Size{352, 288, 2000},
                                           Size{704, 576, 4000}));

class H261Pictures : public ::testing::TestWithParam<Size> {};

TEST_P(H261Pictures, AreCutIntoPacketsAndPutTogetherAgain) {
    const auto [width, height, kbps] = GetParam();
    ASSERT_TRUE(mixing::initGstreamer());
    bool first = true;
    for (const auto& picture : encoded(width, height, kbps, 12, media::Codec::h261)) {
        media::EncodedFrame frame;
        ASSERT_TRUE(media::h261::packetize(picture, frame));
        EXPECT_EQ(frame.keyframe, std::exchange(first, false));
        media::h261::Depacketizer depacketizer;
        for (std::size_t i = 0; i < frame.count(); ++i) {
            ASSERT_LE(frame.payload(i).size(), media::kMaxPayload);
            ASSERT_TRUE(depacketizer.add(frame.payload(i)));
        }
        ASSERT_TRUE(depacketizer.complete());
        EXPECT_EQ(depacketizer.keyframe(), frame.keyframe);
        EXPECT_EQ(media::h261::payloadStartsKeyframe(frame.payload(0)), frame.keyframe);
        EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
    }
}

/// The header of RFC 4587 section 4.1.
media::h261::CutPoint headerOf(std::span<const std::byte> payload) {
    media::BitCursor cursor(payload);
    media::h261::CutPoint out;
    cursor.skip(8);
    out.group = static_cast<std::uint8_t>(cursor.read(4));
    out.address = static_cast<std::uint8_t>(cursor.read(5) + 1);
    out.quantizer = static_cast<std::uint8_t>(cursor.read(5));
    const auto vector = [&cursor] {
        const auto bits = static_cast<int>(cursor.read(5));
        return static_cast<std::int8_t>(bits < 16 ? bits : bits - 32);
    };
    out.horizontal = vector();
    out.vertical = vector();
    return out;
}

/// GStreamer's payloader of RFC 4587 writes the same headers where it cuts, and the depacketizer
/// takes what it makes.
TEST_P(H261Pictures, AreReadAsAnotherSenderReadsThem) {
    const auto [width, height, kbps] = GetParam();
    ASSERT_TRUE(mixing::initGstreamer());
    std::vector<Bytes> packets;
    auto payloader = mixing::ElementRunner::create(
        "rtph261pay",
        "video/x-h261",
        "application/x-rtp",
        [](GstElement* element) { g_object_set(element, "mtu", 700, nullptr); },
        [&](GstBuffer* buffer, GstCaps* /*caps*/) {
            constexpr std::size_t kRtpHeader = 12;
            Bytes packet(gst_buffer_get_size(buffer));
            gst_buffer_extract(buffer, 0, packet.data(), packet.size());
            packets.emplace_back(packet.begin() + kRtpHeader, packet.end());
        });
    ASSERT_TRUE(payloader.has_value());
    int compared = 0;
    int moved = 0;
    std::vector<media::h261::CutPoint> points;
    for (const auto& picture : encoded(width, height, kbps, 12, media::Codec::h261)) {
        packets.clear();
        ASSERT_TRUE((*payloader)->push(mixing::copyToBuffer(picture)));
        ASSERT_TRUE(media::h261::walk(picture, 0, &points).ended);
        media::h261::Depacketizer depacketizer;
        std::optional<std::size_t> shift;
        for (const auto& packet : packets) {
            const auto theirs = headerOf(packet);
            const auto before = depacketizer.unit().size();
            ASSERT_TRUE(depacketizer.add(packet));
            if (theirs.group == 0) {
                continue;
            }
            const auto skipped = std::to_integer<std::size_t>(packet[0]) >> 5U & 7U;
            const auto bit = (before - (skipped != 0 ? 1 : 0)) * 8 + skipped;
            const auto ours = std::ranges::find_if(points, [&](const auto& point) {
                return !point.header && point.group == theirs.group &&
                       point.address == theirs.address;
            });
            ASSERT_NE(ours, points.end());
            // It begins a picture within a byte where the one before ended so.
            const auto off = bit - ours->bit;
            EXPECT_EQ(shift.value_or(off), off);
            shift = off;
            EXPECT_EQ(ours->quantizer, theirs.quantizer);
            EXPECT_EQ(ours->horizontal, theirs.horizontal);
            EXPECT_EQ(ours->vertical, theirs.vertical);
            ++compared;
            moved += theirs.horizontal != 0 ? 1 : 0;
        }
        if (shift == std::size_t{0}) {
            EXPECT_EQ(Bytes(depacketizer.unit().begin(), depacketizer.unit().end()), picture);
        }
    }
    EXPECT_GT(compared, 0);
    EXPECT_GT(moved, 0);
}

INSTANTIATE_TEST_SUITE_P(Sizes,
                         H261Pictures,
                         ::testing::Values(Size{176, 144, 1000}, Size{352, 288, 1900}));

class VideoCif : public MixerFixture {
protected:
    void SetUp() override { start(); }

    ViewId viewOf(SourceId source) {
        const auto view = mixer->createView(1280, 720, 30);
        EXPECT_TRUE(view.has_value());
        media::Composition one;
        one.panes.push_back(pane(source));
        mixer->compose(*view, one);
        return *view;
    }
};

TEST_F(VideoCif, IsEncodedWithBarsAboveAndBelow) {
    auto input = open(Camera::Kind::h264Fragments, 1280, 720);
    input.camera->send({100, 9});
    const auto view = viewOf(input.id);
    for (const auto codec : {media::Codec::h263, media::Codec::h263v1998, media::Codec::h261}) {
        auto output = std::make_shared<FrameCollector>();
        media::EncoderSpec spec;
        spec.codec = codec;
        spec.width = 352;
        spec.height = 288;
        spec.kbps = 512;
        ASSERT_TRUE(mixer->openEncoder(view, spec, output).has_value());
        Viewer viewer(codec);
        EXPECT_TRUE(watch(*output, viewer, [](const auto& picture) {
            return picture.width == 352 && read(picture, 0, 36, 352, 216).number == 9;
        }));
        EXPECT_LT(*shown->at(0, 176, 10), 40);
        EXPECT_LT(*shown->at(0, 176, 275), 40);
    }
}

TEST_F(VideoCif, HasNoOtherSizes) {
    auto input = open(Camera::Kind::h264Fragments, 1280, 720);
    const auto view = viewOf(input.id);
    auto output = std::make_shared<FrameCollector>();
    media::EncoderSpec spec;
    spec.codec = media::Codec::h263;
    spec.width = 640;
    spec.height = 360;
    EXPECT_FALSE(mixer->openEncoder(view, spec, output).has_value());
    spec.width = 704;
    spec.height = 576;
    EXPECT_TRUE(mixer->openEncoder(view, spec, output).has_value());
    spec.codec = media::Codec::h261;
    EXPECT_FALSE(mixer->openEncoder(view, spec, output).has_value());
}

TEST_F(VideoCif, IsDecodedAndShownInItsShape) {
    for (const auto kind : {Camera::Kind::h263, Camera::Kind::h263v1998, Camera::Kind::h261}) {
        auto input = open(kind, 352, 288);
        input.camera->send({100, 6});
        const auto view = viewOf(input.id);
        auto output = std::make_shared<FrameCollector>();
        ASSERT_TRUE(mixer->openEncoder(view, media::EncoderSpec{}, output).has_value());
        Viewer viewer(media::Codec::h264);
        EXPECT_TRUE(watch(*output, viewer, [](const auto& picture) {
            return read(picture, 160, 0, 960, 720).number == 6;  // 4:3
        }));
        EXPECT_LT(*shown->at(0, 60, 360), 40);
        input.camera->send({100, 5}, false, [](std::size_t packet) { return packet != 0; });
        ASSERT_TRUE(loop.runUntil([&] { return !events.keyframes.empty(); })) << "it was damaged";
        input.camera->send({100, 10}, true);
        EXPECT_TRUE(watch(*output, viewer, [](const auto& picture) {
            return read(picture, 160, 0, 960, 720).number == 10;
        }));
        events.keyframes.clear();
        mixer->destroyView(view);
        mixer->closeSource(input.id);
    }
}

}  // namespace

}  // namespace mcu::test
