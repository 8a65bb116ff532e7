// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include "base/result.h"
#include "cascade/impl/message_check.h"
#include "cascade/sessions.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

/// Named in a Hello or Welcome by who speaks of sessions.
inline constexpr const char* kSessions = "sessions";

void check(Check& c, const wire::SessionPlace& place);
void check(Check& c, const wire::PlanPart& part);
void check(Check& c, const wire::SessionAnswers& answers);

void toWire(const SessionNews& news, wire::SessionPlace& out);
void toWire(const AnswerNews& answer, wire::SessionAnswer& out);
/// Of messages that keep the limits of validate.h.
[[nodiscard]] SessionNews fromWire(const wire::SessionPlace& place);
[[nodiscard]] AnswerNews fromWire(const wire::SessionAnswer& answer);

/// A plan in pieces; empty: it is larger than any plan that can be imported.
[[nodiscard]] std::deque<wire::PlanPart> partsOf(const PlanNews& plan);

/// Puts the pieces of a plan together again. Thread: control.
class PlanIntake {
public:
    /// The plan with its last piece. `protocol`: a piece is missing, or the whole is not what its
    /// hash says.
    Result<std::optional<PlanNews>> take(const wire::PlanPart& part);

    void forget() { *this = PlanIntake(); }

private:
    std::string session_;
    std::string hash_;
    std::uint32_t parts_ = 0;
    std::uint32_t have_ = 0;
    std::string data_;
};

}  // namespace mcu::cascade
