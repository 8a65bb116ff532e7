// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "conference/status.h"
#include "session/impl/book.h"

namespace mcu::session {

/// Lets a room ask to speak with the keys of its telephone or remote control: the configured
/// sequence ("*1"), pressed without long pauses, puts it into the queue of the session under way in
/// its conference. What it means for a room that waits already, or that is not in the plan, is
/// nothing. Thread: control.
class FloorKeys {
public:
    explicit FloorKeys(Book& book) : book_(book) {}

    /// Of the conferences; others than site.dtmf are left alone.
    void onEvent(const conference::Event& event);

private:
    struct Pressed {
        std::string keys;  ///< the last of them, shorter than the sequence
        SteadyTime at{};
    };

    [[nodiscard]] bool completes(const conference::Event& event, char key);
    void ask(const conference::Event& event);

    Book& book_;
    std::map<std::pair<ConferenceId, SiteId>, Pressed> pressed_;
};

}  // namespace mcu::session
