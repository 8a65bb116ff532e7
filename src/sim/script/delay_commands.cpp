// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <vector>

#include "sim/picture/picture_code.h"
#include "sim/script/commander.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

double percentile(const std::vector<double>& sorted, double share) {
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(at, sorted.size() - 1)];
}

json figures(const DelayProbe& probe) {
    auto values = probe.milliseconds();
    if (values.empty()) {
        return {{"ok", false}, {"error", "nothing arrived"}, {"samples", 0}};
    }
    std::sort(values.begin(), values.end());
    return {{"ok", true},
            {"samples", values.size()},
            {"min_ms", values.front()},
            {"median_ms", percentile(values, 0.5)},
            {"p95_ms", percentile(values, 0.95)},
            {"max_ms", values.back()}};
}

}  // namespace

void Commander::delay(const json& command, const Answer& answer) {
    auto* from = crowd_.room(command.at("from").get<int>());
    auto* at = crowd_.room(command.at("at").get<int>());
    const auto seconds = command.value("for_s", command.value("seconds", 10.0));
    const auto howLong =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
    if (from == nullptr || at == nullptr) {
        answer({{"ok", false}, {"error", "no such room"}});
    } else if (command.value("kind", "picture") == "sound") {
        measureSound(*from, *at, howLong, answer);
    } else {
        measurePicture(from->number(), *at, howLong, answer);
    }
}

void Commander::measurePicture(int from, Room& at, Duration howLong, const Answer& answer) {
    const auto* feed = crowd_.room(from)->feedOf(media::Kind::video);
    if (feed == nullptr || at.pictures() == nullptr) {
        answer({{"ok", false}, {"error", "one sends no picture, or the other is not looking"}});
        return;
    }
    auto probe = std::make_shared<DelayProbe>(
        from % kCodeSites, feed->stream->sentTimes(), Duration::zero());
    at.pictures()->journal().measure(probe);
    crowd_.loop().after(howLong, [this, number = at.number(), probe, answer] {
        if (auto* room = crowd_.room(number); room != nullptr && room->pictures() != nullptr) {
            room->pictures()->journal().measure(nullptr);
        }
        answer(figures(*probe));
    });
}

void Commander::measureSound(Room& from, Room& at, Duration howLong, const Answer& answer) {
    const auto* feed = from.feedOf(media::Kind::audio);
    if (feed == nullptr || at.sounds() == nullptr) {
        answer({{"ok", false}, {"error", "one sends no sound, or the other is not listening"}});
        return;
    }
    const auto onset = crowd_.sources().setBursts(*feed, from.number(), true);
    if (!onset) {
        answer({{"ok", false}, {"error", onset.error().message}});
        return;
    }
    auto probe = std::make_shared<DelayProbe>(from.number(), feed->stream->sentTimes(), *onset);
    at.sounds()->measure(probe);
    crowd_.loop().after(
        howLong, [this, sender = from.number(), receiver = at.number(), probe, answer] {
            if (auto* room = crowd_.room(receiver); room != nullptr && room->sounds() != nullptr) {
                room->sounds()->measure(nullptr);
            }
            auto* room = crowd_.room(sender);
            if (const auto* sending =
                    room != nullptr ? room->feedOf(media::Kind::audio) : nullptr) {
                static_cast<void>(crowd_.sources().setBursts(*sending, sender, false));
            }
            answer(figures(*probe));
        });
}

}  // namespace mcu::sim
