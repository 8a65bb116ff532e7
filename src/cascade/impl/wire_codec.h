// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "cascade/command.h"
#include "conference/cascade_host.h"
#include "conference/far_site.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

[[nodiscard]] std::int64_t microseconds(WallTime time);
[[nodiscard]] WallTime wallTime(std::int64_t microseconds);

void toWire(const conference::FarSite& site, WallTime now, wire::RosterSite& out);
/// `offsetMs`: the sender's clock minus ours.
[[nodiscard]] conference::FarSite fromWire(const wire::RosterSite& site,
                                           WallTime now,
                                           double offsetMs);

void toWire(const conference::ProgrammeState& programme, wire::Programme& out);
[[nodiscard]] conference::ProgrammeState fromWire(const wire::Programme& programme);
void toWire(const conference::RequestState& request, wire::Request& out);
[[nodiscard]] conference::RequestState fromWire(const wire::Request& request, double offsetMs);

[[nodiscard]] wire::Policy::Kind toWire(Policy policy);
[[nodiscard]] Policy fromWire(wire::Policy::Kind kind);
[[nodiscard]] wire::Use toWire(conference::FarWish::Use use);
/// "take", "pane", "precue", "release".
[[nodiscard]] std::string_view nameOf(wire::Use use);

[[nodiscard]] std::string_view wordOf(conference::SelectionStep step);
/// False: no such word.
[[nodiscard]] bool stepFrom(std::string_view word, conference::SelectionStep& out);

/// An error as a message that has code, message and advice.
template <typename Message>
void toWire(const Error& error, Message& out) {
    out.set_code(error.id);
    out.set_message(error.message);
    out.set_advice(error.advice);
}

/// What a peer told us, as an error of ours.
template <typename Message>
[[nodiscard]] Error errorFrom(const Message& said) {
    return {ErrorCode::refused, said.message(), said.advice(), said.code()};
}

/// Without control characters and cut to `most` bytes between characters: for what goes into a
/// message that has a limit.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t most);

/// "R-7f3a...": 256 random bits in hexadecimal.
[[nodiscard]] std::string randomPassword();
[[nodiscard]] std::uint64_t randomWord();

}  // namespace mcu::cascade
