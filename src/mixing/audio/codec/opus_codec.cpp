// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/codec/opus_codec.h"

#include <algorithm>
#include <string>

#include <opus.h>

#include "base/check.h"

namespace mcu::mixing {
namespace {

constexpr int kRate = 48000;
constexpr int kBitsPerSecond = 64000;
constexpr int kComplexity = 5;  // 10 costs four times as much for a gain not heard in speech
constexpr int kExpectedLossPercent = 5;
constexpr std::size_t kMaxBytes =
    1000;  // 64 kbit/s needs 160; the rest is room for the encoder's variation

struct EncoderDeleter {
    void operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
};

struct DecoderDeleter {
    void operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }
};

Error failed(const char* what, int code) {
    return {ErrorCode::internal, std::string(what) + ": " + opus_strerror(code)};
}

const unsigned char* bytesOf(std::span<const std::byte> payload) {
    return reinterpret_cast<const unsigned char*>(payload.data());
}

class OpusSoundEncoder final : public AudioEncoder {
public:
    explicit OpusSoundEncoder(OpusEncoder* encoder) : encoder_(encoder) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::uint32_t rtpTicksPerFrame() const override { return 960; }

    void encode(std::span<const std::int16_t> pcm, std::vector<std::byte>& payload) override {
        MCU_CHECK(pcm.size() == frameSamples());
        payload.resize(kMaxBytes);
        const auto count = opus_encode(encoder_.get(),
                                       pcm.data(),
                                       static_cast<int>(pcm.size()),
                                       reinterpret_cast<unsigned char*>(payload.data()),
                                       static_cast<opus_int32>(payload.size()));
        payload.resize(static_cast<std::size_t>(std::max(count, 0)));
    }

private:
    std::unique_ptr<OpusEncoder, EncoderDeleter> encoder_;
};

class OpusSoundDecoder final : public AudioDecoder {
public:
    explicit OpusSoundDecoder(OpusDecoder* decoder) : decoder_(decoder) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::size_t samplesIn(std::span<const std::byte> payload) const override {
        if (payload.empty()) {
            return 0;
        }
        const int count = opus_packet_get_nb_samples(
            bytesOf(payload), static_cast<opus_int32>(payload.size()), kRate);
        return count > 0 && static_cast<std::size_t>(count) <= maxSamples()
                   ? static_cast<std::size_t>(count)
                   : 0;
    }

    std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t> pcm) override {
        if (samplesIn(payload) == 0) {
            return 0;
        }
        return run(payload, pcm, false);
    }

    void conceal(std::span<const std::byte> next, std::span<std::int16_t> pcm) override {
        std::size_t done = 0;
        if (samplesIn(next) > 0) {
            done = run(next, pcm, true);
        }
        if (done == 0) {
            done = run({}, pcm, false);
        }
        std::ranges::fill(pcm.subspan(done), std::int16_t{0});
    }

    void reset() override { opus_decoder_ctl(decoder_.get(), OPUS_RESET_STATE); }

private:
    std::size_t run(std::span<const std::byte> payload, std::span<std::int16_t> pcm, bool fec) {
        const int count = opus_decode(decoder_.get(),
                                      payload.empty() ? nullptr : bytesOf(payload),
                                      static_cast<opus_int32>(payload.size()),
                                      pcm.data(),
                                      static_cast<int>(pcm.size()),
                                      fec ? 1 : 0);
        return static_cast<std::size_t>(std::max(count, 0));
    }

    std::unique_ptr<OpusDecoder, DecoderDeleter> decoder_;
};

}  // namespace

Result<std::unique_ptr<AudioEncoder>> makeOpusEncoder(bool inbandFec) {
    int code = OPUS_OK;
    OpusEncoder* raw = opus_encoder_create(kRate, 1, OPUS_APPLICATION_VOIP, &code);
    if (raw == nullptr) {
        return failed("opus encoder", code);
    }
    auto encoder = std::make_unique<OpusSoundEncoder>(raw);
    opus_encoder_ctl(raw, OPUS_SET_BITRATE(kBitsPerSecond));
    opus_encoder_ctl(raw, OPUS_SET_COMPLEXITY(kComplexity));
    opus_encoder_ctl(raw, OPUS_SET_DTX(0));
    if (inbandFec) {
        opus_encoder_ctl(raw, OPUS_SET_INBAND_FEC(1));
        opus_encoder_ctl(raw, OPUS_SET_PACKET_LOSS_PERC(kExpectedLossPercent));
    }
    return {std::move(encoder)};
}

Result<std::unique_ptr<AudioDecoder>> makeOpusDecoder() {
    int code = OPUS_OK;
    OpusDecoder* raw = opus_decoder_create(kRate, 1, &code);
    if (raw == nullptr) {
        return failed("opus decoder", code);
    }
    return {std::make_unique<OpusSoundDecoder>(raw)};
}

}  // namespace mcu::mixing
