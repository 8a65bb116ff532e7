// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/source/send_stream.h"

namespace mcu::sim {

/// The one thread that sends the frames of all rooms, each at its due time on an absolute schedule;
/// starts are spread over the frame period, so that rooms do not send in one burst. Owned by the
/// Crowd.
class Pacer {
public:
    /// Frames go out on a grid of `grain`: coarse with many rooms, so that the thread wakes less
    /// often.
    explicit Pacer(Duration grain);
    ~Pacer();
    Pacer(const Pacer&) = delete;
    Pacer& operator=(const Pacer&) = delete;

    std::shared_ptr<SendStream> add(MediaLoopPointer loop, std::shared_ptr<media::FrameSink> sink);
    void remove(const std::shared_ptr<SendStream>& stream);
    /// Goes on with another loop of the same codec and period, from its first frame.
    void replace(SendStream& stream, MediaLoopPointer loop);
    /// Frames that could not be sent within half a second of their time and were left out.
    [[nodiscard]] std::uint64_t framesLeftOut() const;

private:
    using Queue = std::vector<std::shared_ptr<SendStream>>;

    void run(const std::stop_token& stop);
    /// Sends what is due; returns when to come back.
    SteadyTime sendDue(SteadyTime now);

    Duration grain_;
    mutable std::mutex mutex_;
    Queue queue_;  ///< a heap, the earliest in front
    std::uint32_t added_ = 0;
    std::uint64_t leftOut_ = 0;
    std::jthread thread_;  ///< last: joined before what it uses goes
};

}  // namespace mcu::sim
