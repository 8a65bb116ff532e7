// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"
#include "transport/rtp/sequence_tracker.h"

namespace mcu::transport {

/// Bytes and packets of one direction, and their rate over the last second or more.
class RateMeter {
public:
    void add(std::size_t packets, std::size_t bytes) {
        packets_ += packets;
        bytes_ += bytes;
    }

    /// Called some times a second.
    void tick(SteadyTime now);

    [[nodiscard]] std::uint64_t packets() const { return packets_; }

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    [[nodiscard]] double kbps() const { return kbps_; }

private:
    std::uint64_t packets_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t bytesBefore_ = 0;
    SteadyTime since_{};
    double kbps_ = 0;
};

/// Loss and jitter of one source (RFC 3550 appendices A.3 and A.8).
class Reception {
public:
    void start(std::uint16_t sequence, std::uint32_t clockRate);
    /// Places a packet and, when it is fresh, counts it.
    SequenceTracker::Placed add(std::uint16_t sequence,
                                std::uint32_t timestamp,
                                SteadyTime arrival);
    /// Called some times a second; keeps the 5 s window of lossPercent().
    void tick(SteadyTime now);

    [[nodiscard]] std::uint64_t extendedHighest() const { return tracker_.highest(); }

    [[nodiscard]] std::uint64_t lost() const;

    [[nodiscard]] double lossPercent() const { return lossPercent_; }

    [[nodiscard]] double jitterMs() const { return jitter_ / 16.0 * 1000.0 / clockRate_; }

    [[nodiscard]] std::uint32_t jitterUnits() const {
        return static_cast<std::uint32_t>(jitter_ / 16);
    }

    [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }

    /// The fraction lost, in 1/256, since it was last taken.
    std::uint8_t takeFractionLost();

private:
    void measureJitter(std::uint32_t timestamp, SteadyTime arrival);

    SequenceTracker tracker_;
    std::uint32_t clockRate_ = 90000;
    std::uint64_t received_ = 0;
    std::uint64_t duplicates_ = 0;
    std::uint32_t lastTimestamp_ = 0;
    SteadyTime lastArrival_{};
    double jitter_ = 0;  ///< times 16, in RTP clock units
    std::uint64_t expectedPrior_ = 0;
    std::uint64_t receivedPrior_ = 0;

    struct Sample {
        std::uint64_t expected = 0;
        std::uint64_t received = 0;
    };

    std::array<Sample, 6> window_{};  ///< one a second
    std::size_t newest_ = 0;
    SteadyTime sampled_{};
    double lossPercent_ = 0;
};

}  // namespace mcu::transport
