// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "media/agreed_media.h"
#include "media/banner.h"
#include "media/transport.h"

namespace mcu::conference {

enum class SiteState : std::uint8_t {
    absent,  ///< invited, no call
    dialling,
    ringing,
    connecting,  ///< answered, no media yet
    connected,
    lost,     ///< call up, its media stopped
    waiting,  ///< redial after back-off
    failed,   ///< last call failed, no redial due
};
[[nodiscard]] std::string_view nameOf(SiteState state);

/// A site in a conference, as of now. Values: safe to hand to other threads.
struct SiteStatus {
    SiteId id;
    std::string name;
    std::string level;
    SiteState state = SiteState::absent;
    std::string cause;        ///< why the last call ended; empty: none did
    double sinceSeconds = 0;  ///< in this state
    int redials = 0;
    bool chair = false;
    bool microphoneOn = false;
    bool speakerOn = true;
    bool cameraOn = true;
    bool onAir = false;  ///< in the programme now
    bool precued = false;
    bool warm = false;  ///< decoded, with a picture
    bool speaking = false;
    float levelDbfs = -127;
    float volumeDb = 0;
    std::string protocol;  ///< "SIP/tls"
    std::string audioCodec;
    std::string videoCodec;  ///< "H264 1280x720"
    std::string watches;     ///< "programme 1280x720@30 2000 kbit/s", "forwarded x.03985"
    bool held = false;
    bool encrypted = false;
    std::string product;  ///< User-Agent
    std::string remoteAddress;
    bool registered = false;
    std::vector<media::StreamStats> streams;
    std::uint32_t audioBufferMs = 0;
    McuId owner;          ///< whose room it is; empty: ours
    SiteId carriedBy;     ///< the trunk that brings it here, if one does
    bool trunk = false;   ///< no room: a call to another MCU
    bool stale = false;   ///< the link to its owner has no control channel: as last told
    bool manual = false;  ///< a foreign MCU without a control channel, or a room behind one
    std::string relay;    ///< as in SiteRecord
    double echoDelayMs =
        -1;                 ///< of a relay: our own sound comes back from it; negative: it does not
    float echoLevelDb = 0;  ///< against what was sent
    double loopDelayMs = -1;  ///< the same of our picture
};

struct PaneStatus {
    SiteId site;
    std::string caption;
};

struct ViewStatus {
    std::string name;  ///< "programme", "chair", "site:x.03985"
    std::string layout;
    std::vector<PaneStatus> panes;
    int encoders = 0;
    std::vector<std::string> classes;  ///< "H264 1280x720@30 2000 kbit/s: 238 sites"
    std::uint64_t framesComposed = 0;
    std::uint64_t framesLate = 0;
    double worstLateMs = 0;
    std::string reason;  ///< why it shows what it shows: operator, voice, poll, lost
    media::Banner banner;
};

struct ConferenceStatus {
    ConferenceId id;
    std::string title;
    bool locked = false;
    bool open = false;
    bool voiceSwitching = false;
    media::Encryption encryption = media::Encryption::preferred;
    double sinceSeconds = 0;
    SiteId chair;
    SiteId broadcast;
    std::vector<SiteStatus> sites;
    std::vector<ViewStatus> views;
};

/// The machine a server runs on, and what of it is in use (MON-01). Negative: not known.
struct MachineStatus {
    int cores = 0;
    double cpuPercent = -1;  ///< of all cores, by this server, over the last seconds
    double memoryMiB = -1;
    double memoryFreeMiB = -1;  ///< that programs can still have
    double diskMiB = -1;        ///< of the state directory's file system
    double diskFreeMiB = -1;
    int mediaPorts = 0;  ///< of the configured range
    int mediaPortsUsed = 0;
};

struct ServerStatus {
    std::string id;  ///< mcu.tinh
    std::string version;
    double uptimeSeconds = 0;
    std::vector<ConferenceStatus> conferences;
    media::TransportTotals transport;
    int decoders = 0;
    int encoders = 0;
    int threads = 0;
    double residentMiB = 0;
    double cpuSeconds = 0;               ///< user + system since start
    std::vector<std::string> listeners;  ///< "sip udp 0.0.0.0:5060"
    std::vector<std::string> warnings;   ///< what an operator should look at, one line each
    std::map<std::string, std::uint64_t> counters;  ///< "sip.malformed" ...
    MachineStatus machine;
};

/// A chair's call of a site and its instants (PL6-02). Times in seconds since the request;
/// negative: not reached.
struct RequestStatus {
    std::uint64_t number = 0;  ///< of this server, rising; shown as R-6
    ConferenceId conference;
    SiteId site;
    std::string siteName;
    McuId owner;
    std::string actor;
    WallTime askedAt{};
    double ageSeconds = 0;
    double takenSeconds = -1;      ///< `show` was given
    double pictureSeconds = -1;    ///< first picture on the chair's output
    double soundUpSeconds = -1;    ///< its sound arrives
    double soundDownSeconds = -1;  ///< it is sent the programme's sound
    double twoWaySeconds = -1;     ///< TWO-WAY UP
    std::string state;             ///< "open", "taken", "two-way-up", "cancelled"
    std::string reason;
    bool implicit = false;  ///< no `request` was given: counted from `show`
    bool late = false;      ///< over 30 s
    bool confirmedByHand = false;
};

/// Something happened. `kind` is a stable dotted word, `text` the English line; fields go into
/// --json.
struct Event {
    std::uint64_t number = 0;  ///< rises by one
    WallTime at{};
    std::string kind;      ///< "site.connected", "take.done", "site.lost", "conference.created" ...
    std::string severity;  ///< "info", "warning", "error"
    ConferenceId conference;
    SiteId site;
    std::string actor;
    std::string text;
    std::map<std::string, std::string> fields;
};

}  // namespace mcu::conference
