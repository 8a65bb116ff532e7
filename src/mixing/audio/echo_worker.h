// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "mixing/audio/echo_watch.h"

namespace mcu::mixing {

/// The thread that compares what watched talkers bring with what they were sent, four times a
/// second, so that neither the mixer nor control pays for it. Owned by the AudioMixerEngine, which
/// makes it with the first watch. Functions on the control thread.
class EchoWorker {
public:
    EchoWorker();
    ~EchoWorker();
    EchoWorker(const EchoWorker&) = delete;
    EchoWorker& operator=(const EchoWorker&) = delete;

    void add(std::shared_ptr<EchoWatch> watch);
    void remove(const std::shared_ptr<EchoWatch>& watch);

private:
    void run();

    mutable std::mutex mutex_;  ///< held for moments only
    std::condition_variable stop_;
    bool stopping_ = false;
    std::vector<std::shared_ptr<EchoWatch>> watches_;
    std::thread thread_;
};

}  // namespace mcu::mixing
