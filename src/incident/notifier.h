// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "incident/incident.h"

namespace mcu::incident {

/// Tells people away from the consoles (MON-07): by a program of the operator's. Implemented by
/// `app`.
class Notifier {
public:
    virtual ~Notifier() = default;
    /// Whether there is a way to tell.
    [[nodiscard]] virtual bool ready() const = 0;
    /// `sent` runs on the control thread, once.
    virtual void tell(const std::string& name,
                      const Incident& incident,
                      std::function<void(Status)> sent) = 0;
};

/// Tells nobody.
class NoNotifier final : public Notifier {
public:
    [[nodiscard]] bool ready() const override { return false; }

    void tell(const std::string& /*name*/,
              const Incident& /*incident*/,
              std::function<void(Status)> sent) override {
        sent({});
    }
};

/// What is told, in Vietnamese (the language of the procedure's offices).
[[nodiscard]] std::string subjectOf(const std::string& name, const Incident& incident);
[[nodiscard]] std::string textOf(const std::string& name, const Incident& incident);

}  // namespace mcu::incident
