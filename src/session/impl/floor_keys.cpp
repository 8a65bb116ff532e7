// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/floor_keys.h"

#include "base/log.h"
#include "session/impl/acts.h"

namespace mcu::session {

namespace {

constexpr auto kLongestPause = std::chrono::seconds(5);
constexpr std::size_t kMostRooms = 5000;

}  // namespace

bool FloorKeys::completes(const conference::Event& event, char key) {
    const auto& sequence = book_.settings.floorKeys;
    const auto now = book_.surroundings.loop.clock().now();
    if (pressed_.size() >= kMostRooms) {
        std::erase_if(pressed_,
                      [now](const auto& entry) { return now - entry.second.at > kLongestPause; });
    }
    auto& room = pressed_[{event.conference, event.site}];
    if (now - room.at > kLongestPause) {
        room.keys.clear();
    }
    room.at = now;
    room.keys += key;
    if (room.keys.ends_with(sequence)) {
        pressed_.erase({event.conference, event.site});
        return true;
    }
    if (room.keys.size() >= sequence.size()) {
        room.keys.erase(0, room.keys.size() - sequence.size() + 1);
    }
    return false;
}

void FloorKeys::onEvent(const conference::Event& event) {
    if (event.kind != "site.dtmf" || book_.settings.floorKeys.empty()) {
        return;
    }
    const auto digit = event.fields.find("digit");
    if (digit != event.fields.end() && digit->second.size() == 1 &&
        completes(event, digit->second.front())) {
        ask(event);
    }
}

void FloorKeys::ask(const conference::Event& event) {
    const auto* session = book_.underWayIn(event.conference.value);
    if (session == nullptr || session->plan.site(event.site.value) == nullptr) {
        return;
    }
    carryOut(book_,
             {event.site.value, "keys", ""},
             AskFloor{session->id, event.site.value},
             [site = event.site](const Result<Outcome>& asked) {
                 if (!asked) {
                     logger("session").info(
                         "floor not asked for site={} why={}", site.value, asked.error().message);
                 }
             });
}

}  // namespace mcu::session
