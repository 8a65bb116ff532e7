// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/asio_loop.h"
#include "sim/room/crowd.h"
#include "sim/script/command_line.h"
#include "sim/script/commander.h"
#include "sim/script/line_input.h"

namespace mcu::sim {

/// One run of mcusim around a crowd: starts calls, feeds scripts, prints events, and ends in order:
/// report, pictures, hang up. Owned by main; control thread.
class Program {
public:
    Program(AsioLoop& loop, Crowd& crowd, const ProgramOptions& options);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Opens the script's inputs.
    Status open();
    /// Makes the rooms call (or what the options say instead).
    void start();
    /// Begins the end; run() of the loop returns soon after. More calls of it do nothing.
    void finish();
    /// 0 done, 1 something was refused or failed, 3 server unreachable.
    [[nodiscard]] int exitCode() const;

private:
    void onEvent(const Room& room, std::string_view what);
    void carryOut(const std::string& line, const std::shared_ptr<LineOutput>& output);
    void nextOfScript();
    void leavePictures();
    void endCalls(SteadyTime deadline);

    AsioLoop& loop_;
    Crowd& crowd_;
    const ProgramOptions& options_;
    Commander commander_;
    std::shared_ptr<LineOutput> output_;
    std::deque<std::string> script_;
    bool finishing_ = false;
    bool refused_ = false;
    std::set<int> connected_;    ///< rooms that were connected at least once
    std::set<int> unreachable_;  ///< rooms whose last call did not reach the server
    LineInput input_;            ///< last: its threads use the others
};

}  // namespace mcu::sim
