// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "cascade/command.h"
#include "cascade/status.h"
#include "conference/actor.h"

namespace mcu::cascade {

/// What came of a cascade command.
struct Outcome {
    std::string message;  ///< English sentence
};

/// The gate to the cascade, on the control thread; `control` turns gRPC requests into calls of it.
class Service {
public:
    using Done = std::function<void(Result<Outcome>)>;
    virtual ~Service() = default;
    virtual void execute(const conference::Actor& actor, const Command& command, Done done) = 0;
    virtual void status(std::function<void(CascadeStatus)> done) = 0;
};

}  // namespace mcu::cascade
