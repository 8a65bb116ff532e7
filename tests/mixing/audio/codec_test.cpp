// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdlib>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "mixing/audio/codec/audio_codec.h"
#include "mixing/audio/codec/g711.h"
#include "sim/signal/tone.h"

namespace mcu::mixing {
namespace {

using media::Codec;
using media::CodecFormat;

constexpr std::array<Codec, 4> kCodecs{Codec::opus, Codec::g722, Codec::pcma, Codec::pcmu};

CodecFormat formatOf(Codec codec) {
    CodecFormat format;
    format.codec = codec;
    return format;
}

std::unique_ptr<AudioEncoder> encoderOf(Codec codec) {
    return std::move(*makeAudioEncoder(formatOf(codec)));
}

std::unique_ptr<AudioDecoder> decoderOf(Codec codec) {
    return std::move(*makeAudioDecoder(codec));
}

TEST(AudioCodec, CarriesAToneAtItsLevel) {
    for (const Codec codec : kCodecs) {
        SCOPED_TRACE(media::nameOf(codec));
        const auto encoder = encoderOf(codec);
        const auto decoder = decoderOf(codec);
        ASSERT_EQ(encoder->sampleRate(), decoder->sampleRate());
        sim::ToneGenerator tone(1000, -12, encoder->sampleRate());
        std::vector<std::int16_t> pcm(encoder->frameSamples());
        std::vector<std::byte> payload;
        std::vector<std::int16_t> heard(decoder->maxSamples());
        std::vector<std::int16_t> all;
        for (int i = 0; i < 50; ++i) {
            tone.fill(pcm);
            encoder->encode(pcm, payload);
            ASSERT_FALSE(payload.empty());
            ASSERT_EQ(decoder->samplesIn(payload), pcm.size());
            ASSERT_EQ(decoder->decode(payload, heard), pcm.size());
            all.insert(all.end(), heard.begin(), heard.begin() + static_cast<long>(pcm.size()));
        }
        const std::array<double, 2> frequencies{1000, 440};
        const auto levels = sim::goertzelDbfs(
            std::span(all).subspan(all.size() / 2), decoder->sampleRate(), frequencies);
        EXPECT_NEAR(levels[0], -12, 1.5);
        EXPECT_LT(levels[1], -50);
    }
}

TEST(AudioCodec, PayloadOf20msHasTheStandardsLength) {
    for (const Codec codec : {Codec::g722, Codec::pcma, Codec::pcmu}) {
        SCOPED_TRACE(media::nameOf(codec));
        const auto encoder = encoderOf(codec);
        std::vector<std::byte> payload;
        encoder->encode(std::vector<std::int16_t>(encoder->frameSamples()), payload);
        EXPECT_EQ(payload.size(), 160U);
        EXPECT_EQ(encoder->rtpTicksPerFrame(), 160U);
    }
    EXPECT_EQ(encoderOf(Codec::opus)->rtpTicksPerFrame(), 960U);
}

TEST(AudioCodec, RefusesPictures) {
    EXPECT_FALSE(makeAudioDecoder(Codec::h264));
    EXPECT_FALSE(makeAudioEncoder(formatOf(Codec::telephoneEvent)));
}

TEST(AudioCodec, KeepsAToneGoingOverALostPacket) {
    for (const Codec codec : kCodecs) {
        SCOPED_TRACE(media::nameOf(codec));
        const auto encoder = encoderOf(codec);
        const auto decoder = decoderOf(codec);
        sim::ToneGenerator tone(400, -12, encoder->sampleRate());
        std::vector<std::int16_t> pcm(encoder->frameSamples());
        std::vector<std::byte> payload;
        std::vector<std::int16_t> heard(decoder->maxSamples());
        for (int i = 0; i < 20; ++i) {
            tone.fill(pcm);
            encoder->encode(pcm, payload);
            decoder->decode(payload, heard);
        }
        std::vector<std::int16_t> madeUp(encoder->frameSamples());
        decoder->conceal({}, madeUp);
        EXPECT_GT(sim::rmsDbfs(madeUp), -22);
        // A long loss dies away.
        for (int i = 0; i < 50; ++i) {
            decoder->conceal({}, madeUp);
        }
        EXPECT_LT(sim::rmsDbfs(madeUp), -30);
    }
}

TEST(AudioCodec, TakesAnyBytes) {
    std::mt19937 random(1);
    for (const Codec codec : kCodecs) {
        const auto decoder = decoderOf(codec);
        std::vector<std::int16_t> heard(decoder->maxSamples());
        EXPECT_EQ(decoder->samplesIn({}), 0U);
        EXPECT_EQ(decoder->decode({}, heard), 0U);
        for (int i = 0; i < 2000; ++i) {
            std::vector<std::byte> payload(random() % 1500);
            for (auto& byte : payload) {
                byte = static_cast<std::byte>(random());
            }
            EXPECT_LE(decoder->decode(payload, heard), heard.size());
            decoder->conceal(payload, std::span(heard).first(decoder->maxSamples() / 6));
        }
    }
}

TEST(G711, EachCodeDecodesToASampleThatEncodesToIt) {
    for (const G711Law law : {G711Law::a, G711Law::mu}) {
        for (int code = 0; code < 256; ++code) {
            const auto sample = g711Decode(law, static_cast<std::uint8_t>(code));
            const auto again = g711Decode(law, g711Encode(law, sample));
            EXPECT_EQ(again, sample) << code;
        }
    }
}

/// Values of ITU-T G.711 on the 16-bit scale.
TEST(G711, HasTheStandardsValues) {
    EXPECT_EQ(g711Decode(G711Law::a, 0xD5), 8);
    EXPECT_EQ(g711Decode(G711Law::a, 0x55), -8);
    EXPECT_EQ(g711Decode(G711Law::a, 0xAA), 32256);
    EXPECT_EQ(g711Decode(G711Law::mu, 0xFF), 0);
    EXPECT_EQ(g711Decode(G711Law::mu, 0x80), 32124);
    EXPECT_EQ(g711Decode(G711Law::mu, 0x00), -32124);
}

TEST(G711, RoundsToTheNearestStep) {
    for (const G711Law law : {G711Law::a, G711Law::mu}) {
        for (int sample = -32768; sample < 32768; ++sample) {
            const int heard = g711Decode(law, g711Encode(law, static_cast<std::int16_t>(sample)));
            ASSERT_LE(std::abs(heard - sample), std::max(16, std::abs(sample) / 24 + 4)) << sample;
        }
    }
}

}  // namespace
}  // namespace mcu::mixing
