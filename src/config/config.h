// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/net_address.h"
#include "base/secret.h"

namespace mcu::config {

// The configuration file as values, one struct a section; docs/configuration.md explains every key.
// What is not in the file has the default given here.

enum class Encryption : std::uint8_t { disabled, preferred, required };
enum class SipTransport : std::uint8_t { udp, tcp, tls };

struct Mcu {
    std::string id = "mcu";
    std::string stateDirectory = "/var/lib/hnth-mcu";
    std::string logFile;  ///< empty: standard error
    std::string logLevel = "info";
    std::string layouts;  ///< folder of layout files; empty: the built-in ones
};

struct Control {
    std::string unixSocket = "/run/hnth-mcu/mcud.sock";
    std::string listen;  ///< empty: no TCP
    std::string certificate;
    std::string key;
    std::string clientCa;
};

/// Somebody who may use the control API.
struct AccessPerson {
    std::string name;
    std::string organisation;  ///< empty: the server's own
    std::string role;          ///< "slave-operator"
    std::string unixUser;      ///< name or number; empty: not by the local socket
    std::string commonName;    ///< of the client certificate; empty: not by TLS
    std::string certificateOrganisation;
    std::string certificateUnit;
    std::vector<std::string> mcus;   ///< whose sites are the person's own
    std::vector<std::string> sites;  ///< ids
};

struct Access {
    bool named = false;  ///< false: whoever can connect may do everything
    std::vector<AccessPerson> people;
};

struct SipListener {
    SipTransport transport = SipTransport::udp;
    NetAddress address;
};

struct Sip {
    std::vector<SipListener> listeners;  ///< none: no SIP
    std::string certificate;             ///< PEM; may hold the key too
    std::string key;
    std::string ca;
    bool verifyClients = false;
    bool verifyServers = false;
    std::string realm = "hnth-mcu";
    std::string userAgent = "HNTH MCU";
    std::string displayName = "HNTH MCU";
    bool registrar = true;
    std::chrono::seconds sessionExpires{1800};
    std::chrono::seconds minSessionExpires{90};
    std::chrono::seconds optionsInterval{60};  ///< 0: none
    std::size_t maxCalls = 1000;
    std::string publicAddress;
};

/// The gatekeeper we register with.
struct H323GatekeeperClient {
    std::vector<NetAddress> addresses;  ///< in the order they are tried; none: found by multicast
    NetAddress listen;                  ///< of RAS; unset: any address and port
    std::string id;                     ///< the gatekeeper wanted; empty: any
    std::vector<std::string> names;     ///< ours; empty: the aliases
    std::string user;                   ///< whose password it is; empty: the first name
    Secret<std::string> password;
    bool md5 = false;  ///< show the password by MD5, unless the gatekeeper chooses
    std::chrono::seconds timeToLive{300};
    bool callsWithoutIt = true;  ///< calls to addresses go on while it cannot be asked
};

/// A small gatekeeper for rooms that need one.
struct H323BuiltInGatekeeper {
    NetAddress listen;
    NetAddress discovery;  ///< unset: rooms must be told our address
    std::string id = "hnth-mcu";
    bool anyRoom = false;  ///< also rooms that are not in the site list
    bool requirePassword = false;
    bool replaceDuplicates = true;  ///< a name taken twice goes to the newer room
    bool behindNat = false;
    std::chrono::seconds timeToLive{300};
    std::chrono::seconds clockTolerance{600};
    std::size_t maxRegistrations = 500;
    std::size_t maxPerAddress = 20;
    std::uint32_t maxKbps = 0;       ///< of a call, each way; 0: as asked
    std::vector<std::string> names;  ///< under which rooms call us, besides the conferences
};

/// Call signalling of H.323 over TLS.
struct H323Tls {
    NetAddress listen;        ///< unset: calls come in without TLS alone
    std::string certificate;  ///< PEM: certificate and chain
    std::string key;          ///< PEM; empty: in `certificate`
    std::string ca;           ///< PEM; empty: the system's
    bool verifyClients = false;
    bool verifyServers = true;
};

struct H323 {
    NetAddress listen;  ///< of call signalling; unset: no H.323
    H323Tls tls;
    std::vector<std::string> aliases;  ///< our names: h323-IDs, and numbers
    bool tunnelling = true;
    std::uint16_t firstH245Port = 0;  ///< 0: the kernel's choice
    std::uint16_t lastH245Port = 0;
    std::size_t maxCalls = 1000;
    std::size_t connectionsPerAddress = 32;
    std::size_t maxPduBytes = 32768;
    std::chrono::seconds keyLife{3600};
    std::chrono::seconds silence{10};
    std::chrono::seconds roundTrip{30};  ///< 0: none
    std::optional<H323GatekeeperClient> gatekeeper;
    std::optional<H323BuiltInGatekeeper> builtInGatekeeper;
};

struct Media {
    std::string address;  ///< numeric; empty: chosen by the system
    std::uint16_t firstPort = 20000;
    std::uint16_t lastPort = 29999;
    int threads = 1;
    std::chrono::milliseconds timeout{5000};
    std::chrono::milliseconds tick{5};
};

struct Video {
    std::string preset = "superfast";  ///< of x264
    int decodeThreads = 2;
    int encodeThreads = 2;
    std::string font = "DejaVu Sans";
    std::uint32_t maxKbps = 4000;
};

struct Redial {
    std::chrono::seconds first{2};
    std::chrono::seconds longest{60};
    int attempts = 30;  ///< 0: no end
};

enum class CascadePolicy : std::uint8_t { automatic, confirm, manual };

/// An MCU that may link itself to us.
struct CascadeSlave {
    std::string mcu;
    std::string name;
    std::string conference;
    int uplinks = 2;
    std::uint32_t maxKbps = 2000;
    bool ice = false;
};

/// The MCU above us.
struct CascadeMaster {
    std::string mcu;
    std::string address;  ///< of its control channel
    std::string conference;
    int uplinks = 2;
    CascadePolicy policy = CascadePolicy::automatic;
    bool connectAtStart = true;
    bool ice = false;
    std::uint32_t maxKbps = 2000;
};

struct Cascade {
    std::string name;           ///< of this server, for people: "VNPT Sơn La"
    std::string listen;         ///< control channel of slaves; empty: none
    std::string sipListen;      ///< trunks, mutual TLS; empty: any free port
    std::string publicAddress;  ///< host at which slaves reach sipListen; empty: as it listens
    std::string certificate;
    std::string key;
    std::string ca;
    std::string crl;
    int maxDepth = 1;
    std::vector<CascadeSlave> slaves;
    std::optional<CascadeMaster> master;

