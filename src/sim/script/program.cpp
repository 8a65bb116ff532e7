// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/program.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "sim/script/report.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kEndPatience{5};
constexpr std::chrono::milliseconds kLookEach{20};

}  // namespace

Program::Program(AsioLoop& loop, Crowd& crowd, const ProgramOptions& options)
    : loop_(loop),
      crowd_(crowd),
      options_(options),
      commander_(crowd, [this] { finish(); }),
      output_(std::make_shared<LineOutput>(STDOUT_FILENO, false)),
      input_([this](std::string line, std::shared_ptr<LineOutput> output) {
          static_cast<void>(loop_.post([this, line = std::move(line), output = std::move(output)] {
              carryOut(line, output);
          }));
      }) {
    crowd_.onEvent([this](const Room& room, std::string_view what) { onEvent(room, what); });
}

Program::~Program() = default;

Status Program::open() {
    if (!options_.script.empty() && options_.script != "-") {
        std::ifstream file(options_.script);
        if (!file) {
            return Error(ErrorCode::notFound, "cannot read script " + options_.script);
        }
        for (std::string line; std::getline(file, line);) {
            if (line.find_first_not_of(" \t\r") != std::string::npos && line.front() != '#') {
                script_.push_back(line);
            }
        }
    } else if (options_.json || options_.script == "-") {
        input_.readStandardInput(output_);
    }
    if (!options_.control.empty()) {
        return input_.listen(options_.control);
    }
    return {};
}

void Program::start() {
    if (!options_.idle && !options_.registers && !options_.room.server.empty()) {
        crowd_.callAll(options_.rate);
    }
    if (options_.durationSeconds > 0) {
        loop_.after(std::chrono::duration_cast<Duration>(
                        std::chrono::duration<double>(options_.durationSeconds)),
                    [this] { finish(); });
    }
    if (!script_.empty()) {
        nextOfScript();
    }
}

void Program::carryOut(const std::string& line, const std::shared_ptr<LineOutput>& output) {
    commander_.carryOut(line, [output](const json& answer) { output->write(answer.dump()); });
}

void Program::nextOfScript() {
    if (script_.empty()) {
        if (options_.durationSeconds <= 0) {
            finish();
        }
        return;
    }
    const auto line = std::move(script_.front());
    script_.pop_front();
    commander_.carryOut(line, [this](const json& answer) {
        output_->write(answer.dump());
        refused_ = refused_ || !answer.value("ok", false);
        static_cast<void>(loop_.post([this] { nextOfScript(); }));
    });
}

void Program::onEvent(const Room& room, std::string_view what) {
    if (what == "connected") {
        connected_.insert(room.number());
    }
    if (what == "ended" || what == "failed" || what == "waiting") {
        if (room.cause().starts_with(call::nameOf(call::CauseCode::unreachable)) ||
            room.cause().starts_with(call::nameOf(call::CauseCode::noAnswer))) {
            unreachable_.insert(room.number());
        }
    }
    if (options_.json) {
        auto event = timeJson(room.since());
        event["event"] = what;
        event["room"] = room.number();
        event["state"] = nameOf(room.state());
        if (!room.cause().empty()) {
            event["cause"] = room.cause();
        }
        output_->write(event.dump());
    } else if (what == "connected" || what == "ended" || what == "failed" || what == "waiting" ||
               what == "security-failed") {
        output_->write("room " + std::to_string(room.number()) + " " + std::string(what) +
                       (room.cause().empty() ? "" : ": " + room.cause()));
    }
}

void Program::finish() {
    if (std::exchange(finishing_, true)) {
        return;
    }
    leavePictures();
    crowd_.transport().stats([this](const std::vector<media::SessionStats>& stats,
                                    const media::TransportTotals& totals) {
        auto report = reportJson(crowd_, stats, totals);
        if (options_.json) {
            report["event"] = "report";
            output_->write(report.dump());
        } else {
            output_->write(reportTable(report));
        }
        crowd_.hangUpAll();
        endCalls(loop_.clock().now() + kEndPatience);
    });
}

void Program::leavePictures() {
    if (options_.pngFolder.empty()) {
        return;
    }
    std::error_code failure;
    std::filesystem::create_directories(options_.pngFolder, failure);
    for (const auto& [number, room] : crowd_.rooms()) {
        if (room->pictures() == nullptr) {
            continue;
        }
        const auto file = options_.pngFolder + "/room-" + std::to_string(number) + ".png";
        // The end may wait for these few.
        if (const auto image = room->pictures()->png()) {
            std::ofstream out(file, std::ios::binary);
            out.write(reinterpret_cast<const char*>(image->data()),
                      static_cast<std::streamsize>(image->size()));
        }
    }
}

void Program::endCalls(SteadyTime deadline) {
    if (!crowd_.anyCall() || loop_.clock().now() >= deadline) {
        loop_.stop();
        return;
    }
    loop_.after(kLookEach, [this, deadline] { endCalls(deadline); });
}

int Program::exitCode() const {
    const bool calls = !options_.idle && !options_.registers && !options_.room.server.empty();
    if (calls && connected_.empty()) {
        return unreachable_.size() == crowd_.rooms().size() ? 3 : 1;
    }
    return refused_ ? 1 : 0;
}

}  // namespace mcu::sim
