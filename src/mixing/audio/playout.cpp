// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/playout.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mcu::mixing {
namespace {

constexpr auto kTick = static_cast<std::int64_t>(kTickSamples);
constexpr double kMs = DelayEstimator::kMs;
constexpr std::array<media::Codec, 4> kCodecs{
    media::Codec::opus, media::Codec::g722, media::Codec::pcma, media::Codec::pcmu};

constexpr double kMaxCorrection = 0.005;        // of speed; more is heard as a change of pitch
constexpr double kCorrectionTime = 5000 * kMs;  // in which a wrong delay is put right
constexpr double kSilenceSlack = 15 * kMs;      // more than this is put right in silence at once
constexpr double kHardExcess = 60 * kMs;        // more than this is cut out of the sound at once
constexpr double kJump = 1000 * kMs;            // a delay so different is another time line
constexpr double kSameJump = 200 * kMs;
constexpr std::int64_t kSmallestGap = 120;  // 2.5 ms; what the decoders can make up
constexpr int kLateToRestart = 4;
constexpr int kEmptyToStop = 5;              // 100 ms without packets: the talker pauses
constexpr double kSilentMeanSquare = 10000;  // about -47 dBFS
constexpr int kBlendsPerSecond = 200;        // a cut is blended over 5 ms

double meanSquare(std::span<const std::int16_t> pcm) {
    double sum = 0;
    for (const auto sample : pcm) {
        sum += static_cast<double>(sample) * sample;
    }
    return pcm.empty() ? 0 : sum / static_cast<double>(pcm.size());
}

}  // namespace

Result<std::unique_ptr<Playout>> Playout::create() {
    auto playout = std::make_unique<Playout>();
    for (std::size_t i = 0; i < kCodecs.size(); ++i) {
        auto decoder = makeAudioDecoder(kCodecs[i]);
        if (!decoder) {
            return decoder.error();
        }
        Stage& stage = playout->stages_[i];
        stage.codec = kCodecs[i];
        stage.decoder = std::move(*decoder);
        stage.upsampler = std::make_unique<Upsampler>(stage.decoder->sampleRate());
        stage.ticksPerRtp = kMixRate / static_cast<int>(media::rtpClockOf(kCodecs[i]));
        stage.ticksPerSample = kMixRate / stage.decoder->sampleRate();
    }
    playout->decoded_.resize(kMixRate * AudioDecoder::kMaxPacketMs / 1000);
    return {std::move(playout)};
}

Playout::Stage* Playout::stageOf(media::Codec codec) {
    const auto found = std::ranges::find(stages_, codec, &Stage::codec);
    return found == stages_.end() ? nullptr : &*found;
}

void Playout::restart(const PacketSlot& packet, Stage& stage) {
    dropped_ += packets_.size();
    packets_.clear();
    delays_.restart();
    if (stage_ != &stage || ssrc_ != packet.ssrc) {
        stage.decoder->reset();
    }
    stage_ = &stage;
    ssrc_ = packet.ssrc;
    lastRtp_ = packet.rtpTimestamp;
    lastMedia_ = 0;
    suspect_.reset();
    lateInARow_ = 0;
    playing_ = false;
    decodedAny_ = false;
    blend_.clear();
    concealed_ += static_cast<std::uint64_t>(std::exchange(missing_, 0));
}

