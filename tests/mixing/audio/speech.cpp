// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/speech.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numbers>
#include <random>

namespace mcu::mixing::testing {
namespace {

constexpr int kRate = 48000;
constexpr float kLevel = -26;
constexpr double kTurn = 2 * std::numbers::pi;

constexpr const char* kChairman =
    "espeak-ng -v vi -s 160 --stdout 'Kính thưa các đồng chí, hôm nay Ủy ban nhân dân tỉnh tổ chức "
    "hội nghị trực tuyến với các xã. Đề nghị các điểm cầu báo cáo tình hình mưa lũ trong hai mươi "
    "tư giờ qua. Đến sáng nay, toàn tỉnh có ba mươi hai nhà bị hư hỏng, hai tuyến đường tỉnh bị "
    "sạt "
    "lở và bốn xã mất điện. Yêu cầu lực lượng tại chỗ trực hai mươi tư trên hai mươi tư.' "
    "2>/dev/null";
constexpr const char* kCommune =
    "espeak-ng -v vi+f3 -p 60 -s 170 --stdout 'Báo cáo đồng chí chủ tịch, xã chúng tôi đã cử sáu "
    "tổ "
    "công tác xuống các bản. Nước suối hiện đang xuống chậm, cầu tạm ở bản Nà Mường đã bị cuốn "
    "trôi. "
    "Chúng tôi đã di dời được mười lăm hộ, với sáu mươi bảy nhân khẩu đến trường tiểu học. Đề nghị "
    "tỉnh hỗ trợ thêm một xuồng máy, nước uống và áo phao.' 2>/dev/null";

std::vector<std::int16_t> outputOf(const char* command, int& rate) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command, "r"), &pclose);
    std::vector<char> bytes;
    std::array<char, 4096> piece{};
    while (pipe) {
        const auto got = std::fread(piece.data(), 1, piece.size(), pipe.get());
        if (got == 0) {
            break;
        }
        bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    }
    constexpr std::size_t kHeader = 44;  // of the WAV file that espeak-ng writes
    if (bytes.size() < kHeader + 2) {
        return {};
    }
    std::memcpy(&rate, bytes.data() + 24, sizeof(rate));
    std::vector<std::int16_t> samples((bytes.size() - kHeader) / 2);
    std::memcpy(samples.data(), bytes.data() + kHeader, samples.size() * 2);
    return samples;
}

/// A resonator for one formant.
struct Formant {
    double z1 = 0;
    double z2 = 0;

    double pass(double in, double hz, double width) {
        const double radius = std::exp(-std::numbers::pi * width / kRate);
        const double out = (1 - radius) * in + 2 * radius * std::cos(kTurn * hz / kRate) * z1 -
                           radius * radius * z2;
        z2 = z1;
        z1 = out;
        return out;
    }
};

struct Syllable {
    std::size_t length = 0;
    std::array<double, 3> formants{};
    double pitch = 0;
    bool pause = false;
};

Syllable nextSyllable(std::mt19937& random, double pitch, double tract) {
    std::uniform_real_distribution<double> share(0, 1);
    Syllable syllable;
    syllable.pause = share(random) < 0.12;
    const double seconds = syllable.pause ? 0.2 + 0.5 * share(random) : 0.12 + 0.16 * share(random);
    syllable.length = static_cast<std::size_t>(seconds * kRate);
    syllable.formants = {tract * (280 + 500 * share(random)),
                         tract * (850 + 1300 * share(random)),
                         tract * (2300 + 700 * share(random))};
    syllable.pitch = pitch * (0.85 + 0.3 * share(random));
    return syllable;
}

Sound ofLength(const Sound& sound, int seconds) {
    Sound made(static_cast<std::size_t>(seconds) * kRate);
    for (std::size_t i = 0; i < made.size(); ++i) {
        made[i] = sound[i % sound.size()];
    }
    return made;
}

}  // namespace

