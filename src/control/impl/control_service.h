// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/loop.h"
#include "call/gatekeeper_status.h"
#include "cascade/service.h"
#include "conference/service.h"
#include "control/component.h"
#include "control/impl/door.h"
#include "control/impl/open_calls.h"
#include "control/impl/watchers.h"
#include "control/port_use.h"
#include "mcu/control.grpc.pb.h"
#include "session/service.h"

namespace mcu::control {

/// The gRPC face of conference::Service and cascade::Service: each method looks who calls, posts a
/// task to the control loop and returns at once. Thread: any of gRPC's.
class ControlService final : public hnth::mcu::v1::Control::CallbackService {
public:
    /// No cascade: its commands are refused with the reason. Sessions may be null: then no script
    /// is followed.
    ControlService(conference::Service& service,
                   cascade::Service* cascade,
                   session::Service* sessions,
                   Loop& control,
                   const Door& door,
                   std::size_t watcherEvents);

    void setIdentity(std::string serverId, std::string version);
    void setBuild(std::string buildId, std::vector<Component> components);
    void setGatekeeper(std::function<call::GatekeeperStatus()> gatekeeper);
    void setPorts(std::function<std::vector<PortUse>()> ports);
    /// Answers all open calls and lets the watchers go.
    void close();

    [[nodiscard]] const std::shared_ptr<Watchers>& watchers() const { return watchers_; }

    grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context,
                                      const hnth::mcu::v1::CommandRequest* request,
                                      hnth::mcu::v1::CommandReply* reply) override;
    grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                        const hnth::mcu::v1::StatusRequest* request,
                                        hnth::mcu::v1::ServerStatus* reply) override;
    grpc::ServerUnaryReactor* ListSites(grpc::CallbackServerContext* context,
                                        const hnth::mcu::v1::ListSitesRequest* request,
                                        hnth::mcu::v1::SiteList* reply) override;
    grpc::ServerUnaryReactor* ListLayouts(grpc::CallbackServerContext* context,
                                          const hnth::mcu::v1::ListLayoutsRequest* request,
                                          hnth::mcu::v1::LayoutList* reply) override;
    grpc::ServerUnaryReactor* Version(grpc::CallbackServerContext* context,
                                      const hnth::mcu::v1::VersionRequest* request,
                                      hnth::mcu::v1::VersionReply* reply) override;
    grpc::ServerUnaryReactor* GetPorts(grpc::CallbackServerContext* context,
                                       const hnth::mcu::v1::PortsRequest* request,
                                       hnth::mcu::v1::PortList* reply) override;
    grpc::ServerUnaryReactor* ListRequests(grpc::CallbackServerContext* context,
                                           const hnth::mcu::v1::ListRequestsRequest* request,
                                           hnth::mcu::v1::RequestList* reply) override;
    grpc::ServerUnaryReactor* GetCascade(grpc::CallbackServerContext* context,
                                         const hnth::mcu::v1::CascadeRequest* request,
                                         hnth::mcu::v1::CascadeStatus* reply) override;
    grpc::ServerWriteReactor<hnth::mcu::v1::Event>* Watch(
        grpc::CallbackServerContext* context, const hnth::mcu::v1::WatchRequest* request) override;

private:
    /// Runs `task(call)` on the control loop, unless the call has been answered by then.
    template <typename Task>
    grpc::ServerUnaryReactor* onControl(grpc::CallbackServerContext* context, Task task);

    void leaveSeen(const Guest& guest, hnth::mcu::v1::ServerStatus& status) const;

    void carryOut(const conference::Actor& actor,
                  const cascade::Command& command,
                  cascade::Service::Done done);

    /// Past the script of a session, where there is one.
    void carryOut(const conference::Actor& actor,
                  const conference::Command& command,
                  const conference::Service::Done& done);

    conference::Service& service_;
    cascade::Service* const cascade_;
    session::Service* const sessions_;
    Loop& control_;
    const Door& door_;
    std::string serverId_;
    std::string version_;
    std::string buildId_;
    std::vector<Component> components_;
    std::function<call::GatekeeperStatus()> gatekeeper_;
    std::function<std::vector<PortUse>()> ports_;
    const std::shared_ptr<OpenCalls> calls_ = std::make_shared<OpenCalls>();
    const std::shared_ptr<Watchers> watchers_;
};

}  // namespace mcu::control