void Playout::onPacket(const PacketSlot& packet, std::int64_t now) {
    if (packet.codec == media::Codec::telephoneEvent) {
        return;  // keys pressed are no sound, and no fault either
    }
    Stage* const stage = stageOf(packet.codec);
    const std::size_t samples = stage == nullptr ? 0 : stage->decoder->samplesIn(packet.payload());
    if (samples == 0) {
        ++dropped_;
        return;
    }
    if (stage != stage_ || packet.ssrc != ssrc_) {
        restart(packet, *stage);
    }
    const auto arrivalTime =
        std::chrono::duration_cast<std::chrono::nanoseconds>(packet.arrival.time_since_epoch());
    auto arrival = static_cast<double>(arrivalTime.count()) * kMixRate / 1e9;
    if (std::abs(arrival - static_cast<double>(now)) > kJump) {
        arrival = static_cast<double>(now);
    }
    const auto sinceLast = static_cast<std::int32_t>(packet.rtpTimestamp - lastRtp_);
    std::int64_t media = lastMedia_ + sinceLast * stage->ticksPerRtp;
    double delay = arrival - static_cast<double>(media);
    if (delays_.knowsStream() && std::abs(delay - delays_.floorAt(arrival)) > kJump) {
        if (!suspect_ || std::abs(suspect_->delay - delay) > kSameJump) {
            suspect_ = Suspect{delay};
            ++dropped_;
            return;
        }
        restart(packet, *stage);
        media = 0;
        delay = arrival;
    }
    suspect_.reset();
    const std::int64_t length = static_cast<std::int64_t>(samples) * stage->ticksPerSample;
    delays_.onPacket(arrival, static_cast<double>(media));
    lastRtp_ = packet.rtpTimestamp;
    lastMedia_ = media;
    const double lateness = delay - delays_.floorAt(arrival);
    if (media + length <= (playing_ ? nextMedia_ : dueAt(now))) {
        ++dropped_;
        // Packets that are late although the delay is what it should be mean a line slower than it
        // was; those that are not late by the delay were only left out here.
        if (++lateInARow_ < kLateToRestart || lateness < delays_.target() || !packets_.empty()) {
            return;
        }
        restart(packet, *stage);
        delays_.onPacket(arrival, 0);
        media = 0;
    }
    lateInARow_ = 0;
    if (!packets_.insert(packet.sequence, media, length, packet.payload())) {
        ++dropped_;
    }
}

double Playout::excess(std::int64_t now) const {
    const auto delay = static_cast<double>(now - (nextMedia_ - queued()));
    return delay - delays_.floorAt(static_cast<double>(now)) - delays_.target();
}

/// The media time to be played at a time, if the delay were what it should be, after what is
/// queued.
std::int64_t Playout::dueAt(std::int64_t now) const {
    const double wanted = delays_.floorAt(static_cast<double>(now)) + delays_.target();
    return now - std::llround(wanted) + queued();
}

/// Begins to play when the first waiting packet's time has come within this tick.
bool Playout::start(std::int64_t now) {
    const std::int64_t due = dueAt(now);
    dropUntil(due);
    if (packets_.empty()) {
        return false;
    }
    const std::int64_t wait = packets_.front().begin - due;
    if (wait >= kTick) {
        return false;
    }
    if (wait > 0) {
        sound_.insert(sound_.end(), static_cast<std::size_t>(wait), 0.0F);
    }
    nextMedia_ = std::max(packets_.front().begin, due);
    playing_ = true;
    emptyInARow_ = 0;
    return true;
}

void Playout::dropUntil(std::int64_t media) {
    while (!packets_.empty() && packets_.front().end() <= media) {
        ++dropped_;
        packets_.popFront();
    }
}

bool Playout::render(std::int64_t now, std::span<float> out) {
    if (!playing_ && !start(now) && queued() == 0) {
        return false;
    }
    if (playing_) {
        excess_ = excess(now);
        const double correction = delays_.drift() + excess_ / kCorrectionTime;
        speed_ = 1.0 + std::clamp(correction, -kMaxCorrection, kMaxCorrection);
    }
    while (playing_ && queued() < kTick) {
        produce(now);
    }
    const std::size_t count = std::min(kTickSamples, static_cast<std::size_t>(queued()));
    const auto begin = sound_.begin() + static_cast<std::ptrdiff_t>(soundBegin_);
    std::copy(begin, begin + static_cast<std::ptrdiff_t>(count), out.begin());
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), 0.0F);
    soundBegin_ += count;
    sound_.erase(sound_.begin(), sound_.begin() + static_cast<std::ptrdiff_t>(soundBegin_));
    soundBegin_ = 0;
    return true;
}

void Playout::skip(int ticks) {
    const std::int64_t skipped = ticks * kTick;
    const std::int64_t fromQueue = std::min(skipped, queued());
    soundBegin_ += static_cast<std::size_t>(fromQueue);
    nextMedia_ += skipped - fromQueue;
}

/// Adds some sound to the queue.
void Playout::produce(std::int64_t now) {
    excess_ = excess(now);
    dropUntil(nextMedia_);
    if (packets_.empty()) {
        onEmpty();
        return;
    }
    const std::int64_t gap = packets_.front().begin - nextMedia_;
    if (gap >= kSmallestGap) {
        bridgeGap(gap);
    } else {
        decodeFront();
    }
}

