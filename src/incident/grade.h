// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "conference/status.h"

namespace mcu::incident {

/// How good a site's line and sound are (requirement B.4).
enum class Grade { good, warning, bad };
[[nodiscard]] std::string_view nameOf(Grade grade);  ///< "good", "warning", "bad"

/// Limits of one measure: good below `warning`, bad above `bad`; at either limit: warning.
struct Limits {
    double warning = 0;
    double bad = 0;

    [[nodiscard]] Grade gradeOf(double value) const {
        return value > bad ? Grade::bad : value >= warning ? Grade::warning : Grade::good;
    }
};

/// A quality profile: data of the configuration; the defaults are those of B.4.
struct Profile {
    std::string name = "hnth-default";
    Limits lossPercent{1, 3};
    Limits jitterMs{30, 50};
    Limits roundTripMs{300, 400};
    Limits freezeSeconds{1, 2};
    /// A grade is left for a better one only below so much of its limit.
    double healFactor = 0.8;
    std::chrono::seconds worsenAfter{10};  ///< worse all the time for so long
    std::chrono::seconds healAfter{10};    ///< better all the time for so long
};

/// What is measured of a connected site. Absent: not known, counts as good.
struct Figures {
    std::optional<double> lossPercent;  ///< the worse direction
    std::optional<double> jitterMs;     ///< what arrives here
    std::optional<double> roundTripMs;
    std::optional<double> freezeSeconds;  ///< its picture has stood still for so long
    double receivedKbps = 0;
    double sentKbps = 0;
};

[[nodiscard]] Figures figuresOf(const conference::SiteStatus& site);

/// A grade and what it is for: "loss 3.4 %"; empty when good.
struct Verdict {
    Grade grade = Grade::good;
    std::string what;
    bool operator==(const Verdict&) const = default;
};

/// By the limits as they are, or times `factor`.
[[nodiscard]] Verdict verdictOf(const Figures& figures, const Profile& profile, double factor = 1);

/// The grade of one site over time: worse only after it was worse for a while, better only after it
/// was clearly better for a while, so that a line at a limit does not flutter. One thread.
class Grader {
public:
    explicit Grader(Grade begin = Grade::good) { now_.grade = begin; }

    /// The figures at an instant; true: the grade has changed.
    bool note(const Figures& figures, const Profile& profile, SteadyTime at);

    [[nodiscard]] const Verdict& verdict() const { return now_; }

private:
    /// A run of figures that all lead the same way.
    struct Run {
        SteadyTime since{};
        Verdict reached;  ///< the mildest (of a worsening), the worst (of a healing)
    };

    bool worsen(const Verdict& seen, const Profile& profile, SteadyTime at);
    bool heal(const Verdict& seen, const Profile& profile, SteadyTime at);

    Verdict now_;
    std::optional<Run> worse_;
    std::optional<Run> better_;
};

}  // namespace mcu::incident
