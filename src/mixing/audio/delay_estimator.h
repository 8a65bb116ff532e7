// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mcu::mixing {

/// Learns from when packets arrive how long sound must wait: the delay of the fastest packets and
/// its drift (the two clocks), and how much later the others come (jitter). Times are in samples of
/// 48 kHz. The delay of a packet is its arrival time less its media time: only differences mean
/// something. One stream, mixer's thread.
class DelayEstimator {
public:
    static constexpr double kMs = 48.0;  ///< samples
    static constexpr double kMinTarget = 20 * kMs;
    static constexpr double kMaxTarget = 200 * kMs;

    void restart();
    void onPacket(double arrival, double media);

    [[nodiscard]] bool knowsStream() const { return packets_ > 0; }

    /// The delay of the fastest packets at a time.
    [[nodiscard]] double floorAt(double time) const;

    /// How long after the fastest packet's arrival sound is played: one tick and the jitter of 97 %
    /// of the packets.
    [[nodiscard]] double target() const { return target_; }

    /// How much faster than ours the sender's clock runs: 0.0003 is 300 ppm. 0 until it is known.
    [[nodiscard]] double drift() const;

private:
    void closeWindow();
    void followFasterLine(double arrival, double delay);
    void count(double lateness);

    std::uint64_t packets_ = 0;
    double windowBegin_ = 0;
    double windowMin_ = 0;
    double windowMinTime_ = 0;
    bool previousEarly_ = false;
    double previousDelay_ = 0;
    // An alpha-beta filter over the windows' least delays.
    int windows_ = 0;
    double floor_ = 0;
    double floorTime_ = 0;
    double slope_ = 0;  ///< of the delay; a fast sender's falls
    double target_ = kMinTarget;
    float total_ = 0;
    std::array<float, 128> lateness_{};  ///< histogram in 2 ms, newest packets weigh most
};

}  // namespace mcu::mixing
