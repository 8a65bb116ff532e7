// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/notice_command.h"
#include "incident/notifier.h"

namespace mcu::app {

/// Tells of incidents by a program of the operator's, run as that of notices: HNTH_CHANNEL is
/// "incident", HNTH_RECIPIENT the owner organisation, HNTH_TO its telephone, HNTH_SUBJECT the first
/// line. Owned by `app`.
class IncidentNotices final : public incident::Notifier {
public:
    IncidentNotices(Loop& control, std::vector<std::string> command, std::chrono::seconds timeout)
        : command_(control, std::move(command), timeout) {}

    [[nodiscard]] bool ready() const override { return command_.ready(); }

    void tell(const std::string& name,
              const incident::Incident& incident,
              std::function<void(Status)> sent) override {
        command_.send({"",
                       incident.owner,
                       "incident",
                       incident.phone,
                       incident::subjectOf(name, incident),
                       incident::textOf(name, incident)},
                      std::move(sent));
    }

private:
    NoticeCommand command_;
};

}  // namespace mcu::app
