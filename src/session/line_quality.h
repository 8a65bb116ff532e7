// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "incident/grade.h"

namespace mcu::session {

/// What a site's line was while it was connected, over looks at it (D.5, 6). Sums, so that parts of
/// a session can be added.
struct LineQuality {
    struct Measure {
        std::uint32_t looks = 0;  ///< at which it was known
        double sum = 0;
        double most = 0;

        void note(double value);
        void add(const Measure& other);

        [[nodiscard]] double mean() const { return looks == 0 ? 0 : sum / looks; }

        bool operator==(const Measure&) const = default;
    };

    std::uint32_t looks = 0;
    std::uint32_t warning = 0;  ///< looks at which its grade was that
    std::uint32_t bad = 0;
    std::uint32_t clear = 0;  ///< not encrypted
    Measure lossPercent;
    Measure jitterMs;
    Measure roundTripMs;
    Measure freezeSeconds;
    Measure receivedKbps;
    Measure sentKbps;

    void note(const incident::Figures& figures, incident::Grade grade, bool encrypted);
    void add(const LineQuality& other);
    /// The worst it had.
    [[nodiscard]] incident::Grade grade() const;

    bool operator==(const LineQuality&) const = default;
};

using LineQualities = std::map<std::string, LineQuality>;  ///< by site

/// As a record's text: a line for each site. What is not of that form is left out in reading.
[[nodiscard]] std::string textOf(const LineQualities& qualities);
[[nodiscard]] LineQualities lineQualitiesOf(std::string_view text);

}  // namespace mcu::session
