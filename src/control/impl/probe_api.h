// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/loop.h"
#include "conference/probe_service.h"
#include "control/impl/door.h"
#include "control/impl/open_calls.h"
#include "mcu/probe.grpc.pb.h"

namespace mcu::control {

/// The gRPC face of conference::ProbeService: each method posts a task to the control loop and
/// returns at once. Thread: any of gRPC's.
class ProbeApi final : public hnth::mcu::v1::Probes::CallbackService {
public:
    /// Null: everything is refused with the reason.
    ProbeApi(conference::ProbeService* service, Loop& control, const Door& door)
        : service_(service), control_(control), door_(door) {}

    /// Answers all open calls.
    void close();

    grpc::ServerUnaryReactor* ProbeSite(grpc::CallbackServerContext* context,
                                        const hnth::mcu::v1::ProbeRequest* request,
                                        hnth::mcu::v1::ProbeReply* reply) override;
    grpc::ServerUnaryReactor* LastProbe(grpc::CallbackServerContext* context,
                                        const hnth::mcu::v1::LastProbeRequest* request,
                                        hnth::mcu::v1::ProbeReply* reply) override;

private:
    conference::ProbeService* const service_;
    Loop& control_;
    const Door& door_;
    const std::shared_ptr<OpenCalls> calls_ = std::make_shared<OpenCalls>();
};

}  // namespace mcu::control
