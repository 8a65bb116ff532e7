// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/thread_role.h"

namespace mcu::ice {

/// The one thread of all ICE agents: a GLib main context of its own, so libnice's timers and
/// sockets never run on a media thread. One per process, owned by the transport; every IceAgent
/// must be gone before it.
class IceLoop {
public:
    IceLoop();
    /// Runs what is posted, then ends the thread.
    ~IceLoop();
    IceLoop(const IceLoop&) = delete;
    IceLoop& operator=(const IceLoop&) = delete;

    /// Any thread; takes no lock.
    void post(std::function<void()> task);
    [[nodiscard]] const ThreadRole& role() const;

private:
    friend class IceAgent;
    struct Impl;

    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::ice
