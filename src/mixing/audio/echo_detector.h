// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "base/clock.h"
#include "media/audio_mixer.h"
#include "mixing/audio/echo_match.h"

namespace mcu::mixing {

/// Decides whether what is sent to a site comes back from it. Evidence counts when two measures
/// that have nothing to do with each other, movement of loudness and shape of the spectrum, agree
/// on one delay that stands out of all others; it must gather at the same delay over more than one
/// window. Ended when it stays away for some seconds in which there was something to come back;
/// silence says nothing. Frames of 10 ms. One thread: the echo worker's, or a test's.
class EchoDetector {
public:
    /// Frames between two evaluations: half a second.
    static constexpr int kInterval = 50;

    /// What was sent and what came in the 10 ms that ended at `now`.
    void add(const BandLevels::Frame& sent, const BandLevels::Frame& back, SteadyTime now);

    [[nodiscard]] const std::optional<media::Echo>& echo() const { return echo_; }

private:
    void evaluate(SteadyTime now);
    void gather(const EchoMatch& match, SteadyTime now);
    void follow(const EchoMatch& best);

    EchoTrack sent_;
    EchoTrack back_;
    int sinceEvaluation_ = 0;
    float evidence_ = 0;
    std::size_t delay_ = 0;    ///< of the evidence
    SteadyTime firstSeen_{};   ///< of the evidence
    std::size_t heardAt_ = 0;  ///< delay of echo_
    int unheard_ = 0;          ///< evaluations without it
    std::optional<media::Echo> echo_;
};

}  // namespace mcu::mixing
