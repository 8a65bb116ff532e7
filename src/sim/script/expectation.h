// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "sim/room/crowd.h"

namespace mcu::sim {

/// What a script expects of a room:
/// {"room":1,"sees":[5],"not_sees":[..],"frozen":[..],"panes":[5,null],"layout":"2x2",
/// "hears":[..],"not_hears":[..],"state":"connected","suite":"...","within_ms":2000}. Pictures and
/// sounds count only if they arrived after `since`.
class Expectation {
public:
    static Result<Expectation> parse(const nlohmann::json& command, SteadyTime now);

    /// Empty: met. Otherwise what is missing.
    [[nodiscard]] std::string missing(Crowd& crowd, SteadyTime now) const;

    [[nodiscard]] SteadyTime deadline() const { return deadline_; }

    [[nodiscard]] SteadyTime since() const { return since_; }

private:
    [[nodiscard]] std::string missingPictures(const Room& room, SteadyTime now) const;
    [[nodiscard]] std::string missingSounds(const Room& room, SteadyTime now) const;
    [[nodiscard]] bool wantsPictures() const;

    int room_ = 0;
    std::vector<int> sees_;
    std::vector<int> notSees_;
    std::vector<int> frozen_;
    std::optional<std::vector<std::optional<int>>> panes_;
    std::string layout_;
    std::vector<int> hears_;
    std::vector<int> notHears_;
    std::string state_;
    SteadyTime since_{};
    SteadyTime deadline_{};
};

}  // namespace mcu::sim
