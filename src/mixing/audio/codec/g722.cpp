// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/codec/g722.h"

#include <algorithm>
#include <cstring>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/frame.h>
}

#include "base/check.h"
#include "mixing/audio/codec/waveform_substitution.h"

namespace mcu::mixing {
namespace {

constexpr int kRate = 16000;
constexpr int kFrameSamples = kRate / 50;

struct ContextDeleter {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};

struct FrameDeleter {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};

struct PacketDeleter {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};

/// A libavcodec context of G.722 with the frame and packet it works on, made once.
struct Av {
    std::unique_ptr<AVCodecContext, ContextDeleter> context;
    std::unique_ptr<AVFrame, FrameDeleter> frame{av_frame_alloc()};
    std::unique_ptr<AVPacket, PacketDeleter> packet{av_packet_alloc()};
};

Result<Av> open(const AVCodec* codec) {
    Av av;
    if (codec != nullptr) {
        av.context.reset(avcodec_alloc_context3(codec));
    }
    if (!av.context || !av.frame || !av.packet) {
        return Error{ErrorCode::unavailable, "libavcodec has no G.722", "install libavcodec"};
    }
    av.context->sample_rate = kRate;
    av.context->sample_fmt = AV_SAMPLE_FMT_S16;
    av_channel_layout_default(&av.context->ch_layout, 1);
    av.context->frame_size = kFrameSamples;
    av.context->thread_count = 1;
    if (avcodec_open2(av.context.get(), codec, nullptr) < 0) {
        return Error{ErrorCode::internal, "libavcodec does not open G.722"};
    }
    return av;
}

class G722Encoder final : public AudioEncoder {
public:
    explicit G722Encoder(Av av) : av_(std::move(av)) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::uint32_t rtpTicksPerFrame() const override { return 160; }

    void encode(std::span<const std::int16_t> pcm, std::vector<std::byte>& payload) override {
        MCU_CHECK(pcm.size() == frameSamples());
        payload.clear();
        AVFrame* const frame = av_.frame.get();
        if (av_frame_make_writable(frame) < 0) {
            return;
        }
        std::memcpy(frame->data[0], pcm.data(), pcm.size_bytes());
        frame->pts = pts_;
        pts_ += kFrameSamples;
        if (avcodec_send_frame(av_.context.get(), frame) < 0) {
            return;
        }
        while (avcodec_receive_packet(av_.context.get(), av_.packet.get()) == 0) {
            const auto* const data = reinterpret_cast<const std::byte*>(av_.packet->data);
            payload.insert(payload.end(), data, data + av_.packet->size);
            av_packet_unref(av_.packet.get());
        }
    }

private:
    Av av_;
    std::int64_t pts_ = 0;
};

class G722Decoder final : public AudioDecoder {
public:
    explicit G722Decoder(Av av) : av_(std::move(av)), substitution_(kRate) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::size_t samplesIn(std::span<const std::byte> payload) const override {
        return payload.size() * 2 <= maxSamples() ? payload.size() * 2 : 0;
    }

    std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t> pcm) override {
        const std::size_t wanted = samplesIn(payload);
        if (wanted == 0 || wanted > pcm.size()) {
            return 0;
        }
        const std::size_t count = run(payload, pcm);
        if (count > 0) {
            substitution_.onDecoded(pcm.first(count));
        }
        return count;
    }

    void conceal(std::span<const std::byte> /*next*/, std::span<std::int16_t> pcm) override {
        substitution_.fill(pcm);
    }

    void reset() override {
        avcodec_flush_buffers(av_.context.get());
        substitution_.reset();
    }

private:
    std::size_t run(std::span<const std::byte> payload, std::span<std::int16_t> pcm) {
        std::copy(payload.begin(), payload.end(), padded_.begin());
        std::fill_n(padded_.begin() + static_cast<std::ptrdiff_t>(payload.size()),
                    AV_INPUT_BUFFER_PADDING_SIZE,
                    std::byte{0});
        AVPacket* const packet = av_.packet.get();
        packet->data = reinterpret_cast<std::uint8_t*>(padded_.data());
        packet->size = static_cast<int>(payload.size());
        std::size_t count = 0;
        if (avcodec_send_packet(av_.context.get(), packet) == 0 &&
            avcodec_receive_frame(av_.context.get(), av_.frame.get()) == 0) {
            const auto* const data = reinterpret_cast<const std::int16_t*>(av_.frame->data[0]);
            count = std::min(pcm.size(), static_cast<std::size_t>(av_.frame->nb_samples));
            std::copy(data, data + count, pcm.begin());
            av_frame_unref(av_.frame.get());
        }
        packet->data = nullptr;
        packet->size = 0;
        return count;
    }

    Av av_;
    WaveformSubstitution substitution_;
    std::vector<std::byte> padded_ =
        std::vector<std::byte>(kRate * kMaxPacketMs / 2000 + AV_INPUT_BUFFER_PADDING_SIZE);
};

}  // namespace

Result<std::unique_ptr<AudioEncoder>> makeG722Encoder() {
    auto av = open(avcodec_find_encoder(AV_CODEC_ID_ADPCM_G722));
    if (!av) {
        return av.error();
    }
    AVFrame* const frame = av->frame.get();
    frame->format = AV_SAMPLE_FMT_S16;
    frame->sample_rate = kRate;
    av_channel_layout_default(&frame->ch_layout, 1);
    frame->nb_samples = kFrameSamples;
    if (av_frame_get_buffer(frame, 0) < 0) {
        return Error{ErrorCode::internal, "no memory for a G.722 frame"};
    }
    return {std::make_unique<G722Encoder>(std::move(*av))};
}

Result<std::unique_ptr<AudioDecoder>> makeG722Decoder() {
    auto av = open(avcodec_find_decoder(AV_CODEC_ID_ADPCM_G722));
    if (!av) {
        return av.error();
    }
    return {std::make_unique<G722Decoder>(std::move(*av))};
}

}  // namespace mcu::mixing
