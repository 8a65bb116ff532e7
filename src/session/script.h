// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conference/command.h"
#include "session/state.h"

namespace mcu::session {

/// Which cue a step of the script leads to (PL6-01, GEN-02).
struct ScriptStep {
    enum class Kind { next, back, jump, again } kind = Kind::next;
    int number = 0;  ///< of jump
};

[[nodiscard]] std::string nameOf(ScriptStep::Kind kind);

/// The cue a step leads to; refused at either end of the script, or for an unknown number.
[[nodiscard]] Result<const Cue*> cueAfter(const SessionState& state, const ScriptStep& step);

/// What the conference is asked for a cue, in order: layout and sites, microphones, the pre-cue.
[[nodiscard]] std::vector<conference::Command> commandsOf(const Cue& cue,
                                                          const ConferenceId& conference);

/// Whether a command shows something, and what, in the words of the script; nothing: it is no
/// matter of the script (microphones, calls, back to the chair).
[[nodiscard]] std::optional<std::string> scriptMatter(const conference::Command& command);

/// Whether showing these sites is what the cue wants, or lets be called.
[[nodiscard]] bool withinScript(const SessionState& state,
                                const std::string& matter,
                                const std::vector<SiteId>& sites);

}  // namespace mcu::session
