// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/loop.h"
#include "control/impl/door.h"
#include "control/impl/open_calls.h"
#include "mcu/session.grpc.pb.h"
#include "session/service.h"

namespace mcu::control {

/// The gRPC face of session::Service: each method posts a task to the control loop and returns at
/// once. Thread: any of gRPC's.
class SessionApi final : public hnth::mcu::v1::Sessions::CallbackService {
public:
    /// Null: every act is refused with the reason.
    SessionApi(session::Service* service,
               Loop& control,
               const Door& door,
               std::function<session::HostFacts()> host)
        : service_(service), control_(control), door_(door), host_(std::move(host)) {}

    /// Answers all open calls.
    void close();

    grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context,
                                  const hnth::mcu::v1::SessionRequest* request,
                                  hnth::mcu::v1::SessionReply* reply) override;
    grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context,
                                   const hnth::mcu::v1::DocumentRequest* request,
                                   hnth::mcu::v1::DocumentReply* reply) override;

    grpc::ServerUnaryReactor* GetOverview(grpc::CallbackServerContext* context,
                                          const hnth::mcu::v1::OverviewRequest* request,
                                          hnth::mcu::v1::OverviewReply* reply) override;

private:
    session::Service* const service_;
    Loop& control_;
    const Door& door_;
    const std::function<session::HostFacts()> host_;  ///< reads /proc: not for a loop
    const std::shared_ptr<OpenCalls> calls_ = std::make_shared<OpenCalls>();
};

}  // namespace mcu::control
