// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/expectation.h"

#include <algorithm>
#include <utility>

#include "sim/picture/picture_code.h"
#include "sim/signal/room_tone.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

std::vector<int> numbers(const json& command, const char* key) {
    return command.contains(key) ? command.at(key).get<std::vector<int>>() : std::vector<int>{};
}

int codeOf(int room) {
    return room % kCodeSites;
}

std::string text(const char* what, int room) {
    return std::string(what) + " " + std::to_string(room);
}

bool isFrozen(const PicturesSeen& seen, int code, SteadyTime now) {
    return std::any_of(seen.panes.begin(), seen.panes.end(), [&](const PaneSeen& pane) {
        return pane.site == code && now - pane.moved > PictureJournal::kFrozen;
    });
}

}  // namespace

Result<Expectation> Expectation::parse(const json& command, SteadyTime now) {
    Expectation made;
    try {
        made.room_ = command.at("room").get<int>();
        made.sees_ = numbers(command, "sees");
        made.notSees_ = numbers(command, "not_sees");
        made.frozen_ = numbers(command, "frozen");
        made.hears_ = numbers(command, "hears");
        made.notHears_ = numbers(command, "not_hears");
        made.layout_ = command.value("layout", "");
        made.state_ = command.value("state", "");
        if (command.contains("panes")) {
            made.panes_.emplace();
            for (const auto& pane : command.at("panes")) {
                made.panes_->push_back(pane.is_null() ? std::nullopt
                                                      : std::optional(codeOf(pane.get<int>())));
            }
        }
        made.since_ = now;
        made.deadline_ = now + std::chrono::milliseconds(command.value("within_ms", 5000));
    } catch (const json::exception& wrong) {
        return Error(ErrorCode::invalidArgument, wrong.what());
    }
    return made;
}

bool Expectation::wantsPictures() const {
    return !sees_.empty() || !notSees_.empty() || !frozen_.empty() || panes_ || !layout_.empty();
}

std::string Expectation::missing(Crowd& crowd, SteadyTime now) const {
    const auto* room = crowd.room(room_);
    if (room == nullptr) {
        return text("no room", room_);
    }
    if (!state_.empty() && nameOf(room->state()) != state_) {
        return "state is " + std::string(nameOf(room->state()));
    }
    if (wantsPictures()) {
        if (auto found = missingPictures(*room, now); !found.empty()) {
            return found;
        }
    }
    if (!hears_.empty() || !notHears_.empty()) {
        return missingSounds(*room, now);
    }
    return {};
}

std::string Expectation::missingPictures(const Room& room, SteadyTime now) const {
    if (room.pictures() == nullptr) {
        return "the room is not looking";
    }
    const auto seen = room.pictures()->journal().seen();
    if (seen.pictures == 0) {
        return "no picture";
    }
    // A picture that stands still is one its room goes on seeing.
    if (seen.last < since_ && frozen_.empty()) {
        return "no new picture";
    }
    if (!layout_.empty() && seen.layout != layout_) {
        return "layout is " + seen.layout;
    }
    for (const int wanted : sees_) {
        if (!seen.shows(codeOf(wanted), now)) {
            return text("does not see", wanted);
        }
    }
    for (const int unwanted : notSees_) {
        if (seen.holds(codeOf(unwanted))) {
            return text("sees", unwanted);
        }
    }
    for (const int wanted : frozen_) {
        if (!isFrozen(seen, codeOf(wanted), now)) {
            return text("not frozen:", wanted);
        }
    }
    if (panes_) {
        std::vector<std::optional<int>> panes;
        panes.reserve(seen.panes.size());
        for (const auto& pane : seen.panes) {
            panes.push_back(pane.site);
        }
        if (panes != *panes_) {
            return "panes differ";
        }
    }
    return {};
}

std::string Expectation::missingSounds(const Room& room, SteadyTime now) const {
    if (room.sounds() == nullptr) {
        return "the room is not listening";
    }
    const auto heard = room.sounds()->journal().heard();
    // A window is 200 ms long: it must lie wholly after the question.
    if (heard.windows == 0 || heard.last < since_ + std::chrono::milliseconds(200)) {
        return "no new sound";
    }
    for (const int wanted : hears_) {
        if (!heard.hears(toneIndex(wanted), now)) {
            return text("does not hear", wanted);
        }
    }
    for (const int unwanted : notHears_) {
        if (heard.hears(toneIndex(unwanted), now)) {
            return text("hears", unwanted);
        }
    }
    return {};
}

}  // namespace mcu::sim
