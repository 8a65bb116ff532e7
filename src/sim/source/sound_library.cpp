// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/source/sound_library.h"

#include <algorithm>
#include <span>
#include <utility>

#include "mixing/audio/codec/audio_codec.h"
#include "sim/gstreamer/sound_file.h"
#include "sim/signal/room_tone.h"
#include "sim/signal/tone.h"
#include "sim/watch/onset_detector.h"

namespace mcu::sim {
namespace {

constexpr int kFramesPerSecond = 50;
constexpr int kBurstMs = 60;

media::CodecFormat formatOf(media::Codec codec) {
    media::CodecFormat format;
    format.codec = codec;
    return format;
}

/// Encodes `pcm` (whole frames) twice and keeps the second turn, so that the codec's state at the
/// loop's end is what its beginning expects.
Result<std::shared_ptr<MediaLoop>> encodeLoop(media::Codec codec,
                                              mixing::AudioEncoder& encoder,
                                              std::span<const std::int16_t> pcm) {
    auto loop = std::make_shared<MediaLoop>();
    loop->codec = codec;
    loop->period = std::chrono::milliseconds(1000 / kFramesPerSecond);
    loop->rtpStep = encoder.rtpTicksPerFrame();
    const auto samples = encoder.frameSamples();
    for (int turn = 0; turn < 2; ++turn) {
        for (std::size_t at = 0; at + samples <= pcm.size(); at += samples) {
            media::EncodedFrame frame;
            encoder.encode(pcm.subspan(at, samples), frame.bytes);
            if (frame.bytes.empty()) {
                return Error(ErrorCode::internal, "sound loop: the codec failed");
            }
            frame.ends = {static_cast<std::uint32_t>(frame.bytes.size())};
            frame.keyframe = true;
            if (turn == 1) {
                loop->frames.push_back(std::move(frame));
            }
        }
    }
    if (loop->frames.empty()) {
        return Error(ErrorCode::invalidArgument, "sound loop: shorter than 20 ms");
    }
    return loop;
}

/// How far behind the start of frame 0 the burst is found by who decodes the loop.
Result<Duration> onsetOf(const MediaLoop& loop) {
    auto decoder = mixing::makeAudioDecoder(loop.codec);
    if (!decoder) {
        return decoder.error();
    }
    std::vector<std::int16_t> pcm((*decoder)->maxSamples());
    OnsetDetector detector((*decoder)->sampleRate());
    std::size_t position = 0;
    std::size_t onset = 0;
    for (int turn = 0; turn < 2; ++turn) {
        position = 0;
        for (const auto& frame : loop.frames) {
            const auto samples = (*decoder)->decode(frame.payload(0), pcm);
            detector.take(std::span(pcm).first(samples),
                          [&](std::size_t offset) { onset = position + offset; });
            position += samples;
        }
    }
    if (onset == 0) {
        return Error(ErrorCode::internal, "sound loop: its burst is not found");
    }
    return Duration(std::chrono::nanoseconds(static_cast<std::int64_t>(onset) * 1'000'000'000 /
                                             (*decoder)->sampleRate()));
}

}  // namespace

Result<MediaLoopPointer> SoundLibrary::tone(media::Codec codec, int site) {
    auto& loop =
        loops_[std::string(media::nameOf(codec)) + " tone " + std::to_string(toneIndex(site))];
    if (!loop) {
        auto encoder = mixing::makeAudioEncoder(formatOf(codec));
        if (!encoder) {
            return encoder.error();
        }
        // A second holds a whole number of cycles of every tone, so the end meets the beginning.
        std::vector<std::int16_t> pcm(static_cast<std::size_t>((*encoder)->sampleRate()));
        ToneGenerator(toneOf(site), kToneDbfs, (*encoder)->sampleRate()).fill(pcm);
        auto made = encodeLoop(codec, **encoder, pcm);
        if (!made) {
            return made.error();
        }
        loop = std::move(*made);
    }
    return loop;
}

Result<MediaLoopPointer> SoundLibrary::silence(media::Codec codec) {
    auto& loop = loops_[std::string(media::nameOf(codec)) + " silence"];
    if (!loop) {
        auto encoder = mixing::makeAudioEncoder(formatOf(codec));
        if (!encoder) {
            return encoder.error();
        }
        const std::vector<std::int16_t> pcm(static_cast<std::size_t>((*encoder)->sampleRate()), 0);
        auto made = encodeLoop(codec, **encoder, pcm);
        if (!made) {
            return made.error();
        }
        loop = std::move(*made);
    }
    return loop;
}

Result<MediaLoopPointer> SoundLibrary::bursts(media::Codec codec) {
    auto& loop = loops_[std::string(media::nameOf(codec)) + " bursts"];
    if (!loop) {
        auto encoder = mixing::makeAudioEncoder(formatOf(codec));
        if (!encoder) {
            return encoder.error();
        }
        const int rate = (*encoder)->sampleRate();
        std::vector<std::int16_t> pcm(static_cast<std::size_t>(rate), 0);
        ToneGenerator(kBurstTone, kBurstDbfs, rate)
            .fill(std::span(pcm).first(static_cast<std::size_t>(rate * kBurstMs / 1000)));
        auto made = encodeLoop(codec, **encoder, pcm);
        if (!made) {
            return made.error();
        }
        const auto onset = onsetOf(**made);
        if (!onset) {
            return onset.error();
        }
        (*made)->onset = *onset;
        loop = std::move(*made);
    }
    return loop;
}

Result<MediaLoopPointer> SoundLibrary::ofFile(media::Codec codec, const std::string& file) {
    auto& loop = loops_[std::string(media::nameOf(codec)) + " file " + file];
    if (!loop) {
        auto encoder = mixing::makeAudioEncoder(formatOf(codec));
        if (!encoder) {
            return encoder.error();
        }
        const auto pcm = readSoundFile(file, (*encoder)->sampleRate());
        if (!pcm) {
            return pcm.error();
        }
        auto made = encodeLoop(codec, **encoder, *pcm);
        if (!made) {
            return made.error();
        }
        loop = std::move(*made);
    }
    return loop;
}

}  // namespace mcu::sim
