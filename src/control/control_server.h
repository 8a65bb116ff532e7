// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "call/gatekeeper_status.h"
#include "cascade/service.h"
#include "conference/probe_service.h"
#include "conference/service.h"
#include "control/port_use.h"
#include "incident/service.h"
#include "session/service.h"

namespace mcu::control {

/// Where the control API listens.
struct ControlSettings {
    std::string unixSocket;   ///< path; made with mode 0660. Empty: none
    std::string listen;       ///< "0.0.0.0:5051", TLS with client certificates only. Empty: none
    std::string certificate;  ///< PEM files, for `listen`
    std::string key;
    std::string clientCa;              ///< whose certificates may steer this server
    std::string serverId;              ///< "mcu.tinh"
    std::string version;               ///< of the program
    std::size_t watcherEvents = 4096;  ///< events kept for a watcher before it is let go
    /// How H.323 gatekeepers stand; asked on the control loop.
    std::function<call::GatekeeperStatus()> gatekeeper = [] { return call::GatekeeperStatus(); };
    /// The ports of this server as they are now; asked on any thread.
    std::function<std::vector<PortUse>()> ports = [] { return std::vector<PortUse>(); };
};

/// The control API (include/mcu/control.proto) in front of a conference::Service and, where
/// there is one, a cascade::Service. gRPC's threads only turn a request into a task posted to the
/// control loop, and what comes of it into a reply; there is no thread per caller or watcher. Owned
/// by app. start() and stop() on the control thread, or while it does not run.
class ControlServer {
public:
    /// Listens. The services and the loop outlive the server; requests are carried out once the
    /// loop runs. Without a cascade, sessions, incidents or probes (null) their commands are
    /// refused with the reason.
    static Result<std::unique_ptr<ControlServer>> start(const ControlSettings& settings,
                                                        conference::Service& service,
                                                        Loop& control,
                                                        cascade::Service* cascade = nullptr,
                                                        session::Service* sessions = nullptr,
                                                        incident::Service* incidents = nullptr,
                                                        conference::ProbeService* probes = nullptr);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Answers what is open with "unavailable", lets the watchers go, closes the sockets. The
    /// service is not called any more. Does not wait for the control loop. A second call does
    /// nothing.
    void stop();

    /// The TCP port in use, for a `listen` with port 0; 0 without TCP.
    [[nodiscard]] int port() const;

private:
    struct Impl;
    explicit ControlServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::control
