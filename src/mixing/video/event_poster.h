// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include "base/loop.h"
#include "media/video_mixer.h"

namespace mcu::mixing {

/// Brings events of worker threads to the mixer's listener on the control thread; swallows them
/// once the mixer is gone. Made and closed by the mixer, copied by the workers.
class EventPoster {
public:
    using Listener = media::VideoMixer::Listener;

    EventPoster(Loop& control, Listener& listener)
        : control_(&control), target_(std::make_shared<Target>(Target{&listener})) {}

    /// Any thread.
    template <typename Event>
    void post(Event event) const {
        control_->post([target = target_, event = std::move(event)]() mutable {
            if (target->listener != nullptr) {
                event(*target->listener);
            }
        });
    }

    /// The control thread.
    void close() { target_->listener = nullptr; }

private:
    struct Target {
        Listener* listener;  ///< touched on the control thread only
    };

    Loop* control_;
    std::shared_ptr<Target> target_;
};

}  // namespace mcu::mixing
