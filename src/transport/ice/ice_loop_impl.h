// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <thread>

#include <glib.h>

#include "base/mpsc_queue.h"
#include "transport/ice/ice_loop.h"

namespace mcu::ice {

struct IceLoop::Impl {
    GMainContext* context = nullptr;
    GMainLoop* loop = nullptr;
    GSource* source = nullptr;
    MpscQueue<std::function<void()>> tasks;
    std::atomic<int> waiting{0};
    ThreadRole role;
    std::thread thread;

    void runTasks();
};

}  // namespace mcu::ice
