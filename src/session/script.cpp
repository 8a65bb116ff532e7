// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/script.h"

#include <algorithm>

#include "session/plan_reader.h"

namespace mcu::session {

namespace {

using conference::ViewName;

std::ptrdiff_t placeOf(const SessionState& state) {
    const auto* cue = state.cue();
    return cue == nullptr ? -1 : cue - state.plan.script.data();
}

conference::SetLayout layoutCommand(const Cue& cue,
                                    const ConferenceId& conference,
                                    ViewName::Kind view) {
    return {conference, {view, {}}, layoutOf(cue.layout), cue.show};
}

}  // namespace

std::string nameOf(ScriptStep::Kind kind) {
    switch (kind) {
        case ScriptStep::Kind::next:
            return "next";
        case ScriptStep::Kind::back:
            return "back";
        case ScriptStep::Kind::jump:
            return "jump";
        case ScriptStep::Kind::again:
            break;
    }
    return "again";
}

Result<const Cue*> cueAfter(const SessionState& state, const ScriptStep& step) {
    const auto& script = state.plan.script;
    const auto size = static_cast<std::ptrdiff_t>(script.size());
    auto place = placeOf(state);
    switch (step.kind) {
        case ScriptStep::Kind::next:
            // A cue that an edit took out of the script leaves its number as the place.
            if (place < 0 && !state.cues.empty()) {
                place = std::count_if(
                            script.begin(),
                            script.end(),
                            [&](const Cue& cue) { return cue.number < state.cues.back().number; }) -
                        1;
            }
            ++place;
            break;
        case ScriptStep::Kind::back:
            --place;
            break;
        case ScriptStep::Kind::again:
            break;
        case ScriptStep::Kind::jump: {
            const auto found = std::find_if(script.begin(), script.end(), [&](const Cue& cue) {
                return cue.number == step.number;
            });
            if (found == script.end()) {
                return Error(ErrorCode::notFound,
                             "the script has no cue " + std::to_string(step.number),
                             "see: mcuctl script show",
                             "script.no-cue");
            }
            place = found - script.begin();
            break;
        }
    }
    if (place < 0 || place >= size) {
        return Error(ErrorCode::refused,
                     place < 0 ? "the script has not begun" : "the script is at its end",
                     place < 0 ? "begin it: mcuctl script next" : "see: mcuctl script show",
                     "script.at-end");
    }
    return &script[static_cast<std::size_t>(place)];
}

std::vector<conference::Command> commandsOf(const Cue& cue, const ConferenceId& conference) {
    std::vector<conference::Command> commands;
    if (cue.show.size() == 1 && layoutOf(cue.layout) == "1x1") {
        commands.emplace_back(conference::Show{conference, cue.show.front(), !cue.muteOthers});
    } else if (!cue.show.empty()) {
        commands.emplace_back(layoutCommand(cue, conference, ViewName::Kind::programme));
        commands.emplace_back(layoutCommand(cue, conference, ViewName::Kind::chair));
        if (cue.muteOthers) {
            commands.emplace_back(conference::SetChannel{
                conference, conference::Channel::microphone, false, {}, true});
        }
        commands.emplace_back(conference::SetChannel{
            conference, conference::Channel::microphone, true, cue.show, false});
    }
    if (!cue.precue.empty()) {
        commands.emplace_back(conference::Precue{conference, cue.precue.front()});
    }
    return commands;
}

std::optional<std::string> scriptMatter(const conference::Command& command) {
    if (std::holds_alternative<conference::Show>(command)) {
        return "show";
    }
    if (const auto* layout = std::get_if<conference::SetLayout>(&command)) {
        return layout->view.kind == ViewName::Kind::site ? std::nullopt
                                                         : std::optional<std::string>("layout");
    }
    if (const auto* broadcast = std::get_if<conference::Broadcast>(&command)) {
        return broadcast->site.empty() ? std::nullopt : std::optional<std::string>("broadcast");
    }
    if (const auto* poll = std::get_if<conference::Poll>(&command)) {
        return poll->sites.empty() || poll->view.kind != ViewName::Kind::programme
                   ? std::nullopt
                   : std::optional<std::string>("poll");
    }
    return std::nullopt;
}

bool withinScript(const SessionState& state,
                  const std::string& matter,
                  const std::vector<SiteId>& sites) {
    const auto* cue = state.cue();
    if (cue == nullptr || matter != "show" || sites.empty()) {
        return false;
    }
    return std::all_of(sites.begin(), sites.end(), [&](const SiteId& site) {
        return std::find(cue->show.begin(), cue->show.end(), site.value) != cue->show.end() ||
               state.plan.callable(*cue, site.value);
    });
}

}  // namespace mcu::session
