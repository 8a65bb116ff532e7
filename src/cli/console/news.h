// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "mcu/client.h"
#include "mcu/incident.pb.h"

namespace mcu::cli::console {

namespace v1 = hnth::mcu::v1;

/// An instant on both clocks: ages by the steady one, times of day by the other.
struct Moment {
    SteadyTime steady{};
    WallTime wall{};
};

/// What the server says of itself at an instant.
struct News {
    v1::ServerStatus status;
    v1::RequestList requests;
    v1::CascadeStatus cascade;
    v1::IncidentList incidents;                  ///< open ones, newest first
    std::optional<v1::SessionOverview> session;  ///< none: no session, or several
    std::string noSession;                       ///< why there is none, as the server says
    std::optional<v1::SiteList> sites;           ///< read now and then only
    Moment at;
};

/// The server does not answer.
struct Lost {
    client::Failure why;
    Moment at;
};

/// Something to be done by the server, away from the screen.
struct Errand {
    std::variant<v1::CommandRequest, v1::SessionRequest> request;
    std::string label;  ///< what the technician asked, in his language
};

/// What came of it.
struct Answered {
    Errand errand;
    std::variant<client::Failure, v1::CommandReply, v1::SessionReply> answer;
    Moment at;
};

}  // namespace mcu::cli::console
