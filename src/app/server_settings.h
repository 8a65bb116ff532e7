// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cascade/settings.h"
#include "conference/command.h"
#include "conference/settings.h"
#include "conference/site_record.h"
#include "control/control_server.h"
#include "h323/gatekeeper/ras_service.h"
#include "h323/h323_settings.h"
#include "incident/incident_service.h"
#include "mixing/video/video_settings.h"
#include "session/settings.h"
#include "sip/sip_endpoint.h"
#include "transport/settings.h"

namespace mcu::app {

/// A conference of the configuration file: made at start unless the journal already knows it.
struct PlannedConference {
    conference::CreateConference create;
    bool callAtStart = false;
};

/// Everything a Server is built from: the configuration, turned into each module's own settings.
struct ServerSettings {
    std::string stateDirectory;  ///< empty: nothing survives a restart
    std::string layoutsDirectory;
    std::string logFile;  ///< empty: standard error
    std::string logLevel;
    bool sipEnabled = true;  ///< false without listeners
    control::ControlSettings control;
    sip::SipSettings sip;
    bool h323Enabled = false;  ///< with a listener
    h323::H323Settings h323;
    transport::TransportSettings transport;
    mixing::VideoSettings video;
    conference::Settings conference;
    /// Links to other MCUs, and the SIP endpoint of their trunks; none without a cascade section.
    std::optional<cascade::Settings> cascade;
    sip::SipSettings cascadeSip;
    std::string
        cascadeAddress;  ///< host other MCUs dial for trunks; empty: as the endpoint listens
    session::Settings session;
    std::string trainingClock;               ///< file of a training clock; empty: none
    std::vector<std::string> noticeCommand;  ///< empty: notices are sent by hand
    std::chrono::seconds noticeTimeout{30};
    incident::Settings incidents;
    std::vector<std::string> incidentCommand;  ///< empty: incidents are told on consoles alone
    std::chrono::seconds incidentTimeout{30};
    /// H.323 gatekeepers, outside or our own; none without them in the configuration.
    std::optional<h323::gatekeeper::RasSettings> ras;
    h323::ras::Names h323Names;  ///< under which rooms of our gatekeeper call us
    std::vector<conference::SiteRecord> sites;
    std::vector<PlannedConference> conferences;
};

}  // namespace mcu::app
