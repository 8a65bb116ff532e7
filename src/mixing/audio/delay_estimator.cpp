// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/delay_estimator.h"

#include <algorithm>
#include <cmath>

namespace mcu::mixing {
namespace {

constexpr double kMs = DelayEstimator::kMs;
constexpr double kSecond = 1000 * kMs;
constexpr double kBin = 2 * kMs;
constexpr float kForget = 0.998F;    // about 10 s of 20 ms packets
constexpr float kTooLate = 0.03F;    // the share of packets not waited for
constexpr double kStep = 10 * kMs;   // a change of the line, not of the clocks
constexpr double kMaxSlope = 0.002;  // no clock is worse
constexpr int kWindowsToTrust = 10;
constexpr double kMinAlpha = 0.1;
constexpr double kMinBeta = 0.005;

}  // namespace

void DelayEstimator::restart() {
    *this = DelayEstimator();
}

double DelayEstimator::drift() const {
    return windows_ < kWindowsToTrust ? 0.0 : -slope_;
}

double DelayEstimator::floorAt(double time) const {
    return windows_ == 0 ? windowMin_ : floor_ - drift() * (time - floorTime_);
}

void DelayEstimator::onPacket(double arrival, double media) {
    const double delay = arrival - media;
    if (packets_ == 0) {
        windowBegin_ = arrival;
        windowMin_ = delay;
        windowMinTime_ = arrival;
    } else if (arrival - windowBegin_ >= kSecond) {
        closeWindow();
        windowBegin_ = arrival;
        windowMin_ = delay;
        windowMinTime_ = arrival;
    } else if (delay < windowMin_) {
        windowMin_ = delay;
        windowMinTime_ = arrival;
    }
    followFasterLine(arrival, delay);
    ++packets_;
    count(delay - floorAt(arrival));
}

/// Two packets in a row that come much too early: the line became faster, and waiting for a window
/// to end would only keep sound back.
void DelayEstimator::followFasterLine(double arrival, double delay) {
    const bool early = windows_ > 0 && delay < floorAt(arrival) - kStep;
    if (early && previousEarly_) {
        floor_ = std::max(delay, previousDelay_);
        floorTime_ = arrival;
    }
    previousEarly_ = early;
    previousDelay_ = delay;
}

void DelayEstimator::closeWindow() {
    ++windows_;
    if (windows_ == 1) {
        floor_ = windowMin_;
        floorTime_ = windowMinTime_;
        return;
    }
    const double elapsed = std::max(windowMinTime_ - floorTime_, 0.02 * kSecond);
    if (elapsed > 30 * kSecond) {
        // After a long silence the slope's small error has grown large: learn the floor anew, keep
        // the slope.
        floor_ = windowMin_;
        floorTime_ = windowMinTime_;
        return;
    }
    const double predicted = floor_ + slope_ * elapsed;
    const double error = windowMin_ - predicted;
    if (std::abs(error) > kStep && windows_ > 3) {
        floor_ = predicted + 0.5 * error;
    } else {
        // The gains of a line fitted to all windows so far, until they reach those of a sliding
        // memory.
        const double n = windows_;
        const double alpha = std::max(kMinAlpha, 2 * (2 * n - 1) / (n * (n + 1)));
        const double beta = std::max(kMinBeta, 6 / (n * (n + 1)));
        floor_ = predicted + alpha * error;
        slope_ = std::clamp(slope_ + beta * error / elapsed, -kMaxSlope, kMaxSlope);
    }
    floorTime_ = windowMinTime_;
}

void DelayEstimator::count(double lateness) {
    for (auto& weight : lateness_) {
        weight *= kForget;
    }
    const double bin = std::clamp(lateness / kBin, 0.0, static_cast<double>(lateness_.size() - 1));
    lateness_[static_cast<std::size_t>(bin)] += 1.0F;
    total_ = total_ * kForget + 1.0F;
    float above = 0;
    std::size_t index = lateness_.size();
    while (index > 1 && above + lateness_[index - 1] <= kTooLate * total_) {
        above += lateness_[--index];
    }
    target_ = std::min(kMinTarget + static_cast<double>(index) * kBin, kMaxTarget);
}

}  // namespace mcu::mixing
