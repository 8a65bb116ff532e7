// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/room/crowd.h"
#include "sim/script/expectation.h"

namespace mcu::sim {

/// Carries out a script's commands, a JSON object each, and answers each with one, with its "id" if
/// it had one. See docs/mcusim.md for the commands. Owned by main; control thread.
class Commander {
public:
    using Answer = std::function<void(const nlohmann::json&)>;

    explicit Commander(Crowd& crowd, std::function<void()> quit);
    ~Commander();
    Commander(const Commander&) = delete;
    Commander& operator=(const Commander&) = delete;

    /// One line of a script; `answer` is called once, now or later.
    void carryOut(const std::string& line, const Answer& answer);

private:
    using Handler = void (Commander::*)(const nlohmann::json& command, const Answer& answer);

    static const std::map<std::string, Handler>& handlers();
    /// The room a command names; answers with an error when there is none.
    Room* roomOf(const nlohmann::json& command, const Answer& answer);

    void report(const nlohmann::json& command, const Answer& answer);
    void changes(const nlohmann::json& command, const Answer& answer);
    void png(const nlohmann::json& command, const Answer& answer);
    void call(const nlohmann::json& command, const Answer& answer);
    void hangUp(const nlohmann::json& command, const Answer& answer);
    void hold(const nlohmann::json& command, const Answer& answer);
    void freeze(const nlohmann::json& command, const Answer& answer);
    void garbage(const nlohmann::json& command, const Answer& answer);
    void muteVideo(const nlohmann::json& command, const Answer& answer);
    void muteAudio(const nlohmann::json& command, const Answer& answer);
    void keyframe(const nlohmann::json& command, const Answer& answer);
    void limitVideo(const nlohmann::json& command, const Answer& answer);
    void keys(const nlohmann::json& command, const Answer& answer);
    void codecs(const nlohmann::json& command, const Answer& answer);
    void expect(const nlohmann::json& command, const Answer& answer);
    void delay(const nlohmann::json& command, const Answer& answer);
    void churn(const nlohmann::json& command, const Answer& answer);
    void quit(const nlohmann::json& command, const Answer& answer);

    void check(const Expectation& expectation, const Answer& answer);
    void measurePicture(int from, Room& at, Duration howLong, const Answer& answer);
    void measureSound(Room& from, Room& at, Duration howLong, const Answer& answer);

    Crowd& crowd_;
    std::function<void()> quit_;
    std::vector<std::jthread> workers_;  ///< encode PNGs
};

}  // namespace mcu::sim