void Playout::decodeFront() {
    const WaitingPacket& packet = packets_.front();  // stays readable after popFront()
    packets_.popFront();
    settleMissing(packet.sequence);
    const std::size_t samples = stage_->decoder->decode(packet.payload, decoded_);
    if (samples == 0) {
        ++dropped_;
        conceal({}, std::min(packet.length, kTick));
        nextMedia_ = packet.end();
        return;
    }
    const std::int64_t overlap = std::max<std::int64_t>(0, nextMedia_ - packet.begin);
    const auto skipped =
        std::min(samples, static_cast<std::size_t>(overlap / stage_->ticksPerSample));
    nextMedia_ = packet.end();
    const auto sound = std::span(decoded_).first(samples).subspan(skipped);
    const bool silent = meanSquare(sound) < kSilentMeanSquare;
    const bool tooLate = excess_ > kHardExcess || (silent && excess_ > kSilenceSlack);
    if (tooLate && static_cast<double>(packet.length) < excess_ + kSilenceSlack) {
        cut(sound);
        return;
    }
    play(sound);
    if (silent && -excess_ > static_cast<double>(packet.length)) {
        play(sound);
    }
}

/// Leaves this sound out: its beginning is blended into that of the sound that follows.
void Playout::cut(std::span<const std::int16_t> sound) {
    if (blend_.empty()) {
        const auto length =
            static_cast<std::size_t>(stage_->decoder->sampleRate() / kBlendsPerSecond);
        blend_.assign(sound.begin(),
                      sound.begin() + static_cast<std::ptrdiff_t>(std::min(sound.size(), length)));
    }
}

/// A packet is about to be decoded: were the frames made up before it lost ones, or did the sender
/// pause?
void Playout::settleMissing(std::uint64_t sequence) {
    const bool paused = emptyInARow_ == 0 && missing_ >= kEmptyToStop;
    if (!paused || !decodedAny_ || sequence != lastSequence_ + 1) {
        concealed_ += static_cast<std::uint64_t>(missing_);
    }
    missing_ = 0;
    emptyInARow_ = 0;
    lastSequence_ = sequence;
    decodedAny_ = true;
}

/// Packets are here, but not the next one.
void Playout::bridgeGap(std::int64_t gap) {
    const WaitingPacket& next = packets_.front();
    const bool lost = decodedAny_ && next.sequence != lastSequence_ + 1;
    const std::int64_t length = std::min(gap / kSmallestGap * kSmallestGap, kTick);
    const bool nextCarriesIt = lost && gap - length < kSmallestGap;
    if (lost) {
        ++concealed_;
    }
    conceal(nextCarriesIt ? std::span<const std::byte>(next.payload) : std::span<const std::byte>(),
            length);
    nextMedia_ += length;
}

/// Nothing is here. While the delay is shorter than it should be, time stands still for the stream,
/// which makes it longer; else the time of what has not come passes.
void Playout::onEmpty() {
    if (++emptyInARow_ > kEmptyToStop) {
        playing_ = false;
        return;
    }
    ++missing_;
    conceal({}, kTick);
    if (excess_ >= 0) {
        nextMedia_ += kTick;
    }
}

void Playout::conceal(std::span<const std::byte> next, std::int64_t length) {
    const auto sound =
        std::span(decoded_).first(static_cast<std::size_t>(length / stage_->ticksPerSample));
    stage_->decoder->conceal(next, sound);
    play(sound);
}

void Playout::play(std::span<std::int16_t> sound) {
    const std::size_t blended = std::min(blend_.size(), sound.size());
    for (std::size_t i = 0; i < blended; ++i) {
        const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(blended);
        const float value =
            share * static_cast<float>(sound[i]) + (1.0F - share) * static_cast<float>(blend_[i]);
        sound[i] = static_cast<std::int16_t>(value);
    }
    blend_.clear();
    raised_.clear();
    stage_->upsampler->process(sound, raised_);
    speedChanger_.process(raised_, speed_, sound_);
}

std::int64_t Playout::waiting() const {
    std::int64_t inPackets = 0;
    if (!packets_.empty()) {
        const std::int64_t from = playing_ ? nextMedia_ : packets_.front().begin;
        inPackets = std::max<std::int64_t>(0, packets_.back().end() - from);
    }
    return queued() + inPackets;
}

}  // namespace mcu::mixing