    [[nodiscard]] bool enabled() const { return !slaves.empty() || master.has_value(); }
};

struct Site {
    std::string id;
    std::string name;
    std::string shortName;
    std::vector<std::string> aliases;
    std::string level;
    std::string uri;
    std::string backupUri;
    std::string user;
    Secret<std::string> password;
    std::string home;
    bool hasEncryption = false;
    Encryption encryption = Encryption::preferred;
    bool preferDtls = false;
    bool ice = false;
    std::uint32_t maxKbps = 2000;
    std::string relay;       ///< "matrix", "upstream"; empty: an ordinary room
    bool manualMcu = false;  ///< a foreign MCU without a control channel
    std::string phone;
    std::string via;  ///< the foreign MCU it is behind
};

struct Conference {
    std::string id;
    std::string title;
    bool open = false;
    Encryption encryption = Encryption::preferred;
    std::string layout = "2x2";
    int width = 1280;
    int height = 720;
    int framesPerSecond = 30;
    bool muteOnEntry = true;
    bool captions = true;
    bool tally = false;
    int maxOwnViews = 4;
    std::vector<std::string> sites;  ///< ids
    std::string chair;
    bool callAtStart = false;
};

/// A tier of sites.
struct SiteLevel {
    std::string id;
    std::string vietnamese;
    std::string english;
};

/// What a room must show in its technical check (session.checks).
struct CheckLimits {
    int mostLossPercent = 2;
    int mostJitterMs = 50;
    int mostRoundTripMs = 400;
    int leastKbps = 128;
    int leastFramesPerSecond = 10;
    int leastBrightness = 24;
    int leastContrast = 3;
    int mostStillMs = 4000;
    int leastSoundDbfs = -55;
    int mostEchoDb = -30;
    int seconds = 10;
    int callSeconds = 30;
};

struct Session {
    std::string organisation = "vp-ubnd";    ///< that runs this server
    std::vector<SiteLevel> levels;           ///< highest first; none: those of QĐ333
    std::vector<std::string> noticeCommand;  ///< program and its arguments; none: by hand
    std::chrono::seconds noticeTimeout{30};
    CheckLimits checks;
    std::string floorKeys = "*1";  ///< by which a room asks to speak; empty: none
    std::string trainingClock;     ///< file with an offset in seconds; none: the machine's time
};

/// Of one measure: a warning from the first, bad above the second.
struct QualityLimits {
    double warning = 0;
    double bad = 0;
};

/// How lines are graded (requirement B.4).
struct Quality {
    std::string profile = "hnth-default";
    QualityLimits lossPercent{1, 3};
    QualityLimits jitterMs{30, 50};
    QualityLimits roundTripMs{300, 400};
    QualityLimits freezeSeconds{1, 2};
    int healPercent = 80;  ///< of a limit, below which a grade is left for a better one
    std::chrono::seconds worsenAfter{10};
    std::chrono::seconds healAfter{10};
};

struct Incidents {
    std::vector<std::string> noticeCommand;  ///< program and its arguments; none: consoles alone
    std::chrono::seconds noticeTimeout{30};
    bool notifyWarnings = false;  ///< not errors alone
    Quality quality;
};

struct Config {
    Mcu mcu;
    Control control;
    Access access;
    Sip sip;
    H323 h323;
    Media media;
    Video video;
    Redial redial;
    Cascade cascade;
    Session session;
    Incidents incidents;
    std::vector<Site> sites;
    std::vector<Conference> conferences;
    std::vector<std::string>
        warnings;  ///< "file:line:column: ...": no reason to refuse, but look at it
};

}  // namespace mcu::config
