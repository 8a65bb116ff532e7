// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/source/pacer.h"

#include <algorithm>
#include <utility>

namespace mcu::sim {
namespace {

constexpr std::chrono::milliseconds kTooLate{500};
constexpr std::chrono::milliseconds kIdle{20};
/// Multiplied with the number of a stream this spreads starts evenly whatever their count (golden
/// ratio).
constexpr double kSpread = 0.6180339887;

SteadyTime onGrid(SteadyTime time, Duration grain) {
    const auto rest = time.time_since_epoch() % grain;
    return rest == Duration::zero() ? time : time + (grain - rest);
}

}  // namespace

Pacer::Pacer(Duration grain)
    : grain_(grain), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Pacer::~Pacer() = default;

std::shared_ptr<SendStream> Pacer::add(MediaLoopPointer loop,
                                       std::shared_ptr<media::FrameSink> sink) {
    const auto period = loop->period;
    auto stream = std::make_shared<SendStream>(std::move(loop), std::move(sink));
    const std::lock_guard lock(mutex_);
    const double turns = kSpread * added_++;
    const auto phase =
        std::chrono::duration_cast<Duration>(period * (turns - static_cast<int>(turns)));
    stream->due_ = std::chrono::steady_clock::now() + phase;
    queue_.push_back(stream);
    std::push_heap(queue_.begin(), queue_.end(), [](const auto& a, const auto& b) {
        return a->due_ > b->due_;
    });
    return stream;
}

void Pacer::remove(const std::shared_ptr<SendStream>& stream) {
    const std::lock_guard lock(mutex_);
    std::erase(queue_, stream);
    std::make_heap(queue_.begin(), queue_.end(), [](const auto& a, const auto& b) {
        return a->due_ > b->due_;
    });
}

void Pacer::replace(SendStream& stream, MediaLoopPointer loop) {
    const std::lock_guard lock(mutex_);
    stream.loop_ = std::move(loop);
    stream.next_ = 0;
}

std::uint64_t Pacer::framesLeftOut() const {
    const std::lock_guard lock(mutex_);
    return leftOut_;
}

void Pacer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto next = sendDue(std::chrono::steady_clock::now());
        std::this_thread::sleep_until(onGrid(next, grain_));
    }
}

SteadyTime Pacer::sendDue(SteadyTime now) {
    const auto later = [](const auto& a, const auto& b) { return a->due_ > b->due_; };
    const std::lock_guard lock(mutex_);
    while (!queue_.empty() && queue_.front()->due_ <= now) {
        std::pop_heap(queue_.begin(), queue_.end(), later);
        auto& stream = *queue_.back();
        stream.send(now);
        stream.due_ += stream.loop_->period;
        while (now - stream.due_ > kTooLate) {
            stream.due_ += stream.loop_->period;
            stream.rtpTimestamp_ += stream.loop_->rtpStep;
            ++leftOut_;
        }
        std::push_heap(queue_.begin(), queue_.end(), later);
    }
    const auto soon = now + kIdle;
    return queue_.empty() ? soon : std::min(soon, queue_.front()->due_);
}

}  // namespace mcu::sim
