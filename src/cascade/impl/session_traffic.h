// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "cascade/sessions.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

/// Plans and where their scripts stand, on their way down to one slave (decision 0254). Keeps
/// nothing that has to survive: a link that comes up tells what there is, again. Thread: control.
class SessionTraffic {
public:
    /// The link to an MCU is up. One that does not speak of sessions is told nothing.
    void begin(bool understood, const SessionKeeper* keeper, const McuId& below);
    void end();

    /// The sessions may be other ones: looked at when asked next.
    void look() { looks_ = true; }

    /// The next message; none: nothing to tell, or too soon after the last. Asked some times a
    /// second, and when something has changed.
    [[nodiscard]] std::optional<wire::FromMaster> due(SteadyTime now);

private:
    void compare();

    const SessionKeeper* keeper_ = nullptr;  ///< null: nobody listens
    McuId below_;
    bool looks_ = false;
    std::map<std::string, SessionNews> told_;
    std::deque<wire::FromMaster> waiting_;
    SteadyTime sent_{};
};

/// Answers of the units, on their way up to the master. As SessionTraffic.
class AnswerTraffic {
public:
    void begin(bool understood, const SessionKeeper* keeper);
    void end();

    void look() { looks_ = true; }

    [[nodiscard]] std::optional<wire::SessionAnswers> due(SteadyTime now);

private:
    const SessionKeeper* keeper_ = nullptr;
    bool looks_ = false;
    std::map<std::tuple<std::string, std::string, std::string>, AnswerNews> told_;
    SteadyTime sent_{};
};

}  // namespace mcu::cascade
