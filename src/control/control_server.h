// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "access/gate.h"
#include "access/people.h"
#include "base/loop.h"
#include "base/result.h"
#include "call/gatekeeper_status.h"
#include "cascade/service.h"
#include "conference/probe_service.h"
#include "conference/service.h"
#include "control/component.h"
#include "control/port_use.h"
#include "incident/service.h"
#include "session/service.h"

namespace mcu::control {

/// Who may use the control API.
struct AccessSettings {
    /// By default nobody is named: whoever can connect may do everything.
    std::shared_ptr<const access::People> people = std::make_shared<access::People>("");
    /// Whose a site is; asked on the control loop, and only for people who may not act on all.
    access::Gate::Owners owners = [](const std::string& word) {
        return std::vector<access::SiteOwner>{{{word}, {}, {}}};
    };
    /// Told of acts that were refused, on the control loop.
    access::Gate::Listener refused = [](const access::Refusal&) {};
};

/// What is asked through the control API. Everything outlives the server. Null: there is none, and
/// its commands are refused with the reason.
struct Surroundings {
    conference::Service& conferences;
    Loop& control;
    cascade::Service* cascade = nullptr;
    session::Service* sessions = nullptr;
    incident::Service* incidents = nullptr;
    conference::ProbeService* probes = nullptr;
};

/// Where the control API listens.
struct ControlSettings {
    std::string unixSocket;   ///< path; made with mode 0660. Empty: none
    std::string listen;       ///< "0.0.0.0:5051", TLS with client certificates only. Empty: none
    std::string certificate;  ///< PEM files, for `listen`
    std::string key;
    std::string clientCa;  ///< whose certificates may steer this server
    std::string serverId;  ///< "mcu.tinh"
    std::string version;   ///< of the program
    AccessSettings access;
    std::string buildId;  ///< of its binary; empty: it carries none
    std::vector<Component> components;
    std::size_t watcherEvents = 4096;  ///< events kept for a watcher before it is let go
    /// How H.323 gatekeepers stand; asked on the control loop.
    std::function<call::GatekeeperStatus()> gatekeeper = [] { return call::GatekeeperStatus(); };
    /// The ports of this server as they are now; asked on any thread.
    std::function<std::vector<PortUse>()> ports = [] { return std::vector<PortUse>(); };
    /// How server and machine are; asked on any thread.
    std::function<session::HostFacts()> host = [] { return session::HostFacts(); };
};

/// The control API (include/mcu/control.proto) in front of a conference::Service and, where
/// there is one, a cascade::Service. gRPC's threads only turn a request into a task posted to the
/// control loop, and what comes of it into a reply; there is no thread per caller or watcher. Owned
/// by app. start() and stop() on the control thread, or while it does not run.
class ControlServer {
public:
    /// Listens. Requests are carried out once the loop runs.
    static Result<std::unique_ptr<ControlServer>> start(const ControlSettings& settings,
                                                        const Surroundings& around);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Answers what is open with "unavailable", lets the watchers go, closes the sockets. The
    /// service is not called any more. Does not wait for the control loop. A second call does
    /// nothing.
    void stop();

    /// The TCP port in use, for a `listen` with port 0; 0 without TCP.
    [[nodiscard]] int port() const;

    /// Acts refused for want of a right. On the control thread.
    [[nodiscard]] std::uint64_t refusals() const;

private:
    struct Impl;
    explicit ControlServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::control
