// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/room/crowd.h"

#include <algorithm>
#include <utility>

#include "sim/gstreamer/picture_decoder.h"

namespace mcu::sim {
namespace {

constexpr int kFewRooms = 16;
constexpr std::chrono::milliseconds kFineGrain{1};
constexpr std::chrono::milliseconds kCoarseGrain{5};

}  // namespace

Crowd::Crowd(Loop& loop, RoomOptions options) : loop_(loop), options_(std::move(options)) {}

Crowd::~Crowd() = default;

void Crowd::attach(call::CallEndpoint& endpoint,
                   media::Transport& transport,
                   VideoLibrary& videos,
                   SoundLibrary& sounds) {
    pacer_ = std::make_unique<Pacer>(options_.rooms > kFewRooms ? kCoarseGrain : kFineGrain);
    watching_ = std::make_unique<WatchThread>();
    if (options_.lossPercent > 0 || options_.jitterMs > 0) {
        relay_ = std::make_unique<Relay>(Impairment{options_.lossPercent, options_.jitterMs});
    }
    sources_ = std::make_unique<Sources>(options_, videos, sounds, transport, *pacer_);
    host_.emplace(RoomHost{options_,
                           loop_,
                           endpoint,
                           transport,
                           *sources_,
                           *watching_,
                           relay_.get(),
                           [this](Room& room, std::string_view what) { note(room, what); }});
    for (const int number : options_.numbers()) {
        rooms_[number] = std::make_unique<Room>(*host_, number);
    }
}

Status Crowd::prepare(VideoLibrary& videos, SoundLibrary& sounds) const {
    if (!options_.media) {
        return {};
    }
    if (options_.black) {
        if (auto made = videos.black(options_.video); !made) {
            return made.error();
        }
    } else if (!options_.videoFile.empty()) {
        if (auto made = videos.ofFile(options_.video, options_.videoFile); !made) {
            return made.error();
        }
    } else {
        const auto numbers =
            options_.samePicture ? std::vector<int>{options_.first} : options_.numbers();
        if (auto made = videos.prepare(options_.video, numbers); !made) {
            return made;
        }
    }
    if (options_.look.all || options_.look.first || !options_.look.numbers.empty()) {
        // GStreamer reads its plugins on first use, which may take seconds: now, not in a call.
        auto warm = PictureDecoder::make(options_.video.codec, [](const LumaView&, SteadyTime) {});
        if (!warm) {
            return warm.error();
        }
    }
    const auto codec =
        options_.policy.audio.empty() ? media::Codec::pcma : options_.policy.audio.front();
    for (const int number : options_.numbers()) {
        const auto made = options_.soundFile.empty() ? sounds.tone(codec, number)
                                                     : sounds.ofFile(codec, options_.soundFile);
        if (!made) {
            return made.error();
        }
    }
    return {};
}

void Crowd::stop() {
    rooms_.clear();
    watching_.reset();
    pacer_.reset();
    relay_.reset();
}

Room* Crowd::room(int number) {
    const auto found = rooms_.find(number);
    return found == rooms_.end() ? nullptr : found->second.get();
}

void Crowd::callAll(double perSecond) {
    std::vector<int> numbers;
    numbers.reserve(rooms_.size());
    for (const auto& [number, room] : rooms_) {
        numbers.push_back(number);
    }
    std::reverse(numbers.begin(), numbers.end());
    const auto pause = std::chrono::duration<double>(1.0 / std::max(0.01, perSecond));
    callNext(std::move(numbers), std::chrono::duration_cast<Duration>(pause));
}

void Crowd::callNext(std::vector<int> numbers, Duration pause) {
    if (numbers.empty()) {
        return;
    }
    if (auto* next = room(numbers.back())) {
        next->call();
    }
    numbers.pop_back();
    loop_.after(pause, [this, numbers = std::move(numbers), pause]() mutable {
        callNext(std::move(numbers), pause);
    });
}

void Crowd::hangUpAll() {
    for (const auto& [number, room] : rooms_) {
        room->hangUp();
    }
}

bool Crowd::anyCall() const {
    return std::any_of(rooms_.begin(), rooms_.end(), [](const auto& entry) {
        return static_cast<bool>(entry.second->callId());
    });
}

void Crowd::churn(int calls, std::function<void(ChurnResult)> done) {
    if (churn_ || calls <= 0) {
        done({0, calls});
        return;
    }
    churn_.emplace(Churn{calls, 0, {}, std::move(done)});
    for (const auto& [number, room] : rooms_) {
        startChurnCall(*room);
    }
}

bool Crowd::startChurnCall(Room& room) {
    if (churn_->toStart == 0 || room.callId() || room.state() == RoomState::opening) {
        return false;
    }
    --churn_->toStart;
    ++churn_->running;
    room.call();
    return true;
}

void Crowd::noteChurn(Room& room, std::string_view what) {
    if (what == "connected") {
        room.hangUp();
        return;
    }
    if (what != "ended" && what != "failed") {
        return;
    }
    ++(room.setUpMs() >= 0 ? churn_->result.completed : churn_->result.failed);
    --churn_->running;
    // Not from within the room's own event: it has not finished with the call that ended.
    static_cast<void>(loop_.post([this, number = room.number()] {
        auto* next = this->room(number);
        if (!churn_ || next == nullptr) {
            return;
        }
        startChurnCall(*next);
        if (churn_->toStart == 0 && churn_->running == 0) {
            const auto finished = std::exchange(churn_, std::nullopt);
            finished->done(finished->result);
        }
    }));
}

void Crowd::note(Room& room, std::string_view what) {
    if (churn_) {
        noteChurn(room, what);
    } else if (handler_) {
        handler_(room, what);
    }
}

Room* Crowd::find(CallId call) {
    for (const auto& [number, room] : rooms_) {
        if (room->callId() == call) {
            return room.get();
        }
    }
    return nullptr;
}

Room* Crowd::find(SessionId session) {
    for (const auto& [number, room] : rooms_) {
        if (room->session() == session) {
            return room.get();
        }
    }
    return nullptr;
}

}  // namespace mcu::sim