Sound spoken(Voice voice, int seconds) {
    int rate = 0;
    const auto said = outputOf(voice == Voice::man ? kChairman : kCommune, rate);
    if (said.empty() || rate <= 0) {
        return {};
    }
    Sound raised;
    const double step = static_cast<double>(rate) / kRate;
    for (double at = 0; at + 1 < static_cast<double>(said.size()); at += step) {
        const auto whole = static_cast<std::size_t>(at);
        const auto part = static_cast<float>(at - static_cast<double>(whole));
        raised.push_back(static_cast<float>(said[whole]) * (1 - part) +
                         static_cast<float>(said[whole + 1]) * part);
    }
    setLevel(raised, kLevel);
    return ofLength(raised, seconds);
}

Sound babble(Voice voice, int seconds) {
    std::mt19937 random(voice == Voice::man ? 5 : 11);
    std::uniform_real_distribution<double> share(-1, 1);
    std::array<Formant, 3> formants;
    Sound made;
    double phase = 0;
    while (made.size() < static_cast<std::size_t>(seconds) * kRate) {
        const auto syllable =
            nextSyllable(random, voice == Voice::man ? 115 : 205, voice == Voice::man ? 1 : 1.17);
        for (std::size_t i = 0; i < syllable.length; ++i) {
            const double place = static_cast<double>(i) / static_cast<double>(syllable.length);
            const double swell = syllable.pause ? 0 : std::sin(std::numbers::pi * place);
            phase += syllable.pitch * (1 - 0.1 * place) / kRate;
            const bool pulse = phase >= 1;
            phase -= pulse ? 1 : 0;
            const double source = swell * ((pulse ? 60.0 : 0.0) + 0.3 * share(random));
            double sum = 0;
            for (std::size_t k = 0; k < formants.size(); ++k) {
                sum += formants[k].pass(
                    source, syllable.formants[k], 70 + 40 * static_cast<double>(k));
            }
            made.push_back(static_cast<float>(sum));
        }
    }
    made.resize(static_cast<std::size_t>(seconds) * kRate);
    setLevel(made, kLevel);
    return made;
}

Sound music(unsigned seed, double beatSeconds, int seconds) {
    constexpr std::array<double, 8> kScale{261.6, 293.7, 329.6, 392.0, 440.0, 523.3, 587.3, 659.3};
    std::mt19937 random(seed);
    std::array<double, 3> notes{};
    std::array<double, 3> phases{};
    const auto beat = static_cast<std::size_t>(beatSeconds * kRate);
    Sound made(static_cast<std::size_t>(seconds) * kRate);
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (i % beat == 0) {
            for (auto& note : notes) {
                note = kScale[random() % kScale.size()];
            }
        }
        double sum = 0;
        for (std::size_t k = 0; k < notes.size(); ++k) {
            phases[k] += kTurn * notes[k] / kRate;
            sum +=
                std::sin(phases[k]) + 0.4 * std::sin(2 * phases[k]) + 0.2 * std::sin(4 * phases[k]);
        }
        const double since = static_cast<double>(i % beat) / kRate;
        made[i] = static_cast<float>(1000 * sum * std::exp(-5 * since));
    }
    setLevel(made, kLevel);
    return made;
}

Sound noise(unsigned seed, float dbfs, int seconds) {
    std::mt19937 random(seed);
    std::normal_distribution<float> spread(0, 1000);
    Sound made(static_cast<std::size_t>(seconds) * kRate);
    std::generate(made.begin(), made.end(), [&] { return spread(random); });
    setLevel(made, dbfs);
    return made;
}

void speakInTurns(Sound& sound, double on, double off, double from) {
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double at = static_cast<double>(i) / kRate - from;
        if (at < 0 || std::fmod(at, on + off) >= on) {
            sound[i] = 0;
        }
    }
}

void setLevel(Sound& sound, float dbfs) {
    double sum = 0;
    std::size_t count = 0;
    double most = 0;
    for (const float sample : sound) {
        most = std::max(most, static_cast<double>(std::abs(sample)));
    }
    for (const float sample : sound) {
        if (std::abs(sample) > most / 100) {
            sum += static_cast<double>(sample) * sample;
            ++count;
        }
    }
    if (count == 0) {
        return;
    }
    const double wanted = 32767 / std::numbers::sqrt2 * std::pow(10, dbfs / 20);
    const auto gain = static_cast<float>(wanted / std::sqrt(sum / static_cast<double>(count)));
    for (float& sample : sound) {
        sample = std::clamp(sample * gain, -32767.0F, 32767.0F);
    }
}

}  // namespace mcu::mixing::testing
