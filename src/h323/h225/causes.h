// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "call/hangup_cause.h"

namespace mcu::h323::h225 {

/// How we say in ReleaseComplete why a call ends (H.225.0 table 5): the Q.850 value and the
/// alternative of ReleaseCompleteReason.
struct Release {
    int q850 = 16;
    std::string_view reason;  ///< empty: none is given
};

[[nodiscard]] Release releaseFor(call::CauseCode code);

/// What a peer's ReleaseComplete means; the reason counts before the value. `wasUp`: the call was
/// established, so an unclear reason is an ordinary end.
[[nodiscard]] call::CauseCode codeFor(std::string_view reason, int q850, bool wasUp);

}  // namespace mcu::h323::h225
