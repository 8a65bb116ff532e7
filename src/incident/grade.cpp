// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident/grade.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mcu::incident {

namespace {

void raise(std::optional<double>& to, double value) {
    to = std::max(to.value_or(value), value);
}

std::string text(const char* format, double value) {
    std::array<char, 64> buffer{};
    (void)std::snprintf(buffer.data(), buffer.size(), format, value);
    return buffer.data();
}

}  // namespace

std::string_view nameOf(Grade grade) {
    switch (grade) {
        case Grade::good:
            return "good";
        case Grade::warning:
            return "warning";
        case Grade::bad:
            break;
    }
    return "bad";
}

Figures figuresOf(const conference::SiteStatus& site) {
    Figures figures;
    for (const auto& stream : site.streams) {
        raise(figures.lossPercent, std::max(stream.received.lossPercent, stream.sent.lossPercent));
        raise(figures.jitterMs, stream.received.jitterMs);
        if (stream.roundTripMs >= 0) {
            raise(figures.roundTripMs, stream.roundTripMs);
        }
        if (stream.kind == media::Kind::video && stream.silenceMs >= 0 && !site.held) {
            raise(figures.freezeSeconds, stream.silenceMs / 1000);
        }
        figures.receivedKbps += stream.received.kbps;
        figures.sentKbps += stream.sent.kbps;
    }
    return figures;
}

Verdict verdictOf(const Figures& figures, const Profile& profile, double factor) {
    Verdict worst;
    auto weigh = [&](const std::optional<double>& value, Limits limits, const char* format) {
        limits.warning *= factor;
        limits.bad *= factor;
        const auto grade = value ? limits.gradeOf(*value) : Grade::good;
        if (grade > worst.grade) {
            worst = {grade, text(format, *value)};
        }
    };
    weigh(figures.lossPercent, profile.lossPercent, "loss %.1f %%");
    weigh(figures.freezeSeconds, profile.freezeSeconds, "no picture for %.0f s");
    weigh(figures.jitterMs, profile.jitterMs, "jitter %.0f ms");
    weigh(figures.roundTripMs, profile.roundTripMs, "round trip %.0f ms");
    return worst;
}

bool Grader::note(const Figures& figures, const Profile& profile, SteadyTime at) {
    const auto entering = verdictOf(figures, profile);
    const auto leaving = verdictOf(figures, profile, profile.healFactor);
    if (entering.grade > now_.grade) {
        better_.reset();
        return worsen(entering, profile, at);
    }
    worse_.reset();
    if (leaving.grade < now_.grade) {
        return heal(leaving, profile, at);
    }
    better_.reset();
    if (entering.grade == now_.grade && now_.grade != Grade::good) {
        now_.what = entering.what;
    }
    return false;
}

bool Grader::worsen(const Verdict& seen, const Profile& profile, SteadyTime at) {
    if (!worse_) {
        worse_ = Run{at, seen};
    }
    if (seen.grade <= worse_->reached.grade) {
        worse_->reached = seen;
    }
    if (at - worse_->since < profile.worsenAfter) {
        return false;
    }
    now_ = worse_->reached;
    worse_.reset();
    return true;
}

bool Grader::heal(const Verdict& seen, const Profile& profile, SteadyTime at) {
    if (!better_) {
        better_ = Run{at, seen};
    }
    if (seen.grade >= better_->reached.grade) {
        better_->reached = seen;
    }
    if (at - better_->since < profile.healAfter) {
        return false;
    }
    now_ = better_->reached;
    better_.reset();
    return true;
}

}  // namespace mcu::incident
