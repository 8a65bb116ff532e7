// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"

namespace mcu {

/// The real Loop, on asio. The thread that calls run() becomes the loop's thread. A task over 50 ms
/// is reported in the log with the loop's name, since nothing on a loop may block.
class AsioLoop final : public Loop {
public:
    explicit AsioLoop(std::string name);
    ~AsioLoop() override;
    AsioLoop(const AsioLoop&) = delete;
    AsioLoop& operator=(const AsioLoop&) = delete;

    /// Runs until stop(). Call once.
    void run();
    /// Makes run() return after the task at hand and closes the loop; any thread.
    void stop();
    /// Calls `onSignal` on the loop for each SIGINT or SIGTERM.
    void onTermination(std::function<void(int)> onSignal);

    bool post(Task task) override;
    TimerId after(Duration delay, Task task) override;
    void cancel(TimerId timer) override;
    [[nodiscard]] const Clock& clock() const override;
    [[nodiscard]] const ThreadRole& role() const override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu
