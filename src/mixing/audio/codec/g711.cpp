// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/codec/g711.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "mixing/audio/codec/waveform_substitution.h"

namespace mcu::mixing {
namespace {

constexpr int kRate = 8000;

/// G.711 table 1: even bits inverted, 13-bit magnitudes in 8 segments.
constexpr std::int16_t decodeA(std::uint8_t code) {
    const unsigned bits = code ^ 0x55U;
    const unsigned segment = (bits >> 4U) & 7U;
    int magnitude = static_cast<int>(((bits & 15U) << 4U) + 8U);
    if (segment > 0) {
        magnitude = (magnitude + 0x100) << (segment - 1);
    }
    return static_cast<std::int16_t>((bits & 0x80U) != 0 ? magnitude : -magnitude);
}

/// G.711 table 2: all bits inverted, 14-bit magnitudes with a bias of 33 (132 on the 16-bit scale).
constexpr std::int16_t decodeMu(std::uint8_t code) {
    const unsigned bits = ~static_cast<unsigned>(code) & 0xFFU;
    const unsigned segment = (bits >> 4U) & 7U;
    const int magnitude = (static_cast<int>(((bits & 15U) << 3U) + 132U) << segment) - 132;
    return static_cast<std::int16_t>((bits & 0x80U) != 0 ? -magnitude : magnitude);
}

constexpr std::uint8_t encodeA(int sample) {
    const bool negative = sample < 0;
    const unsigned magnitude =
        static_cast<unsigned>(std::min(negative ? -sample - 1 : sample, 32767));
    const unsigned wide = magnitude >> 4U;  // 11 bits
    unsigned bits = wide;                   // segments 0 and 1 have the same step
    if (wide >= 32) {
        const unsigned segment = static_cast<unsigned>(std::bit_width(wide)) - 4U;
        bits = (segment << 4U) | ((wide >> (segment - 1U)) & 15U);
    }
    return static_cast<std::uint8_t>((bits | (negative ? 0U : 0x80U)) ^ 0x55U);
}

constexpr std::uint8_t encodeMu(int sample) {
    const bool negative = sample < 0;
    const unsigned magnitude =
        static_cast<unsigned>(std::min(negative ? -sample : sample, 32635)) + 132U;
    const unsigned segment = static_cast<unsigned>(std::bit_width(magnitude)) - 8U;
    const unsigned bits = (segment << 4U) | ((magnitude >> (segment + 3U)) & 15U);
    return static_cast<std::uint8_t>(~(bits | (negative ? 0x80U : 0U)) & 0xFFU);
}

constexpr std::int16_t decodeWith(G711Law law, std::uint8_t code) {
    return law == G711Law::a ? decodeA(code) : decodeMu(code);
}

/// Both directions of one law as tables: 512 bytes and 64 KiB, filled on first use.
struct Tables {
    explicit Tables(G711Law law) {
        for (unsigned code = 0; code < decode.size(); ++code) {
            decode[code] = decodeWith(law, static_cast<std::uint8_t>(code));
        }
        for (int sample = -32768; sample <= 32767; ++sample) {
            encode[static_cast<std::uint16_t>(sample)] =
                law == G711Law::a ? encodeA(sample) : encodeMu(sample);
        }
    }

    std::array<std::int16_t, 256> decode{};
    std::array<std::uint8_t, 65536> encode{};
};

const Tables& tablesOf(G711Law law) {
    static const Tables a(G711Law::a);
    static const Tables mu(G711Law::mu);
    return law == G711Law::a ? a : mu;
}

class G711Encoder final : public AudioEncoder {
public:
    explicit G711Encoder(G711Law law) : tables_(tablesOf(law)) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::uint32_t rtpTicksPerFrame() const override { return 160; }

    void encode(std::span<const std::int16_t> pcm, std::vector<std::byte>& payload) override {
        MCU_CHECK(pcm.size() == frameSamples());
        payload.resize(pcm.size());
        for (std::size_t i = 0; i < pcm.size(); ++i) {
            payload[i] = std::byte{tables_.encode[static_cast<std::uint16_t>(pcm[i])]};
        }
    }

private:
    const Tables& tables_;
};

class G711Decoder final : public AudioDecoder {
public:
    explicit G711Decoder(G711Law law) : tables_(tablesOf(law)), substitution_(kRate) {}

    [[nodiscard]] int sampleRate() const override { return kRate; }

    [[nodiscard]] std::size_t samplesIn(std::span<const std::byte> payload) const override {
        return payload.size() <= maxSamples() ? payload.size() : 0;
    }

    std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t> pcm) override {
        const std::size_t count = samplesIn(payload);
        if (count == 0 || count > pcm.size()) {
            return 0;
        }
        for (std::size_t i = 0; i < count; ++i) {
            pcm[i] = tables_.decode[std::to_integer<std::uint8_t>(payload[i])];
        }
        substitution_.onDecoded(pcm.first(count));
        return count;
    }

    void conceal(std::span<const std::byte> /*next*/, std::span<std::int16_t> pcm) override {
        substitution_.fill(pcm);
    }

    void reset() override { substitution_.reset(); }

private:
    const Tables& tables_;
    WaveformSubstitution substitution_;
};

}  // namespace

std::int16_t g711Decode(G711Law law, std::uint8_t code) {
    return tablesOf(law).decode[code];
}

std::uint8_t g711Encode(G711Law law, std::int16_t sample) {
    return tablesOf(law).encode[static_cast<std::uint16_t>(sample)];
}

std::unique_ptr<AudioEncoder> makeG711Encoder(G711Law law) {
    return std::make_unique<G711Encoder>(law);
}

std::unique_ptr<AudioDecoder> makeG711Decoder(G711Law law) {
    return std::make_unique<G711Decoder>(law);
}

}  // namespace mcu::mixing
