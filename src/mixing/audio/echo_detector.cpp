// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/echo_detector.h"

#include <algorithm>

namespace mcu::mixing {
namespace {

// Measured over opus and G.711: two different voices stay under 0.25 in nineteen of twenty windows
// and lead by less than 0.15; an echo 20 dB down without near-end speech is above 0.7.
constexpr float kLikely = 0.3F;
constexpr float kLikelyLead = 0.12F;
constexpr float kLikelyMovementLead = 0.06F;
constexpr float kSure = 0.6F;
constexpr float kSureLead = 0.3F;
constexpr float kStillThere = 0.2F;
constexpr float kLikelyEvidence = 1;
constexpr float kSureEvidence = 2.5F;
constexpr float kMissedEvidence = -0.5F;
constexpr float kRaised = 5;
constexpr float kMostEvidence = 8;
constexpr std::size_t kSameDelay = 4;  // frames
constexpr int kMinActive = 80;         // frames of the window in which something could come back
constexpr int kUnheardToEnd = 8;       // evaluations; the window itself remembers for 2 or 3 s more
constexpr int kFrameMs = 10;

bool same(std::size_t one, std::size_t other) {
    return (one > other ? one - other : other - one) <= kSameDelay;
}

}  // namespace

void EchoDetector::add(const BandLevels::Frame& sent,
                       const BandLevels::Frame& back,
                       SteadyTime now) {
    sent_.add(sent);
    back_.add(back);
    if (++sinceEvaluation_ >= kInterval) {
        sinceEvaluation_ = 0;
        evaluate(now);
    }
}

void EchoDetector::evaluate(SteadyTime now) {
    if (sent_.activeFrames() < kMinActive) {
        return;
    }
    EchoMatch best;
    if (back_.activeFrames() >= kMinActive) {
        best = bestMatch(sent_, back_);
    }
    gather(best, now);
    if (echo_) {
        follow(best);
    }
}

void EchoDetector::gather(const EchoMatch& match, SteadyTime now) {
    const bool likely = match.weaker() >= kLikely && match.lead >= kLikelyLead &&
                        match.movementLead >= kLikelyMovementLead;
    if (!likely) {
        evidence_ = std::max(0.0F, evidence_ + kMissedEvidence);
        return;
    }
    if (evidence_ > 0 && !same(match.delay, delay_)) {
        evidence_ = std::max(0.0F, evidence_ - kLikelyEvidence);
        if (evidence_ > 0) {
            return;
        }
    }
    if (evidence_ == 0) {
        firstSeen_ = now;
    }
    delay_ = match.delay;
    const bool sure = match.weaker() >= kSure && match.lead >= kSureLead;
    evidence_ = std::min(kMostEvidence, evidence_ + (sure ? kSureEvidence : kLikelyEvidence));
    if (evidence_ < kRaised) {
        return;
    }
    if (!echo_) {
        echo_.emplace();
        echo_->since = firstSeen_;
        echo_->levelDb = returnLevelDb(sent_, back_, match.delay);
    }
    heardAt_ = match.delay;
    unheard_ = 0;
}

void EchoDetector::follow(const EchoMatch& best) {
    auto here = best;
    if (!same(best.delay, heardAt_)) {
        here = matchAt(sent_, back_, heardAt_);
    }
    if (here.weaker() < kStillThere) {
        if (++unheard_ >= kUnheardToEnd) {
            echo_.reset();
            evidence_ = 0;
            unheard_ = 0;
        }
        return;
    }
    unheard_ = 0;
    echo_->delayMs = static_cast<std::uint32_t>(here.delay) * kFrameMs;
    echo_->levelDb += (returnLevelDb(sent_, back_, here.delay) - echo_->levelDb) / 2;
}

}  // namespace mcu::mixing
