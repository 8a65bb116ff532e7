// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/commander.h"

#include <fstream>
#include <utility>

#include "sim/script/command_line.h"
#include "sim/script/report.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kCheckEach{10};
constexpr std::size_t kMostLine = 64 * 1024;

json failure(const std::string& text) {
    return {{"ok", false}, {"error", text}};
}

Status writeFile(const std::string& file, const std::vector<std::byte>& bytes) {
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
        return Error(ErrorCode::unavailable, "cannot write " + file);
    }
    return {};
}

}  // namespace

Commander::Commander(Crowd& crowd, std::function<void()> quit)
    : crowd_(crowd), quit_(std::move(quit)) {}

Commander::~Commander() = default;

const std::map<std::string, Commander::Handler>& Commander::handlers() {
    static const std::map<std::string, Handler> table = {
        {"report", &Commander::report},
        {"changes", &Commander::changes},
        {"png", &Commander::png},
        {"call", &Commander::call},
        {"hangup", &Commander::hangUp},
        {"hold", &Commander::hold},
        {"freeze", &Commander::freeze},
        {"garbage", &Commander::garbage},
        {"mute-video", &Commander::muteVideo},
        {"mute-audio", &Commander::muteAudio},
        {"keyframe", &Commander::keyframe},
        {"limit-video", &Commander::limitVideo},
        {"keys", &Commander::keys},
        {"codecs", &Commander::codecs},
        {"expect", &Commander::expect},
        {"delay", &Commander::delay},
        {"churn", &Commander::churn},
        {"quit", &Commander::quit},
    };
    return table;
}

void Commander::carryOut(const std::string& line, const Answer& answer) {
    if (line.size() > kMostLine) {
        answer(failure("line too long"));
        return;
    }
    const auto command = json::parse(line, nullptr, false);
    if (!command.is_object()) {
        answer(failure("not a JSON object"));
        return;
    }
    const auto reply = [answer, id = command.value("id", json(nullptr))](const json& body) {
        json whole = body;
        if (!id.is_null()) {
            whole["id"] = id;
        }
        answer(whole);
    };
    const auto word = command.contains("cmd") && command["cmd"].is_string()
                          ? command["cmd"].get<std::string>()
                          : std::string();
    const auto found = handlers().find(word);
    if (found == handlers().end()) {
        reply(failure("unknown command \"" + word + "\""));
        return;
    }
    try {
        (this->*found->second)(command, reply);
    } catch (const json::exception& wrong) {
        reply(failure(word + ": " + wrong.what()));
    }
}

Room* Commander::roomOf(const json& command, const Answer& answer) {
    const int number = command.at("room").get<int>();
    auto* room = crowd_.room(number);
    if (room == nullptr) {
        answer(failure("no room " + std::to_string(number)));
    }
    return room;
}

void Commander::report(const json& command, const Answer& answer) {
    static_cast<void>(command);
    crowd_.transport().stats([this, answer](const std::vector<media::SessionStats>& stats,
                                            const media::TransportTotals& totals) {
        answer(reportJson(crowd_, stats, totals));
    });
}

void Commander::changes(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        answer(changesJson(crowd_, *room));
    }
}

void Commander::png(const json& command, const Answer& answer) {
    auto* room = roomOf(command, answer);
    if (room == nullptr) {
        return;
    }
    const auto file = command.at("file").get<std::string>();
    auto watcher = room->sharedPictures();
    if (!watcher) {
        answer(failure("the room is not looking"));
        return;
    }
    workers_.emplace_back([&loop = crowd_.loop(), watcher = std::move(watcher), file, answer] {
        const auto image = watcher->png();
        const auto written = image ? writeFile(file, *image) : Status(image.error());
        static_cast<void>(loop.post([written, file, answer] {
            answer(written ? json{{"ok", true}, {"file", file}} : failure(written.error().message));
        }));
    });
}

void Commander::call(const json& command, const Answer& answer) {
    if (!command.contains("room")) {
        crowd_.callAll(command.value("rate", 20.0));
        answer({{"ok", true}});
    } else if (auto* room = roomOf(command, answer)) {
        answer(room->call(command.value("to", "")) ? json{{"ok", true}}
                                                   : failure("the room is in a call"));
    }
}

void Commander::hangUp(const json& command, const Answer& answer) {
    if (!command.contains("room")) {
        crowd_.hangUpAll();
        answer({{"ok", true}});
    } else if (auto* room = roomOf(command, answer)) {
        room->hangUp();
        answer({{"ok", true}});
    }
}

void Commander::hold(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->setHold(command.value("on", true));
        answer({{"ok", true}});
    }
}

void Commander::freeze(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->setFrozen(command.value("on", true));
        answer({{"ok", true}});
    }
}

void Commander::garbage(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->setGarbage(command.value("on", true));
        answer({{"ok", true}});
    }
}

void Commander::muteVideo(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->setVideoMuted(command.value("on", true));
        answer({{"ok", true}});
    }
}

void Commander::muteAudio(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->setAudioMuted(command.value("on", true));
        answer({{"ok", true}});
    }
}

void Commander::keyframe(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->requestKeyframe();
        answer({{"ok", true}});
    }
}

void Commander::limitVideo(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->limitVideo(command.at("kbps").get<std::uint32_t>());
        answer({{"ok", true}});
    }
}

void Commander::keys(const json& command, const Answer& answer) {
    if (auto* room = roomOf(command, answer)) {
        room->press(command.at("keys").get<std::string>());
        answer({{"ok", true}});
    }
}

void Commander::codecs(const json& command, const Answer& answer) {
    auto* room = roomOf(command, answer);
    if (room == nullptr) {
        return;
    }
    std::vector<media::Codec> audio;
    for (const auto& word : command.at("audio")) {
        const auto codec = audioCodec(word.get<std::string>());
        if (!codec) {
            answer(failure("no audio codec \"" + word.get<std::string>() + "\""));
            return;
        }
        audio.push_back(*codec);
    }
    room->setAudioCodecs(std::move(audio));
    answer({{"ok", true}});
}

void Commander::expect(const json& command, const Answer& answer) {
    auto expectation = Expectation::parse(command, crowd_.loop().clock().now());
    if (!expectation) {
        answer(failure(expectation.error().message));
        return;
    }
    check(*expectation, answer);
}

void Commander::check(const Expectation& expectation, const Answer& answer) {
    const auto now = crowd_.loop().clock().now();
    const auto missing = expectation.missing(crowd_, now);
    const double after =
        std::chrono::duration<double, std::milli>(now - expectation.since()).count();
    if (missing.empty()) {
        answer({{"ok", true}, {"after_ms", after}});
    } else if (now >= expectation.deadline()) {
        answer({{"ok", false}, {"error", missing}, {"after_ms", after}});
    } else {
        crowd_.loop().after(kCheckEach,
                            [this, expectation, answer] { check(expectation, answer); });
    }
}

void Commander::churn(const json& command, const Answer& answer) {
    crowd_.churn(command.at("calls").get<int>(), [answer](Crowd::ChurnResult result) {
        answer({{"ok", result.failed == 0},
                {"completed", result.completed},
                {"failed", result.failed}});
    });
}

void Commander::quit(const json& command, const Answer& answer) {
    static_cast<void>(command);
    answer({{"ok", true}});
    quit_();
}

}  // namespace mcu::sim
