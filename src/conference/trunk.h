// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/secret.h"
#include "conference/site_record.h"
#include "conference/status.h"

namespace mcu::conference {

/// One call between two MCUs. Number 0 carries the programme down and a selected site up; further
/// ones carry a selected site up only, so that two rooms of one slave can stand side by side.
struct TrunkSpec {
    enum class Toward : std::uint8_t {
        master,  ///< we are the lower end: we send selected sites and receive the programme
        slave,   ///< we are the upper end: we receive selected sites and send the programme
    };

    ConferenceId conference;
    SiteId id;   ///< of the site that stands for the trunk: "link.mcu.vnpt.0"
    McuId peer;  ///< at the other end
    std::string peerName;
    int number = 0;
    Toward toward = Toward::master;
    /// Whom we dial; empty: the other end calls us.
    std::string uri;
    std::string user;  ///< digest, both ends: handed over on the control channel
    Secret<std::string> password;
    bool ice = false;
    std::uint32_t maxKbps = 4000;

    [[nodiscard]] bool carriesProgramme() const { return number == 0; }
};

/// What a trunk towards the master is to carry, as its master ordered it or our technician chose.
struct Selection {
    SiteId site;                    ///< empty: nothing
    std::uint32_t contributor = 0;  ///< put into the packets
    bool microphone = false;        ///< its sound is sent, and its microphone opened for that
    bool dial = false;              ///< call it when it is not connected
};

/// How far a selection has come. Each is told once, in any order.
enum class SelectionStep : std::uint8_t {
    dialling,   ///< it was not connected and is being called
    connected,  ///< its call is up
    pictureUp,  ///< its first complete picture went out on the trunk
    soundUp,    ///< its microphone is open and its sound arrives here
    soundDown,  ///< it is being sent the sound of the programme, which arrives here
    lost,       ///< its call ended or its media stopped
};
[[nodiscard]] std::string_view nameOf(SelectionStep step);

/// The state of one trunk's call.
struct TrunkStatus {
    SiteId id;
    int number = 0;
    SiteState state = SiteState::absent;
    std::string cause;
    double sinceSeconds = 0;
    SiteId carries;        ///< site whose picture and sound it carries, or is to
    bool arrives = false;  ///< upper end: packets of that site come
    bool encrypted = false;
    std::string suite;
    std::string videoCodec;
    std::string audioCodec;
    std::uint32_t maxKbps = 0;      ///< of a picture, as we accept it
    std::uint32_t peerMaxKbps = 0;  ///< the same of the other end; 0: it did not say
    double kbpsUp = 0;              ///< slave to master
    double kbpsDown = 0;
    double lossPercent = 0;  ///< of what we receive on it
    double roundTripMs = -1;
};

}  // namespace mcu::conference
