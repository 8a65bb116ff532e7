// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/loop_detector.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mcu::mixing {
namespace {

constexpr std::size_t kWindow = 40;    // samples: 4 s
constexpr std::size_t kMaxDelay = 20;  // 2 s
constexpr std::size_t kKept = kWindow + kMaxDelay;
constexpr int kInterval = 5;  // samples between two evaluations
constexpr int kHitsToRaise = 4;
constexpr int kMissesToEnd = 10;     // evaluations: 5 s
constexpr float kMinChange = 1.5F;   // of a field from its mean over the window, RMS, of 256
constexpr float kMinContrast = 4;    // of all fields of the window from their common mean
constexpr float kSameLook = 0.8F;    // correlation of all fields at all times
constexpr float kSameChange = 0.7F;  // of what is left when each field's mean is taken off
constexpr std::size_t kFields = Thumbnail::kWidth * Thumbnail::kHeight;

/// Sums of squares and products of two series about their means.
struct Moments {
    double xx = 0;
    double yy = 0;
    double xy = 0;

    [[nodiscard]] double correlation() const {
        return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
    }

    [[nodiscard]] bool both(double least) const { return xx >= least && yy >= least; }
};

/// Sums over a window of two series of thumbnails, field by field side by side.
struct FieldSums {
    using Fields = std::array<float, kFields>;

    Fields x{};
    Fields y{};
    Fields xx{};
    Fields yy{};
    Fields xy{};

    void add(const Thumbnail& one, const Thumbnail& other) {
        for (std::size_t field = 0; field < kFields; ++field) {
            const float from = one.fields[field];
            const float to = other.fields[field];
            x[field] += from;
            y[field] += to;
            xx[field] += from * from;
            yy[field] += to * to;
            xy[field] += from * to;
        }
    }

    /// Each field about its own mean.
    [[nodiscard]] Moments changes(double count) const {
        Moments made;
        for (std::size_t field = 0; field < kFields; ++field) {
            made.xx += xx[field] - x[field] * x[field] / count;
            made.yy += yy[field] - y[field] * y[field] / count;
            made.xy += xy[field] - x[field] * y[field] / count;
        }
        return made;
    }

    /// All fields about one mean.
    [[nodiscard]] Moments all(double count) const {
        Moments made;
        double sumX = 0;
        double sumY = 0;
        for (std::size_t field = 0; field < kFields; ++field) {
            sumX += x[field];
            sumY += y[field];
            made.xx += xx[field];
            made.yy += yy[field];
            made.xy += xy[field];
        }
        count *= kFields;
        made.xx -= sumX * sumX / count;
        made.yy -= sumY * sumY / count;
        made.xy -= sumX * sumY / count;
        return made;
    }
};

std::size_t apart(std::size_t one, std::size_t other) {
    return one > other ? one - other : other - one;
}

}  // namespace

void LoopDetector::add(const LumaGrid& sent, const LumaGrid& arrived, SteadyTime now) {
    sent_.push_back(sent.thumbnail({}));
    times_.push_back(now);
    for (std::size_t part = 0; part < arrived_.size(); ++part) {
        arrived_[part].push_back(arrived.thumbnail(LumaGrid::parts()[part]));
        if (arrived_[part].size() > kWindow) {
            arrived_[part].pop_front();
        }
    }
    if (sent_.size() > kKept) {
        sent_.pop_front();
        times_.pop_front();
    }
    if (sent_.size() == kKept && ++sinceEvaluation_ >= kInterval) {
        sinceEvaluation_ = 0;
        evaluate();
    }
}

void LoopDetector::evaluate() {
    if (!sentChanged()) {
        return;
    }
    const auto match = bestMatch();
    if (match.score <= 0) {
        hits_ = 0;
        if (delay_ && ++misses_ >= kMissesToEnd) {
            delay_.reset();
        }
        return;
    }
    misses_ = 0;
    const bool again =
        hits_ > 0 && match.part == last_.part && apart(match.delay, last_.delay) <= 2;
    hits_ = again ? hits_ + 1 : 1;
    last_ = match;
    if (hits_ >= kHitsToRaise) {
        delay_ = times_.back() - times_[times_.size() - 1 - match.delay];
    }
}

bool LoopDetector::sentChanged() const {
    FieldSums sums;
    for (const auto& thumbnail : sent_) {
        sums.add(thumbnail, thumbnail);
    }
    const auto count = static_cast<double>(sent_.size());
    return sums.changes(count).both(count * kFields * kMinChange * kMinChange);
}

LoopDetector::Match LoopDetector::bestMatch() const {
    Match best;
    for (std::size_t part = 0; part < arrived_.size(); ++part) {
        for (std::size_t delay = 0; delay <= kMaxDelay; ++delay) {
            if (const float found = score(part, delay); found > best.score) {
                best = {part, delay, found};
            }
        }
    }
    return best;
}

/// The correlation of the changes; 0 when the pictures differ or do not change.
float LoopDetector::score(std::size_t part, std::size_t delay) const {
    const auto& arrived = arrived_[part];
    const std::size_t first = sent_.size() - kWindow - delay;
    FieldSums sums;
    for (std::size_t at = 0; at < kWindow; ++at) {
        sums.add(sent_[first + at], arrived[at]);
    }
    const auto changes = sums.changes(kWindow);
    const auto all = sums.all(kWindow);
    constexpr double kCount = kWindow * kFields;
    if (!all.both(kCount * kMinContrast * kMinContrast) ||
        !changes.both(kCount * kMinChange * kMinChange) || all.correlation() < kSameLook ||
        changes.correlation() < kSameChange) {
        return 0;
    }
    return static_cast<float>(changes.correlation());
}

}  // namespace mcu::mixing
